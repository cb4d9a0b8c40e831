// Training, evaluation and prediction beside Keras, PyTorch and plain TensorFlow.js, in turns:
//   npm run build && node bench/training/run.mjs [rounds] [--only dense100,cnn] [--systems toile,keras] [--resume] [--quick] [--json FILE]
// The Python is TOILE_TEST_PYTHON or .venv-test/bin/python, with keras, tensorflow and torch; TOILE_BENCH_JAX names a folder of packages with
// jax. Results are kept in FILE workload by workload; --resume leaves out those that are there, --table only prints them.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fashionMnist } from "toile";
import { measure } from "./measure.mjs";
import { Programs } from "./program.mjs";
import { systemsNamed } from "./systems.mjs";
import { table } from "./table.mjs";
import { workloads } from "./workloads.mjs";

/** @import { Result } from "./table.mjs" */
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
  },
});
const rounds = options.quick ? 1 : Number(positionals[0] ?? 3);
if (!Number.isInteger(rounds) || rounds < 1)
  throw new RangeError(`rounds is a whole number, got ${positionals[0]}`);

/** @type {{ machine: string, versions: Record<string, string>, workloads: Record<string, Result> }} */
const results = existsSync(options.json)
  ? JSON.parse(readFileSync(options.json, "utf8"))
  : { machine: "", versions: {}, workloads: {} };

if (options.table) for (const result of Object.values(results.workloads)) console.log(table(result));
else await run();

async function run() {
  const folder = mkdtempSync(path.join(tmpdir(), "toile-bench-"));
  const programs = new Programs(folder);
  try {
    await writeData(folder);
    const systems = systemsNamed(options.systems?.split(","));
    for (const workload of chosenWorkloads()) {
      const rows = await measure(programs, systems, workload, { rounds, quick: options.quick });
      const result = { workload, rows };
      results.workloads[workload.name] = result;
      results.machine = `${cpus()[0]?.model}, ${availableParallelism()} cores, Node ${process.versions.node}`;
      Object.assign(results.versions, await programs.versions());
      writeFileSync(options.json, `${JSON.stringify(results, null, 1)}\n`);
      console.log(table(result));
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
