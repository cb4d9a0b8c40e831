import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cacheFolder } from "../../setup/lib/paths.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const minutes = 60_000;
let folder: string;
let host: string;

/** A project of somebody else, far from the clone, with the clone's cache so that little is downloaded. */
function npm(args: string[], cwd: string): string {
  const settings = [
    "--cache",
    path.join(cacheFolder(), "npm"),
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
  ];
  const ended = spawnSync("npm", [...settings, ...args], { cwd, encoding: "utf8", env: environment() });
  if (ended.status !== 0) throw new Error(`npm ${args.join(" ")}\n${ended.stdout}\n${ended.stderr}`);
  return ended.stdout;
}

/** vitest runs under npm, whose settings for this project must not reach the other one. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|VITEST)/.test(name));
  return Object.fromEntries(own);
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "toile-pack-"));
  host = path.join(folder, "host");
  mkdirSync(host);
  writeFileSync(path.join(host, "package.json"), '{ "name": "host", "version": "1.0.0" }\n');
  npm(["pack", "--ignore-scripts", "--pack-destination", folder], root);
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  npm(["install", path.join(folder, tarball ?? "none")], host);
}, 5 * minutes);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the packed package installs although tfjs-node's install script cannot", () => {
  expect(existsSync(path.join(host, "node_modules", "toile", "package.json"))).toBe(true);
});

test("`npx toile install` writes a kernelspec whose argv runs", { timeout: 5 * minutes }, () => {
  const prefix = path.join(folder, "prefix");
  npm(["exec", "--", "toile", "install", "--prefix", prefix], host);
  const file = path.join(prefix, "share", "jupyter", "kernels", "toile", "kernel.json");
  const { argv, display_name } = JSON.parse(readFileSync(file, "utf8")) as {
    argv: string[];
    display_name: string;
  };
  expect(display_name).toBe("TypeScript (Toile)");
  expect(argv[1]).toContain(path.join(host, "node_modules", "toile"));
  const ask = ["-I", path.join(root, "setup", "ask_kernel.py"), "toile"];
  const env = {
    ...environment(),
    JUPYTER_PATH: path.join(prefix, "share", "jupyter"),
    JUPYTER_NO_CONFIG: "1",
  };
  const python = path.join(root, ".venv-test", "bin", "python");
  expect(execFileSync(python, ask, { cwd: folder, encoding: "utf8", env })).toMatch(
    /^toile 0\.1\.0, protocol 5/m,
  );
});

test("TensorFlow trains natively from the installed package", () => {
  const program =
    'const { createRequire } = require("node:module");' +
    'const inside = createRequire(require.resolve("toile/package.json"));' +
    'const util = require("node:util");' +
    "util.isNullOrUndefined ??= (value) => value == null; util.isArray ??= Array.isArray;" +
    'const tf = inside("@tensorflow/tfjs-node");' +
    "console.log(tf.getBackend(), tf.backend().binding.TF_Version);";
  const env = { ...environment(), TF_CPP_MIN_LOG_LEVEL: "2" };
  const output = execFileSync(process.execPath, ["-e", program], { cwd: host, encoding: "utf8", env });
  expect(output.trim()).toBe("tensorflow 2.21.0");
});

test("`npx toile doctor` finds nothing missing", () => {
  const output = npm(["exec", "--", "toile", "doctor"], host);
  expect(output).toMatch(/✓ TensorFlow +2\.21\.0 .*CPU only/);
  expect(output).not.toContain("✗");
});
