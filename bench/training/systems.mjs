import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** @import { Workload } from "./workloads.mjs" */
/** @import { Program } from "./program.mjs" */

/**
 * One way in which a system can do the work: the program that does it and what that is told.
 *
 * @typedef {{ program: Program, way: Record<string, number | string | boolean>, title: string }} Way
 */

/**
 * A row of the table. Where there are several ways, the fastest one is found first.
 *
 * @typedef {object} System
 * @property {string} name
 * @property {string} title
 * @property {(workload: Workload, best: Map<string, Way>) => Way[]} ways `best`: of the systems before this one
 * @property {(best: Way, workload: Workload) => Way[]} [variants] of the fastest way, which are tried next
 * @property {(workload: Workload) => boolean} [once] whether it is measured in the first round alone, since it takes long
 */

const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const python = process.env.TOILE_TEST_PYTHON ?? here("../../.venv-test/bin/python");
const cores = availableParallelism();
const threadCounts = [...new Set([1, 2, cores])].filter((count) => count <= cores);

/** @param {number} count */
const threads = (count) => (count === 1 ? "1 thread" : `${count} threads`);

/** @param {string} file @param {Record<string, string>} [env] @returns {Program} */
const program = (file, env = {}) => ({
  name: [file, ...Object.values(env)].join(" "),
  command: file.endsWith(".py") ? python : process.execPath,
  file: here(`systems/${file}`),
  env,
});

const toile = program("toile_fit.mjs");
const torch = program("torch_fit.py");

/** @param {Workload} workload */
const isFit = ({ task }) => task === "fit";

/**
 * How many threads TensorFlow has is decided when it starts; the other ways are tried with the best number.
 *
 * @param {Record<string, string>} env @param {number[]} counts @returns {Pick<System, "ways" | "variants">}
 */
function kerasWays(env, counts) {
  const withThreads = (/** @type {number} */ count) =>
    program("keras_fit.py", { ...env, TOILE_BENCH_THREADS: `${count}` });
  return {
    ways: (workload) => {
      // JAX compiles in any case, and for each number of steps anew.
      if (isFit(workload) && isJax(env)) {
        return counts.map((count) => ({
          program: withThreads(count),
          way: { steps: 1 },
          title: threads(count),
        }));
      }
      return counts.flatMap((count) => kerasStart(withThreads(count), count, workload));
    },
    variants: ({ program, title }, workload) => {
      if (!isFit(workload)) return [];
      const [first] = title.split(",");
      if (isJax(env)) return [{ program, way: { steps: 16 }, title: `${first}, 16 steps a call` }];
      // One step a call was never faster than 64, with XLA or without: that is the row of plain Keras.
      return [{ program, way: { steps: 64, jit: true }, title: `${first}, jit_compile, 64 steps a call` }];
    },
  };
}

/** Keras as it is written without a thought of speed: its own threads, its own choice of XLA, one step a call, batches of 32. @type {System} */
const plainKeras = {
  name: "keras-plain",
  title: "Keras, as it is",
  ways: (workload) => [
    {
      program: program("keras_fit.py", { KERAS_BACKEND: "tensorflow" }),
      way: isFit(workload) ? { steps: 1, jit: "auto" } : { batch: 32 },
      title: "",
    },
  ],
};

/** @param {Record<string, string>} env */
function isJax(env) {
  return env.KERAS_BACKEND === "jax";
}

/** @param {Program} program @param {number} count @param {Workload} workload @returns {Way[]} */
function kerasStart(program, count, workload) {
  if (isFit(workload)) return [{ program, way: { steps: 64 }, title: `${threads(count)}, 64 steps a call` }];
  const batches = workload.task === "predict" ? [32, 10_000, 0] : [32, 10_000];
  return batches.map((batch) => {
    const title = batch === 0 ? "model(x)" : `batches of ${batch}`;
    return { program, way: { batch }, title: `${threads(count)}, ${title}` };
  });
}

/** @param {Record<string, boolean>} options @returns {Way[]} */
function torchWays(options) {
  return threadCounts.map((count) => ({
    program: torch,
    way: { ...options, threads: count },
    title: threads(count),
  }));
}

/** @param {Workload} workload */
const hasFused = ({ optimizer }) => optimizer !== "rmsprop";

/** With the threads that were best without; compiling takes too long to try them all. @param {Way | undefined} best @returns {Way[]} */
const compiled = (best) => (best === undefined ? [] : [{ ...best, way: { ...best.way, compile: true } }]);

/** @type {System[]} */
const all = [
  { name: "toile", title: "Toile", ways: () => [{ program: toile, way: {}, title: "" }] },
  plainKeras,
  { name: "keras", title: "Keras, best", ...kerasWays({ KERAS_BACKEND: "tensorflow" }, threadCounts) },
  ...jax(),
  {
    name: "torch-loader",
    title: "PyTorch, DataLoader",
    ways: (workload) => (isFit(workload) ? torchWays({ loader: true }) : []),
  },
  {
    name: "torch",
    title: "PyTorch, slices",
    ways: () => torchWays({}),
  },
  {
    name: "torch-fused",
    title: "PyTorch, slices, fused",
    ways: (workload) => (isFit(workload) && hasFused(workload) ? torchWays({ fused: true }) : []),
  },
  {
    name: "torch-compile",
    title: "PyTorch, slices, torch.compile",
    ways: (workload, best) => (isFit(workload) ? compiled(best.get("torch-fused") ?? best.get("torch")) : []),
    once: isFit,
  },
  {
    name: "tfjs",
    title: "tfjs-node",
    once: ({ tfjsEpochs }) => tfjsEpochs !== undefined,
    ways: () => [
      {
        program: program("tfjs_fit.mjs", { TF_NUM_INTRAOP_THREADS: "1", TF_NUM_INTEROP_THREADS: "1" }),
        way: {},
        title: threads(1),
      },
      { program: program("tfjs_fit.mjs"), way: {}, title: "its default threads" },
    ],
  },
  ...[1, 2].map((count) => ({
    name: `floor-${count}`,
    title: `floor, ${threads(count)}`,
    ways: (/** @type {Workload} */ { task, inputShape }) =>
      task === "fit" && inputShape.length === 1
        ? [{ program: program("floor.py"), way: { threads: count }, title: "" }]
        : [],
  })),
];

/** JAX is taken from a folder of packages beside the other Python's, where there is one. @returns {System[]} */
function jax() {
  const folder = process.env.TOILE_BENCH_JAX ?? here(".jax");
  if (!existsSync(folder)) return [];
  const env = { KERAS_BACKEND: "jax", PYTHONPATH: path.resolve(folder) };
  return [{ name: "keras-jax", title: "Keras, JAX", ...kerasWays(env, [1, cores]) }];
}

/** The systems of the given names, or all. @param {string[] | undefined} names */
export function systemsNamed(names) {
  for (const name of names ?? []) {
    if (all.some((system) => system.name === name)) continue;
    throw new RangeError(
      `no system is called ${name}; there are ${all.map((system) => system.name).join(", ")}`,
    );
  }
  const chosen = all.filter(({ name }) => names === undefined || names.includes(name));
  if (existsSync(python)) return chosen;
  console.warn(
    `No Python at ${python}: set TOILE_TEST_PYTHON to one that has keras, tensorflow and torch. Only Node runs.`,
  );
  return chosen.filter(({ name }) => name === "toile" || name === "tfjs");
}
