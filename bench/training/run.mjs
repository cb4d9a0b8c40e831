// Training, evaluation and prediction beside Keras, PyTorch and plain TensorFlow.js, in turns:
//   npm run build && node bench/training/run.mjs [rounds] [--minutes 25] [--only dense100,cnn] [--systems toile,keras] [--write]
// The Python is TOILE_TEST_PYTHON or .venv-test/bin/python, with keras, tensorflow and torch. JAX, where it is wanted, lies beside:
//   .venv-test/bin/python -m pip install --no-deps --target bench/training/.jax jax jaxlib opt_einsum
// Each system is first tried on a little of the work in all of its ways (threads, steps a call, compilers); its best way is measured in
// `rounds` rounds (default 3), as far as the minutes last, of which at most four tenths go into the search. Each workload is measured in
// one round at least, whatever that takes.
// --quick tries that all of it works, on few images. Results go into --json FILE workload by workload: --resume leaves out those that are
// there, --table prints them, --write puts them into docs/performance.md. A system that fails is left out with the reason, and the rest goes on.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fashionMnist } from "toile";
import { measure } from "./measure.mjs";
import { Programs } from "./program.mjs";
import { systemsNamed } from "./systems.mjs";
import { report, withReport } from "./table.mjs";
import { workloads } from "./workloads.mjs";

/** @import { Results } from "./table.mjs" */
/** @import { Workload } from "./workloads.mjs" */

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string" },
    systems: { type: "string" },
    json: { type: "string", default: fileURLToPath(new URL("results.json", import.meta.url)) },
    resume: { type: "boolean", default: false },
    table: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    minutes: { type: "string", default: "25" },
    write: { type: "boolean", default: false },
  },
});
const rounds = options.quick ? 1 : Number(positionals[0] ?? 3);
const minutes = Number(options.minutes);
if (!Number.isInteger(rounds) || rounds < 1)
  throw new RangeError(`rounds is a whole number, got ${positionals[0]}`);
if (!(minutes > 0)) throw new RangeError(`--minutes is a number above 0, got ${options.minutes}`);

/** @type {Results} */
const results = existsSync(options.json)
  ? JSON.parse(readFileSync(options.json, "utf8"))
  : { machine: "", versions: {}, workloads: {} };

if (!options.table) await run();
const text = report(results, workloads);
if (options.write) {
  const file = fileURLToPath(new URL("../../docs/performance.md", import.meta.url));
  writeFileSync(file, withReport(readFileSync(file, "utf8"), text));
}
console.log(text);

async function run() {
  const folder = mkdtempSync(path.join(tmpdir(), "toile-bench-"));
  const programs = new Programs(folder);
  try {
    await writeData(folder);
    const systems = systemsNamed(options.systems?.split(","));
    const chosen = chosenWorkloads();
    const end = performance.now() + minutes * 60_000;
    for (const [i, workload] of chosen.entries()) {
      console.warn(workload.title);
      const seconds = (end - performance.now()) / 1000 / (chosen.length - i);
      const rows = await measure(programs, systems, workload, { rounds, quick: options.quick, seconds });
      const result = { workload, rows };
      results.workloads[workload.name] = result;
      results.machine = `${cpus()[0]?.model}, ${availableParallelism()} cores, Node ${process.versions.node}`;
      Object.assign(results.versions, await programs.versions());
      writeFileSync(options.json, `${JSON.stringify(results, null, 1)}\n`);
    }
  } finally {
    await programs.end();
    rmSync(folder, { recursive: true });
  }
}

/** @returns {Workload[]} */
function chosenWorkloads() {
  const only = options.only?.split(",");
  for (const name of only ?? []) {
    if (workloads.some((workload) => workload.name === name)) continue;
    throw new RangeError(
      `no workload is called ${name}; there are ${workloads.map((one) => one.name).join(", ")}`,
    );
  }
  const chosen = workloads.filter(({ name }) => only === undefined || only.includes(name));
  const left = chosen.filter(({ name }) => !options.resume || results.workloads[name] === undefined);
  if (!options.quick) return left;
  return left.map((workload) => ({ ...workload, samples: 6400, epochs: 2, tfjsEpochs: 2 }));
}

/** @param {string} folder */
async function writeData(folder) {
  for (const [name, [images, labels]] of [
    /** @type {const} */ (["train", (await fashionMnist.load())[0]]),
    /** @type {const} */ (["test", (await fashionMnist.load())[1]]),
  ]) {
    const samples = name === "train" ? 48_000 : 10_000;
    writeFileSync(path.join(folder, `${name}-images`), images.data.subarray(0, samples * 784));
    writeFileSync(path.join(folder, `${name}-labels`), labels.data.subarray(0, samples));
  }
}
