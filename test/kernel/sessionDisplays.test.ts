import { afterAll, beforeAll, expect, test } from "vitest";
import { Notebook } from "./sessionHarness.ts";

let notebook: Notebook;
beforeAll(() => {
  notebook = new Notebook();
});
afterAll(() => notebook.close());

const slow = (text: string) =>
  `({ [Symbol.for("Jupyter.display")]: () => new Promise((done) => setTimeout(() => done({ "text/plain": ${text} }), 50)) })`;

test("a cell ends when what it displayed is out, awaited or not", async () => {
  await notebook.value(`display(${slow('"late"')}); void 0`);
  expect(notebook.shown("display").map(({ display }) => display.data["text/plain"])).toEqual(["late"]);
});

test("what was displayed before an error is out before it", async () => {
  await notebook.error(`display(${slow('"before"')}); throw new Error("after")`);
  expect(notebook.shown("display")).toHaveLength(1);
});

test("a display that never comes can be interrupted", async () => {
  const { ename } = await notebook.interrupted(
    'display({ [Symbol.for("Jupyter.display")]: () => new Promise(() => {}) }); console.log("running"); void 0',
  );
  expect(ename).toBe("KeyboardInterrupt");
  expect(await notebook.value("1 + 1")).toBe("2");
});

test("a display that fails and is not awaited is an error of its cell", async () => {
  await notebook.value(
    'display({ [Symbol.for("Jupyter.display")]: async () => { throw new Error("cannot be drawn") } }); void 0',
  );
  await notebook.until(() => notebook.shown("error").length > 0);
  expect(notebook.shown("error")[0]!.error.evalue).toBe("cannot be drawn");
});

test("displays that go on for ever do not keep their cell from ending", async () => {
  await notebook.value(
    `const ticking = setInterval(() => display(${slow("String(Date.now())")}), 5); await new Promise((r) => setTimeout(r, 20)); void 0`,
  );
  expect(await notebook.value("clearInterval(ticking); 'ended'")).toBe("'ended'");
});
