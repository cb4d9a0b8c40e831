import { afterAll, describe, expect, it } from "vitest";
import { Notebook } from "./sessionHarness.ts";

const notebook = new Notebook();
afterAll(() => notebook.close());

async function names(code: string): Promise<string[]> {
  const { items } = await notebook.session.complete(code, code.length);
  return items.map(({ text }) => text);
}

async function about(code: string, detail: 0 | 1 = 0): Promise<string> {
  return String((await notebook.session.inspect(code, code.length, detail))?.["text/plain"]);
}

const declarations = `
/**
 * Adds one.
 * @param x any number
 */
function increment(x: number): number {
  return x + 1;
}
class Model {
  weights = [1, 2, 3];
  #secret = 1;
  get size() { return this.weights.length; }
  get touched() { globalThis.touches = (globalThis.touches ?? 0) + 1; return { inner: 1 }; }
  fit(epochs = 1) { return epochs + this.#secret; }
}
const model = new Model();
const nested = { first: { second: [{ third: 3 }] }, "with space": 1 };
const 값 = { 이름: 1 };
`;

describe("completion from the running session", () => {
  it("knows variables of every kind, globals and keywords", async () => {
    await notebook.run(declarations);
    expect(await names("incr")).toEqual(["increment"]);
    expect(await names("let y = mod")).toEqual(["model"]);
    expect(await names("Mod")).toEqual(["Model"]);
    expect(await names("structured")).toEqual(["structuredClone"]);
    expect(await names("instanceo")).toEqual(["instanceof"]);
    expect(await names("값.")).toContain("이름");
    expect(await names("__toi")).toEqual([]);
  });

  it("knows the members of live values, inherited ones too", async () => {
    expect(await names("model.")).toEqual(
      expect.arrayContaining(["weights", "fit", "size", "hasOwnProperty"]),
    );
    expect(await names("model.weights.ma")).toEqual(["map"]);
    expect(await names("model.size.toF")).toEqual(["toFixed"]);
    expect(await names("nested.first.second[0].th")).toEqual(["third"]);
    expect(await names("nested.w")).toEqual([]);
    expect(await names("crypto.sub")).toEqual(["subtle"]);
  });

  it("runs nothing that changes anything", async () => {
    await notebook.run("const trap = new Proxy({}, { ownKeys() { globalThis.touches = 1; return [] } });");
    expect(await names("model.touched.")).toEqual([]);
    expect(await names("trap.")).toEqual([]);
    expect(await about("trap")).toContain("trap: Proxy");
    expect(await notebook.value("globalThis.touches")).toBeUndefined();
  });

  it("says what kind of thing each name is", async () => {
    const { items } = await notebook.session.complete("model.", 6);
    const kinds = new Map(items.map(({ text, type }) => [text, type]));
    expect([kinds.get("fit"), kinds.get("weights"), kinds.get("size")]).toEqual([
      "function",
      "instance",
      "property",
    ]);
  });

  it("does not stumble over big data", async () => {
    await notebook.run("const big = new Float32Array(20_000_000); const list = new Array(1e6).fill(0);");
    expect(await names("big.subar")).toEqual(["subarray"]);
    expect(await names("list.flatM")).toEqual(["flatMap"]);
    expect(await about("big")).toContain("Float32Array");
  });

  it("does not take what `this` is in a class or function for the global object", async () => {
    expect(await names("class A { m() { this.")).toEqual([]);
    expect(await names("class A { #p = 1; m() { this.#")).toEqual([]);
  });

  it("has nothing for unknown names", async () => {
    expect(await names("nowhere.")).toEqual([]);
    expect(await names("null.")).toEqual([]);
  });
});

describe("inspection of the running session", () => {
  it("shows a function as it was written, with its documentation", async () => {
    const text = await about("increment");
    expect(text).toContain("increment: function");
    expect(text).toContain("function increment(x: number): number");
    expect(text).toContain("Adds one.\n@param x any number");
    expect(text).not.toContain("return x + 1");
    expect(await about("increment", 1)).toContain("return x + 1;");
  });

  it("shows type and value of anything else", async () => {
    expect(await about("model")).toMatch(/^model: Model\n\nValue:\nModel \{ weights: \[ 1, 2, 3 \] \}/);
    expect(await about("model", 1)).toContain("Source:\nconst model = new Model();");
    expect(await about("model.weights.length")).toBe("model.weights.length: number\n\nValue:\n3");
  });

  it("shows the function whose arguments are being written", async () => {
    expect(await about("model.fit(")).toContain("model.fit: function");
    expect(await about("increment(nowhere")).toContain("increment: function");
  });

  it("gives Markdown whose code ends where it should", async () => {
    await notebook.run("const fence = '```';");
    const bundle = await notebook.session.inspect("fence", 5, 0);
    expect(bundle?.["text/markdown"]).toContain("````typescript\n'```'\n````");
  });

  it("finds nothing for a member that is not there, and a member without a value", async () => {
    await notebook.run("const partial = { note: undefined };");
    expect(await about("partial.note")).toContain("partial.note: undefined");
    expect(await notebook.session.inspect("partial.not", 11, 0)).toBeUndefined();
    expect(await about("increment(partial.not")).toContain("increment: function");
  });

  it("finds nothing for unknown names", async () => {
    expect(await notebook.session.inspect("nowhere", 7, 0)).toBeUndefined();
  });

  it("answers while a cell keeps the thread busy", async () => {
    const failing = notebook.error("console.log('running'); while (true) {}");
    await notebook.until(() => notebook.printed().includes("running"));
    expect(await names("model.fi")).toEqual(["fit"]);
    expect(await about("model")).toContain("Model");
    await notebook.session.interrupt();
    expect((await failing).ename).toBe("KeyboardInterrupt");
  });

  it("answers from what it knows while native code keeps the thread busy", async () => {
    await notebook.run("const { execFileSync } = await import('node:child_process')");
    await names("model.f");
    const failing = notebook.run(
      "const unseen = 1; console.log('running'); void execFileSync('sleep', ['4'])",
    );
    await notebook.until(() => notebook.printed().includes("running"));
    expect(await names("incr")).toEqual(["increment"]);
    expect(await names("unse")).toEqual(["unseen"]);
    expect(await names("model.f")).toEqual(["fit"]);
    expect(await about("increment")).toContain("Adds one.");
    expect(await about("model", 1)).toContain("const model = new Model();");
    expect((await failing).status).toBe("ok");
  });
});
