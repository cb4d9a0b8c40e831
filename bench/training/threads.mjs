// When more threads within an operation pay in training, for the rule in src/training/graph/threads.ts:
//   npm run build && node bench/training/threads.mjs [rounds]
// Prints milliseconds a step, the least of the rounds (default 20), for layers and batches of several sizes. On a busy machine it says
// nothing: more threads lose what others take.
import { availableParallelism } from "node:os";
import { layers, sequential } from "toile";
import { GraphSession } from "../../dist/src/graph/index.js";
import { tf } from "../../dist/src/tensorflow.js";
import { DataLoop } from "../../dist/src/training/graph/dataLoop.js";
import { GraphUpdates } from "../../dist/src/training/graph/graphUpdates.js";

/** @typedef {import("toile").Sequential} Sequential */

const rounds = Number(process.argv[2] ?? 20);
const counts = [1, 2, 4].filter((count) => count <= availableParallelism());
const { relu, softmax } = /** @type {const} */ ({ relu: "relu", softmax: "softmax" });

/** @param {number} units @returns {Sequential} */
const dense = (units) =>
  sequential([
    layers.dense(units, { activation: relu, inputShape: [784] }),
    layers.dense(10, { activation: softmax }),
  ]);

/** @param {number} filters @returns {Sequential} */
const convolutional = (filters) =>
  sequential([
    layers.conv2D(filters, 3, { activation: relu, inputShape: [28, 28, 1] }),
    layers.maxPooling2D({ poolSize: 2 }),
    layers.conv2D(2 * filters, 3, { activation: relu }),
    layers.maxPooling2D({ poolSize: 2 }),
    layers.flatten(),
    layers.dense(10, { activation: softmax }),
  ]);

/** @type {[name: string, make: () => Sequential, batch: number][]} */
const problems = [
  ...[100, 256, 512, 1024].flatMap((units) =>
    [32, 128].map(
      (batch) =>
        /** @type {[string, () => Sequential, number]} */ ([
          `Dense ${units} + 10`,
          () => dense(units),
          batch,
        ]),
    ),
  ),
  ["Conv 4 + 8", () => convolutional(4), 32],
  ["Conv 16 + 32", () => convolutional(16), 32],
  ["Conv 16 + 32", () => convolutional(16), 64],
  ["Conv 32 + 64", () => convolutional(32), 64],
];

console.log(
  `| model | batch | ${counts.map((count) => `${count} thread${count > 1 ? "s" : ""}`).join(" | ")} |`,
);
console.log(`| --- | ---: | ${counts.map(() => "---:").join(" | ")} |`);
for (const [name, make, batch] of problems) {
  const times = await measure(make, batch);
  console.log(`| ${name} | ${batch} | ${times.map((time) => time.toFixed(3)).join(" | ")} |`);
}

/** Milliseconds a step for each number of threads. @param {() => Sequential} make @param {number} batch */
async function measure(make, batch) {
  const runs = await Promise.all(counts.map((count) => stepper(make(), batch, count)));
  const least = counts.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round += 1) {
    for (const [i, run] of runs.entries()) least[i] = Math.min(least[i] ?? 0, await run());
  }
  return least;
}

/** @param {Sequential} model @param {number} batch @param {number} intraOpThreads */
async function stepper(model, batch, intraOpThreads) {
  model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy" });
  const steps = 16;
  const samples = steps * batch;
  const sides = /** @type {number[]} */ (model.tfjs.inputs[0]?.shape.slice(1));
  const data = {
    x: [tf.randomUniform([samples, ...sides])],
    y: [tf.zeros([samples], "int32")],
    weight: [undefined],
  };
  const session = new GraphSession({ intraOpThreads });
  const loop = new DataLoop(
    { model: model.tfjs, compiled: model.compiled },
    data,
    session,
    new GraphUpdates(),
  );
  for (const part of loop.preparations(batch)) part();
  await loop.fill(data);
  const rows = Int32Array.from({ length: samples }, (_, i) => i);
  const run = async () => {
    const scalars = model.optimizer.coefficientsOf(steps);
    const began = performance.now();
    await loop.loop.run(rows, { batchSize: batch, scalars });
    return (performance.now() - began) / steps;
  };
  await run();
  return run;
}
