import { afterAll, beforeAll, expect, test } from "vitest";
import { Notebook } from "./sessionHarness.ts";

let notebook: Notebook;
beforeAll(async () => {
  notebook = new Notebook();
  notebook.write("scale.ts", "export enum Scale { Ten = 10 }");
  notebook.write(
    "thread.ts",
    `import { parentPort, workerData } from "node:worker_threads";
import MagicString from "magic-string";
import { Scale } from "./scale";

interface Task { n: number }
const { n }: Task = workerData;
console.log("in the thread");
if (n < 0) throw new RangeError("negative");
parentPort!.postMessage([n * Scale.Ten, typeof MagicString, process.execArgv.length]);
`,
  );
  notebook.write(
    "forked.ts",
    `import { Scale } from "./scale.js";
console.log("in the process");
process.on("message", (n: number) => process.send!([n * Scale.Ten, process.argv[2]], () => process.exit()));
`,
  );
  await notebook.value(`import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { fork } from "node:child_process";`);
});
afterAll(() => notebook.close());

const answerOf = (worker: string) =>
  `const [answer] = await once(${worker}, "message"); await new Promise((r) => setTimeout(r, 5)); answer`;

test.each(['"./thread.ts"', 'new URL("./thread.ts", import.meta.url)', 'import.meta.resolve("./thread")'])(
  "a worker thread runs a local TypeScript file by the rules of the notebook: %s",
  async (file) => {
    const path = file.includes("resolve") ? `new URL(${file})` : file;
    const cell = answerOf(`new Worker(${path}, { workerData: { n: 4 } })`);
    expect(await notebook.value(cell)).toMatch(/^\[ 40, 'function', \d \]$/);
    await notebook.until(() => notebook.printed() !== "");
    expect(notebook.printed()).toBe("in the thread\n");
  },
);

test("what a worker thread throws names the place in its file", async () => {
  const { ename, text } = await notebook.error(
    `await once(new Worker("./thread.ts", { workerData: { n: -1 } }), "message")`,
  );
  expect(ename).toBe("RangeError");
  expect(text).toMatch(/thread\.ts:8:\d+/);
});

test("a forked process runs a local TypeScript file by the same rules", async () => {
  const cell = `const child = fork("./forked.ts", ["argument"]); child.send(5); ${answerOf("child")}`;
  expect(await notebook.value(cell)).toBe("[ 50, 'argument' ]");
});

test("a worker stays what Node says it is", async () => {
  expect(
    await notebook.value(
      `const worker = new Worker("0", { eval: true }); const facts = [Worker.name, worker instanceof Worker, Worker === require("worker_threads").Worker, fork.name]; await worker.terminate(); facts`,
    ),
  ).toBe("[ 'Worker', true, true, 'fork' ]");
  expect((await notebook.error("new Worker(5 as never)")).evalue).toContain('The "filename" argument');
  expect((await notebook.error("fork(5 as never)")).evalue).toContain('The "modulePath" argument');
});
