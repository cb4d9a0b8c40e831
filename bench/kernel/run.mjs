// Toile beside ipykernel, Deno's kernel and tslab through the same jupyter_client, in turns:
//   npm run build && node bench/kernel/run.mjs [rounds] [--only toile,deno] [--json FILE] [--table] [--write]
// Needs .venv (npm run setup), whose Python has jupyter_client and ipykernel. Deno and tslab are installed beside this file, from npm.
// Results are kept in FILE kernel by kernel; --table only prints them, --write puts them into docs/performance.md.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeKernelspecs } from "./kernels.mjs";
import { table } from "./table.mjs";

const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const root = here("../../");
const python = process.env.TOILE_BENCH_PYTHON ?? path.join(root, ".venv/bin/python");

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", default: "toile,ipykernel,deno,tslab" },
    json: { type: "string", default: here("results.json") },
    table: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const rounds = Number(positionals[0] ?? 5);
if (!Number.isInteger(rounds) || rounds < 1)
  throw new RangeError(`rounds is a whole number, got ${positionals[0]}`);

if (!options.table) measure(options.only.split(","));
const results = JSON.parse(readFileSync(options.json, "utf8"));
const report = `${results.machine}; medians of ${results.rounds} rounds.\n\n${table(results.kernels)}`;
if (options.write) write(report);
console.log(report);

/** @param {string[]} names */
function measure(names) {
  if (!existsSync(here("peers/node_modules/.package-lock.json")))
    execFileSync("npm", ["install", "--no-package-lock", "--no-audit", "--no-fund"], {
      cwd: here("peers"),
      stdio: "inherit",
    });
  const folder = mkdtempSync(path.join(tmpdir(), "toile-bench-kernel-"));
  try {
    // Where notebooks would be: tslab finds tfjs-node only in a node_modules above it.
    symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    const specs = writeKernelspecs(folder, { root, python, peers: here("peers") });
    const out = path.join(folder, "results.json");
    const args = [here("measure.py"), String(rounds), out, ...names];
    execFileSync(python, args, {
      cwd: folder,
      stdio: "inherit",
      env: { ...process.env, JUPYTER_PATH: specs, TOILE_HISTORY: path.join(folder, "history") },
    });
    const machine = `${cpus()[0]?.model}, ${availableParallelism()} cores, Node ${process.versions.node}`;
    const kernels = JSON.parse(readFileSync(out, "utf8"));
    writeFileSync(options.json, `${JSON.stringify({ machine, rounds, kernels }, null, 1)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Replaces the table between its marks. @param {string} text */
function write(text) {
  const file = path.join(root, "docs/performance.md");
  const marks =
    /(<!-- What follows is written by bench\/kernel\/run.mjs --write. -->\n)[\s\S]*?(<!-- End of the kernel's table. -->)/;
  const before = readFileSync(file, "utf8");
  writeFileSync(
    file,
    before.replace(marks, (_, begin, end) => `${begin}\n${text}\n\n${end}`),
  );
}
