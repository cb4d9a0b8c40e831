import { inspect } from "node:util";
import { expect, test } from "vitest";
import { plainText, toDisplay } from "../../../kernel/output/display.ts";

const displaySymbol = Symbol.for("Jupyter.display");

test("undefined shows nothing, null shows itself", () => {
  expect(toDisplay(undefined)).toBeUndefined();
  expect(toDisplay(null)).toEqual({ data: { "text/plain": "null" }, metadata: {} });
});

test("a value's own bundle is taken, with bytes in base64", () => {
  const value = {
    [displaySymbol]: () => ({ "text/html": "<b>x</b>", "image/png": new Uint8Array([1, 2, 3]) }),
  };
  expect(toDisplay(value)).toEqual({ data: { "text/html": "<b>x</b>", "image/png": "AQID" }, metadata: {} });
});

test("a promised bundle is waited for", async () => {
  const value = { [displaySymbol]: async () => ({ "text/plain": "later" }) };
  await expect(toDisplay(value)).resolves.toEqual({ data: { "text/plain": "later" }, metadata: {} });
});

test("plain text has no colour codes", () => {
  expect(plainText({ a: [1, "x"] })).toBe("{ a: [ 1, 'x' ] }");
});

test("a long text is cut with a count of what is missing", () => {
  const array = Array.from({ length: 100 }, () => "x".repeat(5000));
  const text = plainText(array);
  expect(text.length).toBeLessThan(100_100);
  expect(text).toMatch(/\.\.\. [\d,]+ more characters$/);
});

test("an object that cannot be inspected is still shown", () => {
  const hostile = new Proxy({}, { ownKeys: () => ["a"], getPrototypeOf: () => null });
  expect(() => plainText(hostile)).not.toThrow();
  const thrower = {
    [Symbol.for("nodejs.util.inspect.custom")]() {
      throw new Error("no");
    },
  };
  expect(plainText(thrower)).toContain("cannot be shown: Error: no");
});

test("an object with a great many keys is cut with their count, wherever it stands", () => {
  const big = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, i]));
  expect(plainText(big)).toMatch(/k99: 99,\n {2}\.\.\. 99,900 more properties\n\}$/);
  expect(plainText({ big })).toBe("{ big: [Object] }");
});

test("a value of millions of objects is shown less deep", () => {
  const row = Array.from({ length: 200 }, (_, a) => ({ a }));
  const cube = Array.from({ length: 200 }, () => Array.from({ length: 200 }, () => row));
  const text = plainText(cube);
  expect(text).toContain("[Array]");
  expect(text).toMatch(/\.\.\. 100 more items\n\]$/);
});

test("proxies that refuse everything, revoked ones among them, are shown", () => {
  const refuse = () => {
    throw new Error("trap");
  };
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  // Node 26 writes that it is a proxy.
  const asNodeDoes = inspect(new Proxy({ a: 1 }, {}));
  expect(toDisplay(new Proxy({ a: 1 }, { get: refuse, has: refuse, getPrototypeOf: refuse }))).toMatchObject({
    data: { "text/plain": asNodeDoes },
  });
  expect(toDisplay(proxy)).toMatchObject({ data: { "text/plain": "<Revoked Proxy>" } });
});

test.each([
  [new Float32Array(1000), /^Float32Array\(1000\) \[[\s\S]*900 more items\n\]$/],
  [Buffer.alloc(1000), /^<Buffer 00 [\s\S]*950 more bytes>$/],
  [new Map(Object.entries({ a: 1 })), /^Map\(1\) \{ 'a' => 1 \}$/],
  [new Date(0), /^1970-01-01T00:00:00\.000Z$/],
  [
    Object.create(
      {},
      {
        a: {
          enumerable: true,
          get: () => {
            throw new Error("no");
          },
        },
      },
    ),
    /^\{ a: \[Getter\] \}$/,
  ],
])("%#: each kind of value has Node's own form, elided with a count", (value, form) => {
  expect(plainText(value)).toMatch(form);
});
