import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fromFile, one, parseJUnit } from "./tally.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const results = join(root, "test/output/results");
const python = join(root, ".venv-test/bin/python");

/**
 * @param {string} command @param {string[]} args @param {Record<string, string>} [env]
 * @returns {number} the exit status; a signal counts as 1
 */
function run(command, args, env = {}) {
  const child = spawnSync(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
  if (child.error) console.error(`${command}: ${child.error.message}`);
  return child.status ?? 1;
}

/** @param {string[]} args */
const node = (...args) => run(process.execPath, args);

/** @param {string} name @param {string[]} filters */
function vitest(name, filters) {
  const file = join(results, `${name}.json`);
  const status = run(
    process.execPath,
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--reporter=default",
      "--reporter=./test/run/reporter.ts",
      ...filters,
    ],
    { TOILE_TEST_RESULTS: file },
  );
  return fromFile(file, JSON.parse, status);
}

/** @param {string} folder */
function pytest(folder) {
  const file = join(results, `${folder}.xml`);
  const status = run(python, ["-m", "pytest", "-q", `--junitxml=${file}`, `test/${folder}`], {
    JUPYTER_PATH: join(root, ".venv/share/jupyter"),
  });
  return fromFile(file, parseJUnit, status);
}

/**
 * PyTorch as a reference, asked for by TOILE_TEST_TORCH=1: on Linux the registry's build brings gigabytes of CUDA along unless pip
 * is pointed at a CPU build. It is not in the lock, since which build pip finds depends on the machine.
 */
function pytorch() {
  if (process.env.TOILE_TEST_TORCH !== "1") return true;
  const found = ["-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)"];
  return run(python, found) === 0 || run(python, ["-m", "pip", "install", "-q", "torch==2.13.0"]) === 0;
}

/** @type {{ name: string, title: string, always?: boolean, run: () => import("./tally.mjs").Tally }[]} */
export const stages = [
  {
    name: "setup",
    title: "what a user's machine gets, and the tests' own Python packages",
    always: true,
    run: () => one(node("setup/setup.mjs") === 0 && node("setup/test-env.mjs") === 0 && pytorch()),
  },
  {
    name: "style",
    title: "format and lint",
    run: () =>
      one(node("node_modules/@biomejs/biome/bin/biome", "check", ".") + node("test/run/notebooks.mjs") === 0),
  },
  { name: "types", title: "TypeScript", run: () => one(node("node_modules/typescript/bin/tsc") === 0) },
  {
    name: "unit",
    title: "units, the session process, the set-up",
    run: () => vitest("unit", ["--project=unit"]),
  },
  { name: "protocol", title: "the kernel driven by jupyter_client", run: () => pytest("protocol") },
  { name: "notebooks", title: "the notebooks executed by nbclient", run: () => pytest("notebooks") },
  { name: "browser", title: "JupyterLab in Chromium", run: () => vitest("browser", ["--project=browser"]) },
];
