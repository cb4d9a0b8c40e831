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
