import { beforeEach, describe, expect, it, vi } from "vitest";
import { NDArray } from "../../../../src/array/ndarray.ts";
import { layers, losses, metrics, sequential, setRandomSeed } from "../../../../src/index.ts";
import { lossesByName } from "../../../../src/losses/names.ts";
import type { LossName } from "../../../../src/losses/resolve.ts";
import { type MetricLike, resolveMetric } from "../../../../src/metrics/resolve.ts";
import { tf } from "../../../../src/tensorflow.ts";

const samples = 70;
const filled = (length: number, make: (i: number) => number) =>
  Float32Array.from({ length }, (_, i) => make(i));
const x = new NDArray(
  filled(samples * 5, (i) => Math.sin(i * i)),
  [samples, 5],
  "float32",
);
const rows = new NDArray(
  filled(samples * 3, (i) => (Math.floor(i / 3) % 3 === i % 3 ? 1 : 0)),
  [samples, 3],
  "float32",
);
const classes = new NDArray(
  filled(samples, (i) => i % 3),
  [samples],
  "float32",
);
const bits = new NDArray(
  filled(samples, (i) => (i % 5 < 2 ? 1 : 0)),
  [samples, 1],
  "float32",
);
const weight = new NDArray(
  filled(samples, (i) => 0.5 + (i % 4)),
  [samples],
  "float32",
);

interface Run {
  loss?: LossName;
  metric?: MetricLike;
  weightedMetric?: MetricLike;
  graph: boolean;
  y: NDArray<"float32">;
}

/** What three epochs report of training and validation. */
async function history({ loss = "mse", metric, weightedMetric, graph, y }: Run) {
  setRandomSeed(2);
  const units = y.shape[1] === 1 ? 1 : 3;
  const activation = units === 1 ? "sigmoid" : "softmax";
  const model = sequential([
    layers.dense(6, { activation: "tanh", inputShape: [5] }),
    layers.dense(units, { activation }),
  ]);
  model.compile({
    optimizer: "sgd",
    loss,
    graph,
    ...(metric !== undefined && { metrics: metric }),
    ...(weightedMetric !== undefined && { weightedMetrics: weightedMetric }),
  });
  const options = {
    epochs: 3,
    batchSize: 16,
    verbose: 0,
    validationSplit: 0.6,
    sampleWeight: weight,
  } as const;
  return (await model.fit(x, y, options)).history;
}

/** Reports of a graph beside those without one, number by number. */
async function expectSame(run: Omit<Run, "graph">) {
  const [found, expected] = [await history({ ...run, graph: true }), await history({ ...run, graph: false })];
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  for (const [name, values] of Object.entries(expected)) {
    for (const [i, value] of values.entries()) {
      expect(Math.abs(found[name]![i]! - value), `${name} of epoch ${i}`).toBeLessThanOrEqual(
        1e-5 * Math.max(1, Math.abs(value)),
      );
    }
  }
}

describe("a graph reports the same", () => {
  const warn = vi.spyOn(console, "warn");
  beforeEach(() => warn.mockReset());

  it.each(Object.keys(lossesByName) as LossName[])(
    "for the loss %s, weighted and as a metric",
    async (loss) => {
      const y = loss.startsWith("sparse") ? classes : loss.startsWith("binary") ? bits : rows;
      const target = loss === "categorical_generalized_cross_entropy" ? classes : y;
      await expectSame({ loss, metric: loss, weightedMetric: loss, y: target });
      expect(warn).not.toHaveBeenCalled();
    },
  );

  const sparse = ["sparse_categorical_accuracy", "sparse_top_k_categorical_accuracy"];
  const oneColumn = [
    "binary_accuracy",
    "binary_iou",
    "false_negatives",
    "false_positives",
    "true_negatives",
    "true_positives",
    "precision",
    "recall",
    "auc",
  ];
  const named = [
    "accuracy",
    "acc",
    "ce",
    "categorical_accuracy",
    "top_k_categorical_accuracy",
    "cosine_similarity",
    "r2_score",
    "rmse",
    "root_mean_squared_error",
    "logcosh",
    "log_cosh_error",
    "concordance_correlation",
    "pearson_correlation",
  ];
  const made: [string, () => MetricLike, NDArray<"float32">][] = [
    ...sparse.map((name) => [name, () => resolveMetric(name as MetricLike), classes] as const),
    ...oneColumn.map((name) => [name, () => resolveMetric(name as MetricLike), bits] as const),
    ...named.map((name) => [name, () => resolveMetric(name as MetricLike), rows] as const),
  ].map(([name, make, y]) => [name, make, y]);
  const options: [string, () => MetricLike, NDArray<"float32">][] = [
    ["precisionAtRecall", () => metrics.precisionAtRecall(0.5), bits],
    ["recallAtPrecision", () => metrics.recallAtPrecision(0.5), bits],
    ["sensitivityAtSpecificity", () => metrics.sensitivityAtSpecificity(0.5), bits],
    ["specificityAtSensitivity", () => metrics.specificityAtSensitivity(0.5), bits],
    ["auc of the curve of precision and recall", () => metrics.auc({ curve: "PR" }), bits],
    ["precision with thresholds", () => metrics.precision({ thresholds: 0.3 }), bits],
    ["f1Score", () => metrics.f1Score({ average: "macro" }), rows],
    ["fBetaScore", () => metrics.fBetaScore({ average: "micro", beta: 2 }), rows],
    ["meanIoU", () => metrics.meanIoU({ numClasses: 3, sparseYPred: false }), classes],
    ["iou", () => metrics.iou({ numClasses: 3, targetClassIds: [0], sparseYPred: false }), classes],
    ["oneHotIoU", () => metrics.oneHotIoU({ numClasses: 3, targetClassIds: [1] }), rows],
    ["oneHotMeanIoU", () => metrics.oneHotMeanIoU({ numClasses: 3 }), rows],
    ["a function", () => (yTrue, yPred) => tf.abs(tf.sub(yTrue, yPred)), rows],
    ["a function of the whole batch", () => (yTrue, yPred) => tf.max(tf.abs(tf.sub(yTrue, yPred))), rows],
  ];

  it.each([...made, ...options])("for the metric %s", async (_, make, y) => {
    const loss =
      y === classes ? "sparse_categorical_crossentropy" : y === bits ? "bce" : "categorical_crossentropy";
    await expectSame({ loss, metric: make(), y });
    expect(warn).not.toHaveBeenCalled();
  });

  it("of every metric of the library", () => {
    const tested = [...made, ...options].map(
      ([name]) => name.replaceAll("_", "").toLowerCase().split(" ")[0]!,
    );
    const offered = Object.keys(metrics).filter((name) => !["get", "meanMetric"].includes(name));
    const isLoss = (name: string) => name in losses;
    expect(offered.filter((name) => !isLoss(name) && !tested.includes(name.toLowerCase()))).toEqual([]);
  });
});
