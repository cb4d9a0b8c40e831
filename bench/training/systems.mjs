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
 * A row of the table. `stages` are lists of ways; the fastest of a stage is tried in the forms of the next.
 *
 * @typedef {object} System
 * @property {string} name
 * @property {string} title
 * @property {(workload: Workload) => Way[]} ways
 * @property {(best: Way, workload: Workload) => Way[]} [variants] of the fastest way, which are tried next
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
      return [
        { program, way: { steps: 1 }, title: `${first}` },
        { program, way: { steps: 1, jit: true }, title: `${first}, jit_compile` },
        { program, way: { steps: 64, jit: true }, title: `${first}, jit_compile, 64 steps a call` },
      ];
    },
  };
}

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

/** @param {Way} best @returns {Way[]} */
const compiled = ({ program, way, title }) => [
  { program, way: { ...way, compile: true }, title: `${title}, torch.compile` },
];

/** @type {System[]} */
const all = [
  { name: "toile", title: "Toile", ways: () => [{ program: toile, way: {}, title: "" }] },
  { name: "keras", title: "Keras, TensorFlow", ...kerasWays({ KERAS_BACKEND: "tensorflow" }, threadCounts) },
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
    // Where there is no fused optimizer, which is tried with it below.
    variants: (best, workload) => (isFit(workload) && !hasFused(workload) ? compiled(best) : []),
  },
  {
    name: "torch-fused",
    title: "PyTorch, slices, fused",
    ways: (workload) => (isFit(workload) && hasFused(workload) ? torchWays({ fused: true }) : []),
    variants: compiled,
  },
  {
    name: "tfjs",
    title: "tfjs-node",
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
