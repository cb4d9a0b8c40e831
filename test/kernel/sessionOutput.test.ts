import { afterAll, beforeAll, expect, test } from "vitest";
import { createSession } from "../../kernel/session.ts";
import { Notebook, packageRoot } from "./sessionHarness.ts";

let notebook: Notebook;
beforeAll(() => {
  notebook = new Notebook();
});
afterAll(() => notebook.close());

test("stdout, stderr and displays come in the order in which they were made", async () => {
  await notebook.value("console.log('a'); console.error('b'); display(1); process.stdout.write('c'); void 0");
  const order = notebook.events.map(({ event }) =>
    event.type === "stream" ? `${event.name} ${event.text}` : event.type,
  );
  expect(order).toEqual(["stdout a\n", "stderr b\n", "display", "stdout c"]);
});

test("all output is there when the cell ends", async () => {
  await notebook.value("for (let i = 0; i < 20_000; i++) console.log(i);");
  const lines = notebook.printed().split("\n");
  expect(lines).toHaveLength(20_001);
  expect(lines[19_999]).toBe("19999");
});

test("what child processes print on the native streams arrives before the end of the cell", async () => {
  await notebook.value(
    "const cp = await import('node:child_process'); cp.execSync('echo out; echo err >&2', { stdio: 'inherit' }); void 0",
  );
  expect(notebook.printed()).toBe("out\n");
  expect(notebook.printed("stderr")).toBe("err\n");
});

test("late output belongs to the cell that started it", async () => {
  await notebook.value("setTimeout(() => console.log('from the timer'), 50); console.log('first'); void 0");
  const first = notebook.events.at(-1)!.run;
  await notebook.value("await new Promise((r) => setTimeout(r, 120)); console.log('second')");
  expect(notebook.printed("stdout", first)).toBe("first\nfrom the timer\n");
  expect(notebook.printed()).toBe("second\n");
});

test("bytes and encodings are written as they are", async () => {
  await notebook.value(
    "process.stdout.write(Buffer.from('가')); process.stdout.write('eA==', 'base64'); await new Promise<void>((r) => process.stdout.write('!', () => r()))",
  );
  expect(notebook.printed()).toBe("가x!");
});

test("console.log of objects has no colour codes", async () => {
  await notebook.value("console.log({ a: 1, b: 'x' })");
  expect(notebook.printed()).toBe("{ a: 1, b: 'x' }\n");
});

test("a slow reader holds the session back instead of filling memory", async () => {
  let waiting = 0;
  let most = 0;
  let received = 0;
  const session = createSession({
    sink: async (_, event) => {
      if (event.type !== "stream") return;
      most = Math.max(most, ++waiting);
      await new Promise((resolve) => setTimeout(resolve, 1));
      received += event.text.length;
      waiting--;
    },
    cwd: packageRoot,
  });
  const outcome = await session.execute({
    id: "slow",
    code: "for (let i = 0; i < 200; i++) process.stdout.write('x'.repeat(50_000));",
    executionCount: 1,
    silent: false,
  });
  await session.shutdown();
  expect(outcome.status).toBe("ok");
  expect(received).toBe(200 * 50_000);
  expect(most).toBe(1);
});
