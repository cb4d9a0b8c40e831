// Chapter 17's logistic regression on Fashion-MNIST beside scikit-learn, in turns: `npm run build && node bench/linear/run.mjs [rounds]`.
// The Python is TOILE_TEST_PYTHON or .venv-test/bin/python; it needs scikit-learn.
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { crossValidate, fashionMnist, prepareFashionMnist, SGDClassifier } from "toile";

const rounds = Number(process.argv[2] ?? 3);
const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const python = process.env.TOILE_TEST_PYTHON ?? here("../../.venv-test/bin/python");

const settings = /** @type {const} */ ({ loss: "log_loss", maxIter: 5, randomState: 42 });
const [[images, labels]] = await fashionMnist.load();
const x = images.div(255).reshape(-1, 28 * 28);
console.warn = () => {};

/** @type {Record<string, () => Promise<number[]>>} */
const tasks = {
  async fit() {
    const model = await new SGDClassifier(settings).fit(x.slice(0, 48_000), labels.slice(0, 48_000));
    return [model.score(x.slice(48_000), labels.slice(48_000))];
  },
  async "cross-validation"() {
    const { testScore } = await crossValidate(new SGDClassifier(settings), x, labels, { nJobs: -1 });
    return [...testScore.data];
  },
};

const reference = await startReference();
console.log(
  `scikit-learn ${reference.version}, Node ${process.versions.node}, ${availableParallelism()} cores`,
);
console.log("seconds            Toile  scikit-learn  ratio");
for (const name of Object.keys(tasks)) await compare(name);
reference.end();

/** @param {string} name */
async function compare(name) {
  /** @type {number[][]} */
  const pairs = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    const scores = await tasks[name]?.();
    const own = (performance.now() - started) / 1000;
    const other = await reference.run(name);
    if (JSON.stringify(scores) !== JSON.stringify(other.scores)) {
      throw new Error(`${name}: scores differ: ${scores} and, from scikit-learn, ${other.scores}`);
    }
    pairs.push([own, other.seconds]);
    row(`${name} ${round + 1}`, own, other.seconds);
  }
  const [own, other] = [0, 1].map((side) => median(pairs.map((pair) => pair[side] ?? Number.NaN)));
  row("  median", own ?? Number.NaN, other ?? Number.NaN);
}

/** @param {string} name @param {number} own @param {number} other */
function row(name, own, other) {
  const cells = [
    own.toFixed(2).padStart(6),
    other.toFixed(2).padStart(13),
    (own / other).toFixed(2).padStart(6),
  ];
  console.log(`${name.padEnd(18)}${cells.join(" ")}`);
}

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return ((middle[0] ?? Number.NaN) + (middle[1] ?? Number.NaN)) / 2;
}

async function startReference() {
  const { dir } = await prepareFashionMnist();
  const files = ["images-idx3", "labels-idx1"].map((kind) => path.join(dir, `train-${kind}-ubyte.gz`));
  const child = spawn(python, [here("reference.py"), ...files], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${python} ended without an answer`);
    return JSON.parse(value);
  };
  const { version } = await answer();
  return {
    version,
    end: () => child.stdin.end(),
    /** @param {string} task @returns {Promise<{ seconds: number, scores: number[] }>} */
    run(task) {
      child.stdin.write(`${task}\n`);
      return answer();
    },
  };
}
