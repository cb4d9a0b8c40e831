/**
 * A model and how it is trained, in words that every system of this bench understands.
 *
 * @typedef {object} Workload
 * @property {string} name
 * @property {string} title
 * @property {"fit" | "predict" | "evaluate"} task
 * @property {number[]} inputShape
 * @property {Layer[]} layers
 * @property {"adam" | "sgd" | "rmsprop"} optimizer with its defaults, which Keras's systems share; PyTorch is given the same numbers
 * @property {number} learningRate
 * @property {number} batchSize
 * @property {number} samples how many images are learnt from
 * @property {number} epochs
 * @property {number} [tfjsEpochs] how many epochs plain TensorFlow.js does, in the first round alone: it takes long
 *
 * @typedef {{ dense: number, activation?: "relu" } | { conv: number } | { pool: number } | { flatten: true }} Layer the last layer
 *   gives logits or, by softmax, probabilities: as each system likes it best
 */

/** @type {Pick<Workload, "inputShape" | "optimizer" | "learningRate" | "batchSize" | "samples" | "epochs">} */
const usual = {
  inputShape: [784],
  optimizer: "adam",
  learningRate: 1e-3,
  batchSize: 32,
  samples: 48_000,
  epochs: 3,
};

/** @type {Layer[]} */
const hundred = [{ dense: 100, activation: "relu" }, { dense: 10 }];

/** @type {Workload[]} */
export const workloads = [
  {
    ...usual,
    name: "dense10",
    title: "Dense 10, Adam, batch 32",
    task: "fit",
    layers: [{ dense: 10 }],
    tfjsEpochs: 2,
  },
  { ...usual, name: "dense100", title: "Dense 100 + 10, Adam, batch 32", task: "fit", layers: hundred },
  {
    ...usual,
    name: "mlp",
    title: "Dense 256 + 128 + 10, SGD, batch 64",
    task: "fit",
    layers: [{ dense: 256, activation: "relu" }, { dense: 128, activation: "relu" }, { dense: 10 }],
    optimizer: "sgd",
    learningRate: 0.01,
    batchSize: 64,
    tfjsEpochs: 2,
  },
  {
    ...usual,
    name: "dense512",
    title: "Dense 512 + 10, RMSprop, batch 128",
    task: "fit",
    layers: [{ dense: 512, activation: "relu" }, { dense: 10 }],
    optimizer: "rmsprop",
    batchSize: 128,
    tfjsEpochs: 2,
  },
  {
    ...usual,
    name: "cnn",
    title: "Conv 16 + Conv 32 + Dense 10, Adam, batch 64, 12,000 images",
    task: "fit",
    inputShape: [28, 28, 1],
    layers: [{ conv: 16 }, { pool: 2 }, { conv: 32 }, { pool: 2 }, { flatten: true }, { dense: 10 }],
    batchSize: 64,
    samples: 12_000,
    tfjsEpochs: 2,
  },
  {
    ...usual,
    name: "data",
    title: "growth: Dense 100 + 10 with a quarter of the data",
    task: "fit",
    layers: hundred,
    samples: 12_000,
    tfjsEpochs: 2,
  },
  {
    ...usual,
    name: "width",
    title: "growth: Dense 800 + 10, eight times as wide",
    task: "fit",
    layers: [{ dense: 800, activation: "relu" }, { dense: 10 }],
    tfjsEpochs: 2,
  },
  {
    ...usual,
    name: "predict",
    title: "predict 10,000, Dense 100 + 10",
    task: "predict",
    layers: hundred,
    epochs: 8,
  },
  {
    ...usual,
    name: "evaluate",
    title: "evaluate 10,000, Dense 100 + 10",
    task: "evaluate",
    layers: hundred,
    epochs: 8,
  },
];
