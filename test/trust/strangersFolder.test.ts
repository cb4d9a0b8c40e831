import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { skipReason } from "../exports/jupyter.ts";
import { markdown, notebook } from "../exports/notebook.ts";
import { programOf } from "../src/child.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A folder that somebody else has packed, with files of the names that programs look for. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "toile-stranger-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Python modules that, once loaded, leave a trace. */
function setTraps(...names: string[]): void {
  for (const name of names)
    writeFileSync(
      join(folder, `${name}.py`),
      `open("sprung-${name}", "w").close()\nraise ImportError("trap")\n`,
    );
}

const sprung = () => readdirSync(folder).filter((name) => name.startsWith("sprung"));

test("exporting a notebook runs no Python file of its folder", (context) => {
  if (skipReason !== undefined) context.skip(skipReason);
  setTraps("nbconvert", "nbformat", "jinja2", "json", "traitlets", "toile_nbconvert");
  writeFileSync(join(folder, "a.ipynb"), notebook(markdown("text")));
  const toile = join(root, "bin", "toile.mjs");
  const { stderr, status } = spawnSync(process.execPath, [toile, "export", "a.ipynb", "--to", "html"], {
    cwd: folder,
    encoding: "utf8",
  });
  expect({ stderr, status, sprung: sprung() }).toEqual({ stderr: "", status: 0, sprung: [] });
  expect(existsSync(join(folder, "a.html"))).toBe(true);
});

test("looking for Python runs no Python file of the folder", () => {
  setTraps("sysconfig", "venv", "ensurepip");
  const module = JSON.stringify(join(root, "setup", "lib", "python.mjs"));
  const source = `console.log((await (await import(${module})).findPython()).version)`;
  const args = ["--input-type=module", "-e", source];
  const out = execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  expect(out).toMatch(/^3\.\d+\.\d+\n$/);
  expect(sprung()).toEqual([]);
});

test("a package that pip downloads for a data set loads no Python file of the folder", async () => {
  setTraps("pip", "json", "random");
  const python = join(folder, "python3");
  writeFileSync(python, `#!/bin/sh\npwd > "$0.cwd"\nexit 1\n`, { mode: 0o755 });
  const source = `
    import { mkdtempSync } from "node:fs";
    import { downloadWheel } from "./src/data/pip.ts";
    const target = mkdtempSync(process.argv[2] + "/wheels-");
    await downloadWheel("none", "1.0", target).catch(() => {});
    console.log(target);`;
  const args = [await programOf(source), folder];
  const env = { ...process.env, TOILE_PYTHON: "./python3", PATH: "/nowhere" };
  const target = execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8", env }).trim();
  expect(readFileSync(`${python}.cwd`, "utf8").trim()).toBe(target);
});

test.skipIf(process.platform === "win32")(
  "a tsconfig.json that is no file is none, and nobody waits for it",
  async () => {
    execFileSync("mkfifo", [join(folder, "tsconfig.json")]);
    const source = `
    import { settingsOf, tsconfigOf } from "./kernel/execute/tsconfig.ts";
    console.log(JSON.stringify([settingsOf(process.argv[2]!), tsconfigOf(process.argv[2]!) ?? "none"]));`;
    const args = [await programOf(source), folder];
    const { stdout, signal } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 10_000 });
    expect({ stdout, signal }).toEqual({ stdout: '[{},"none"]\n', signal: null });
  },
);
