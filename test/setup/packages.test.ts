import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { requireSpace } from "../../setup/lib/disk.mjs";
import { withLock } from "../../setup/lib/lock.mjs";
import { sameTree } from "../../setup/lib/npm.mjs";
import { cacheFolder } from "../../setup/lib/paths.mjs";
import { findPython } from "../../setup/lib/python.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "toile-setup-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const locked = {
  "": { dependencies: { a: "1.0.0" } },
  "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
  "node_modules/a-darwin-arm64": { version: "1.0.0", optional: true },
};

test("node_modules matches the lockfile although packages for other platforms are absent", () => {
  expect(sameTree(locked, { "node_modules/a": { version: "1.0.0", integrity: "sha512-a" } })).toBe(true);
});

test("another version, a missing and an additional package each call for npm ci", () => {
  const right = { version: "1.0.0", integrity: "sha512-a" };
  expect(sameTree(locked, { "node_modules/a": { ...right, version: "1.0.1" } })).toBe(false);
  expect(sameTree(locked, {})).toBe(false);
  expect(sameTree(locked, { "node_modules/a": right, "node_modules/b": right })).toBe(false);
  expect(sameTree(locked, undefined)).toBe(false);
});

test("an optional package that the project itself asks for may not be absent", () => {
  const own = {
    "": { optionalDependencies: { b: "1.0.0" } },
    "node_modules/b": { version: "1.0.0", optional: true },
  };
  expect(sameTree(own, {})).toBe(false);
});

test("the cache is TOILE_CACHE, else the platform's usual folder", () => {
  expect(cacheFolder({ TOILE_CACHE: "/a/b" }, "linux", "/home/c")).toBe("/a/b");
  expect(cacheFolder({ XDG_CACHE_HOME: "/x" }, "linux", "/home/c")).toBe("/x/toile");
  expect(cacheFolder({}, "linux", "/home/c")).toBe("/home/c/.cache/toile");
  expect(cacheFolder({}, "darwin", "/Users/c")).toBe("/Users/c/Library/Caches/toile");
});

function fakePython(body: string): NodeJS.ProcessEnv {
  const file = path.join(folder, "python3");
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return { PATH: folder };
}

test("a Python without venv is told with the package that brings it", async () => {
  await expect(findPython(fakePython("echo 3.11.2 cp311-linux /x; exit 1"))).rejects.toThrow(
    /Python 3\.11\.2 has no venv module: .* Mend it: /,
  );
});

test("a Python that is too old, and none at all, are told apart", async () => {
  await expect(findPython(fakePython("echo 3.9.1 cp39-linux /x; echo venv"))).rejects.toThrow(
    "Python 3.9.1 is too old",
  );
  await expect(findPython({ PATH: "/nowhere" })).rejects.toThrow("Python is missing");
  await expect(findPython({ TOILE_PYTHON: "/nowhere/python" })).rejects.toThrow(
    "TOILE_PYTHON=/nowhere/python",
  );
});

test("this machine's Python is found with its version", async () => {
  const { program, version } = await findPython();
  expect(execFileSync(program, ["-V"], { encoding: "utf8" }).trim()).toBe(`Python ${version}`);
});

test("a disk without room is told before anything is written, for a folder that does not exist yet", () => {
  expect(() => requireSpace(path.join(folder, "x", "y"), 1, "a test")).not.toThrow();
  expect(() => requireSpace(path.join(folder, "x", "y"), 1e12, "a test")).toThrow(
    /\d+ MB free at .*: a test needs/,
  );
});

test("two set-ups take turns", async () => {
  const order: string[] = [];
  const waits: number[] = [];
  const first = withLock(folder, async () => {
    order.push("first begins");
    await new Promise((resolve) => setTimeout(resolve, 50));
    order.push("first ends");
  });
  const second = withLock(
    folder,
    async () => order.push("second"),
    (pid) => waits.push(pid),
  );
  await Promise.all([first, second]);
  expect(order).toEqual(["first begins", "first ends", "second"]);
  expect(waits[0]).toBe(process.pid);
});

test("the lock of a killed set-up is taken over", async () => {
  const child = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => child.on("close", resolve));
  mkdirSync(path.join(folder, "cache"));
  writeFileSync(path.join(folder, "cache", ".lock"), `${child.pid} ${hostname()}`);
  expect(await withLock(path.join(folder, "cache"), async () => "done")).toBe("done");
  expect(existsSync(path.join(folder, "cache", ".lock"))).toBe(false);
});

test("what a killed set-up has left running is ended by the one that takes over its lock", async () => {
  const cache = path.join(folder, "cache");
  const source = `
    const { withLock } = await import(${JSON.stringify(path.resolve(import.meta.dirname, "../../setup/lib/lock.mjs"))});
    const { run } = await import(${JSON.stringify(path.resolve(import.meta.dirname, "../../setup/lib/command.mjs"))});
    await withLock(${JSON.stringify(cache)}, () => run(process.execPath, ["-e", "console.log(process.pid); setInterval(() => {}, 1000)"], { onLine: console.log }));`;
  const setUp = spawn(process.execPath, ["--input-type=module", "-e", source]);
  const [line] = (await once(setUp.stdout, "data")) as [Buffer];
  const left = Number(String(line));
  setUp.kill("SIGKILL");
  await once(setUp, "exit");
  expect(isRunning(left)).toBe(true);
  expect(await withLock(cache, async () => "done")).toBe("done");
  expect(isRunning(left)).toBe(false);
});

test("of several that find the lock of a killed set-up only one at a time goes on", async () => {
  const left = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const dead = spawn(process.execPath, ["-e", ""]);
  await once(dead, "close");
  const start = readFileSync(`/proc/${left.pid}/stat`, "utf8").split(") ")[1]!.split(" ")[19];
  writeFileSync(path.join(folder, ".lock"), `${dead.pid} ${hostname()}`);
  writeFileSync(path.join(folder, ".lock.children"), `${left.pid} ${start}\n`);
  let inside = 0;
  const seen: number[] = [];
  const work = async () => {
    seen.push(++inside);
    await new Promise((resolve) => setTimeout(resolve, 50));
    inside--;
  };
  await Promise.all([1, 2, 3].map(() => withLock(folder, work)));
  expect(seen).toEqual([1, 1, 1]);
});

/** A process that nobody has waited for yet has ended all the same. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, "utf8") : "");
  } catch {
    return false;
  }
}

test("no lock file of packages names a registry host", () => {
  const root = path.resolve(import.meta.dirname, "../..");
  for (const file of [
    "setup/requirements.txt",
    "setup/requirements-pip.txt",
    "setup/requirements-zig.txt",
    "test/requirements.txt",
  ]) {
    const hosts = readFileSync(path.join(root, file), "utf8").match(/https?:.*|^-.*url.*/gm);
    expect(hosts, file).toBeNull();
  }
  expect(readFileSync(path.join(root, "package-lock.json"), "utf8").match(/"resolved".*/g)).toBeNull();
});
