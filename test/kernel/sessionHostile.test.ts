import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Notebook } from "./sessionHarness.ts";

let notebook: Notebook;
beforeAll(() => {
  notebook = new Notebook();
});
afterAll(() => notebook.close());

describe("a session survives code that takes away", () => {
  afterEach(async () => {
    expect(await notebook.value("2 + 2")).toBe("4");
  });

  test.each([
    ["Promise", "(globalThis as any).Promise = class {};"],
    [
      "Promise's methods",
      "for (const name of ['all', 'resolve', 'race', 'reject']) (Promise as any)[name] = 0;",
    ],
    ["Buffer", "(globalThis as any).Buffer = undefined;"],
    ["JSON", "(globalThis as any).JSON = {};"],
    ["Error", "(globalThis as any).Error = undefined;"],
    ["timers", "(globalThis as any).setTimeout = (globalThis as any).setImmediate = undefined;"],
    ["Symbol", "(globalThis as any).Symbol = undefined;"],
    ["console", "delete (globalThis as any).console;"],
    ["process.stdout.write", "process.stdout.write = (() => true) as any;"],
    ["the working folder", "process.chdir('/');"],
  ])("%s", async (_, code) => {
    const other = new Notebook();
    try {
      await other.value(`${code} 1`);
      expect(await other.value("await (async () => ({ a: [1] }))()")).toBe("{ a: [ 1 ] }");
      expect((await other.error("\nnull!.x")).text).toContain("line 2:");
      expect(await other.value("import { sep } from 'node:path'; sep")).toBe("'/'");
      expect((await other.error("import 'no-such-package'")).evalue).toContain("no-such-package");
    } finally {
      await other.close();
    }
  });

  test("process, without which packages do not load", async () => {
    await notebook.value("const kept = process; (globalThis as any).process = undefined; 1");
    expect((await notebook.error("null!.x")).text).toContain("line 1:");
    expect(await notebook.value("globalThis.process = kept; process === kept")).toBe("true");
  });

  test("the way in which everything becomes JSON", async () => {
    await notebook.value("(Object.prototype as any).toJSON = () => 'J'; 1");
    expect(await notebook.value("({ a: 1 })")).toBe("{ a: 1 }");
    expect(await notebook.value("JSON.stringify({ a: 1 })")).toBe("'\"J\"'");
    await notebook.value("delete (Object.prototype as any).toJSON");
  });

  test("what is frozen", async () => {
    const other = new Notebook();
    try {
      await other.value("Object.freeze(process); Object.freeze(Object.prototype); 1");
      expect(await other.value("import { sep } from 'node:path'; sep")).toBe("'/'");
    } finally {
      await other.close();
    }
  });

  test("the session's own way to tell of errors", async () => {
    const other = new Notebook();
    try {
      await other
        .value("Map.prototype.get = Map.prototype.set = () => { throw new Error('map'); };")
        .catch(() => {});
      expect(await other.error("1")).toMatchObject({ ename: "KernelError" });
    } finally {
      await other.close();
    }
  });
});

test("every listener of process, without which errors of timers and rejections are shown all the same", async () => {
  const other = new Notebook();
  try {
    await other.value(
      "process.removeAllListeners(); setTimeout(() => { throw new Error('late') }, 1); void Promise.reject(new Error('lost')); 1",
    );
    await other.until(() => other.shown("error", "1").length === 2);
    const errors = other.shown("error", "1").map(({ error }) => error.evalue);
    expect(errors.sort()).toEqual(["late", "lost"]);
    expect(await other.value("1 + 1")).toBe("2");
  } finally {
    await other.close();
  }
});

test("places in cells are found where user code writes stacks in its own way", async () => {
  await notebook.value("Error.prepareStackTrace = undefined as any; 1");
  expect((await notebook.error("\n throw new Error('plain')")).text).toMatch(/Cell In \[\d+\], line 2:8/);
});

test("a session whose listening thread finds its pipe closed by the code says that it was", async () => {
  const outcome = await notebook.run(
    "new (require('node:net').Socket)({ fd: 3 }).end(); await new Promise((r) => setTimeout(r, 3000))",
  );
  expect(outcome.status === "error" && outcome.error.evalue).toContain("closed a pipe");
});

test.each([3, 4])("closing the session's pipe %d ends the session, and says so", async (fd) => {
  const outcome = await notebook.run(
    `require('node:fs').closeSync(${fd}); console.log('unheard'); await new Promise((r) => setTimeout(r, 3000))`,
  );
  expect(outcome).toMatchObject({ status: "error", error: { ename: "SessionExited" } });
  expect(outcome.status === "error" && outcome.error.evalue).toContain("closed");
  expect(await notebook.value("1 + 1")).toBe("2");
});

test.each([1, 2])(
  "closing fd %d and opening a file in its place leaves the file the user's own",
  async (fd) => {
    const other = new Notebook();
    try {
      const open = `const fs = require('node:fs'); fs.closeSync(${fd}); const taken = fs.openSync('own.txt', 'w'); taken`;
      expect(await other.value(open)).toBe(String(fd));
      expect(await other.value("console.log('heard'); fs.writeSync(taken, 'mine'); 1")).toBe("1");
      expect(other.printed()).toBe("heard\n");
      expect(await other.value("fs.readFileSync('own.txt', 'utf8')")).toBe("'mine'");
    } finally {
      await other.close();
    }
  },
);

test("every property of process and console replaced does not keep cells from running", async () => {
  const other = new Notebook();
  try {
    const replace = (name: string) =>
      `for (const key of Object.getOwnPropertyNames(${name})) try { (${name} as any)[key] = () => { throw new Error(key); }; } catch {}`;
    expect(await other.value(`${replace("process")} ${replace("console")} 1`)).toBe("1");
    expect(await other.value("await (async () => [2])()")).toBe("[ 2 ]");
    expect((await other.error("\nnull!.x")).text).toContain("line 2:");
  } finally {
    await other.close();
  }
});
