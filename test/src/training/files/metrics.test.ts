import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layers, loadModel, losses, type Metric, metrics, sequential } from "../../../../src/index.ts";
import { fromCompileConfig } from "../../../../src/training/files/compileConfig.ts";
import { temporaryFolder } from "../../callbacks/small.ts";
import { Keras, whyNoKeras } from "../../formats/keras.ts";

const folder = temporaryFolder();
const at = (file: string) => path.join(folder, file);

/** Metrics with settings of their own, by the config that Keras gives them. */
const withSettings: readonly [className: string, make: () => Metric, config: object][] = [
  ["TopKCategoricalAccuracy", () => metrics.topKCategoricalAccuracy({ k: 3, name: "top3" }), { k: 3 }],
  ["SparseTopKCategoricalAccuracy", () => metrics.sparseTopKCategoricalAccuracy({ k: 2 }), { k: 2 }],
  ["BinaryAccuracy", () => metrics.binaryAccuracy({ threshold: 0.3 }), { threshold: 0.3 }],
  ["CategoricalAccuracy", () => metrics.categoricalAccuracy({ name: "cat" }), {}],
  ["Precision", () => metrics.precision({ thresholds: 0.3, classId: 1 }), { thresholds: 0.3, class_id: 1 }],
  ["Recall", () => metrics.recall({ topK: 2 }), { top_k: 2 }],
  ["TruePositives", () => metrics.truePositives({ thresholds: 0.4 }), { thresholds: 0.4 }],
  [
    "AUC",
    () => metrics.auc({ curve: "PR", numThresholds: 50, fromLogits: true }),
    { curve: "PR", num_thresholds: 50, from_logits: true },
  ],
  ["AUC", () => metrics.auc({ thresholds: [0.25, 0.5], name: "mine" }), { thresholds: [0.25, 0.5] }],
  ["F1Score", () => metrics.f1Score({ average: "macro" }), { average: "macro" }],
  [
    "FBetaScore",
    () => metrics.fBetaScore({ average: "micro", beta: 0.5, threshold: 0.25 }),
    { average: "micro", beta: 0.5, threshold: 0.25 },
  ],
  [
    "MeanIoU",
    () => metrics.meanIoU({ numClasses: 4, sparseYPred: false }),
    { num_classes: 4, sparse_y_pred: false },
  ],
  ["OneHotIoU", () => metrics.oneHotIoU({ numClasses: 4, targetClassIds: [1] }), { target_class_ids: [1] }],
  [
    "RecallAtPrecision",
    () => metrics.recallAtPrecision(0.75, { classId: 2 }),
    { precision: 0.75, class_id: 2 },
  ],
  [
    "CategoricalCrossentropy",
    () => metrics.categoricalCrossentropy({ labelSmoothing: 0.25, name: "smooth" }),
    { label_smoothing: 0.25 },
  ],
  ["LogCoshError", () => metrics.logCoshError(), {}],
  ["R2Score", () => metrics.r2Score(), {}],
  ["RootMeanSquaredError", () => metrics.rootMeanSquaredError(), {}],
  ["CosineSimilarity", () => metrics.cosineSimilarity({ name: "angle" }), {}],
];

function compiledWith(given: readonly Metric[]) {
  const model = sequential(layers.dense(4, { inputShape: [3], activation: "softmax" }));
  model.compile({ optimizer: "sgd", loss: losses.huber({ delta: 2.5 }), metrics: given });
  return model;
}

const all = () => compiledWith(withSettings.map(([, make]) => make()));
const kept = (list: readonly Metric[]) => list.map(({ name, config }) => ({ name, ...config }));

describe("metrics with settings", () => {
  it.each(["m.keras", "m.h5", "m.json"])("come back from %s", async (file) => {
    const model = all();
    await model.save(at(file));
    const loaded = await loadModel(at(file));
    expect(kept(loaded.metrics)).toEqual(kept(model.metrics));
    expect(loaded.compiled.given.loss).toMatchObject({ options: { delta: 2.5 } });
  });

  it("are refused with the way out where this library lacks a setting", () => {
    const auc = { class_name: "AUC", config: { name: "auc", multi_label: true } };
    expect(() => fromCompileConfig({ loss: "mse", metrics: [auc] })).toThrow(
      "the metric AUC has the setting multi_label = true, which is not supported here",
    );
    const own = { class_name: "MyMetric", config: { name: "mine" } };
    expect(() => fromCompileConfig({ loss: "mse", metrics: [own] })).toThrow(
      "the metric MyMetric is not this library's",
    );
  });
});

const reason = whyNoKeras();

describe.skipIf(reason)(`metrics with settings and Keras${reason ? ` (skipped: ${reason})` : ""}`, () => {
  let keras: Keras;
  beforeAll(() => {
    keras = new Keras();
  });
  afterAll(() => keras.close());

  it.each(["keras", "h5"])(
    "are Keras's in a .%s written here, and ours in one that Keras wrote",
    async (ending) => {
      const model = all();
      await model.save(at(`ours.${ending}`));
      const request = { file: at(`ours.${ending}`), save: at(`theirs.${ending}`) };
      const found = await keras.ask<{
        metrics: [string, Record<string, unknown>][];
        loss: string;
        delta: number;
      }>("compiled", request);
      expect(found.metrics.map(([className]) => className)).toEqual(
        withSettings.map(([className]) => className),
      );
      for (const [i, [, , config]] of withSettings.entries()) {
        expect(found.metrics[i]![1]).toMatchObject({ ...config, name: model.metrics[i]!.name });
      }
      expect(found).toMatchObject({ loss: "Huber", delta: 2.5 });
      const loaded = await loadModel(at(`theirs.${ending}`));
      const options = (list: readonly Metric[]) =>
        list.map(({ name, config }) => ({ name, className: config?.className }));
      expect(options(loaded.metrics)).toEqual(options(model.metrics));
      for (const [i, [, , config]] of withSettings.entries()) {
        const camel = Object.fromEntries(
          Object.entries(config).map(([key, value]) => [
            key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
            value as unknown,
          ]),
        );
        expect(loaded.metrics[i]!.config?.options).toMatchObject(camel);
      }
    },
  );
});
