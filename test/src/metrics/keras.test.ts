import { beforeAll, describe, expect, it } from "vitest";
import { array } from "../../../src/array/create.ts";
import { dense } from "../../../src/layers/dense.ts";
import type { LossLike } from "../../../src/losses/resolve.ts";
import * as metrics from "../../../src/metrics/index.ts";
import { sequential } from "../../../src/models/sequential.ts";
import { tf } from "../../../src/tensorflow.ts";
import { againstKeras, noKeras, runKeras } from "../keras.ts";

interface Setting {
  units: number;
  activation: "softmax" | "sigmoid" | "linear";
  loss: LossLike & string;
  /** Metrics by the Python that makes them, and here. */
  metrics: [python: string, metric: metrics.MetricLike][];
}

const text = (name: metrics.MetricName): [string, metrics.MetricLike] => [JSON.stringify(name), name];

const settings: Record<string, Setting> = {
  "sparse labels": {
    units: 6,
    activation: "softmax",
    loss: "sparse_categorical_crossentropy",
    metrics: [
      ...(["accuracy", "acc", "sparse_categorical_accuracy", "SparseTopKCategoricalAccuracy"] as const).map(
        text,
      ),
      [
        "SparseTopKCategoricalAccuracy(k=2, name='top2')",
        metrics.sparseTopKCategoricalAccuracy({ k: 2, name: "top2" }),
      ],
      text("sparse_categorical_crossentropy"),
      ["SparseCategoricalCrossentropy(name='sce')", metrics.sparseCategoricalCrossentropy({ name: "sce" })],
      [
        "MeanIoU(num_classes=6, sparse_y_pred=False, name='mi')",
        metrics.meanIoU({ numClasses: 6, sparseYPred: false, name: "mi" }),
      ],
      [
        "MeanIoU(num_classes=6, sparse_y_pred=False, ignore_class=2, name='mg')",
        metrics.meanIoU({ numClasses: 6, sparseYPred: false, ignoreClass: 2, name: "mg" }),
      ],
      [
        "IoU(num_classes=6, target_class_ids=[1, 3], sparse_y_pred=False, name='io')",
        metrics.iou({ numClasses: 6, targetClassIds: [1, 3], sparseYPred: false, name: "io" }),
      ],
    ],
  },
  "one-hot rows": {
    units: 6,
    activation: "softmax",
    loss: "categorical_crossentropy",
    metrics: [
      ...(
        ["accuracy", "categorical_accuracy", "top_k_categorical_accuracy", "AUC", "precision"] as const
      ).map(text),
      ...(["recall", "mse", "MAE", "mean_squared_error", "kl_divergence", "binary_accuracy"] as const).map(
        text,
      ),
      ...(["categorical_crossentropy", "cosine_similarity", "root_mean_squared_error"] as const).map(text),
      ["Precision(top_k=2, name='p2')", metrics.precision({ topK: 2, name: "p2" })],
      [
        "Recall(class_id=1, thresholds=0.2, name='r1')",
        metrics.recall({ classId: 1, thresholds: 0.2, name: "r1" }),
      ],
      ["OneHotMeanIoU(num_classes=6, name='om')", metrics.oneHotMeanIoU({ numClasses: 6, name: "om" })],
      [
        "OneHotIoU(num_classes=6, target_class_ids=[0, 2], name='oi')",
        metrics.oneHotIoU({ numClasses: 6, targetClassIds: [0, 2], name: "oi" }),
      ],
      ["CategoricalCrossentropy(name='cc')", metrics.categoricalCrossentropy({ name: "cc" })],
      ["CategoricalHinge()", metrics.categoricalHinge()],
      ["KLDivergence(name='kl')", metrics.klDivergence({ name: "kl" })],
      ["F1Score(average='macro', name='f1')", metrics.f1Score({ average: "macro", name: "f1" })],
      ["F1Score(average='weighted', name='fw')", metrics.f1Score({ average: "weighted", name: "fw" })],
      [
        "FBetaScore(average='micro', beta=2.0, threshold=0.3, name='fb')",
        metrics.fBetaScore({ average: "micro", beta: 2, threshold: 0.3, name: "fb" }),
      ],
    ],
  },
  "one yes-or-no output": {
    units: 1,
    activation: "sigmoid",
    loss: "binary_crossentropy",
    metrics: [
      ...(["accuracy", "binary_accuracy", "binary_crossentropy", "auc"] as const).map(text),
      ["AUC(curve='PR', name='pr')", metrics.auc({ curve: "PR", name: "pr" })],
      [
        "AUC(curve='PR', summation_method='minoring', num_thresholds=20, name='pm')",
        metrics.auc({ curve: "PR", summationMethod: "minoring", numThresholds: 20, name: "pm" }),
      ],
      [
        "AUC(thresholds=[0.2, 0.5, 0.55], summation_method='majoring', name='few')",
        metrics.auc({ thresholds: [0.2, 0.5, 0.55], summationMethod: "majoring", name: "few" }),
      ],
      ["BinaryIoU(name='bi')", metrics.binaryIoU({ name: "bi" })],
      [
        "BinaryIoU(target_class_ids=[1], threshold=0.3, name='b1')",
        metrics.binaryIoU({ targetClassIds: [1], threshold: 0.3, name: "b1" }),
      ],
      ["RecallAtPrecision(0.6, name='rp')", metrics.recallAtPrecision(0.6, { name: "rp" })],
      ["PrecisionAtRecall(0.5, name='pre')", metrics.precisionAtRecall(0.5, { name: "pre" })],
      [
        "SensitivityAtSpecificity(0.7, num_thresholds=30, name='ss')",
        metrics.sensitivityAtSpecificity(0.7, { numThresholds: 30, name: "ss" }),
      ],
      [
        "SpecificityAtSensitivity(0.7, num_thresholds=1, name='sps')",
        metrics.specificityAtSensitivity(0.7, { numThresholds: 1, name: "sps" }),
      ],
      [
        "BinaryCrossentropy(label_smoothing=0.2, name='bce')",
        metrics.binaryCrossentropy({ labelSmoothing: 0.2, name: "bce" }),
      ],
      ["Hinge(name='h')", metrics.hinge({ name: "h" })],
      ["SquaredHinge(name='sh')", metrics.squaredHinge({ name: "sh" })],
      ["Precision(name='p')", metrics.precision({ name: "p" })],
      ["Recall(thresholds=0.4, name='r')", metrics.recall({ thresholds: 0.4, name: "r" })],
      ["TruePositives(name='tp')", metrics.truePositives({ name: "tp" })],
      ["FalsePositives(name='fp')", metrics.falsePositives({ name: "fp" })],
      ["TrueNegatives(name='tn')", metrics.trueNegatives({ name: "tn" })],
      ["FalseNegatives(name='fn')", metrics.falseNegatives({ name: "fn" })],
    ],
  },
  numbers: {
    units: 3,
    activation: "linear",
    loss: "mse",
    metrics: [
      ...(["mae", "mape", "msle", "RootMeanSquaredError", "R2Score", "CosineSimilarity"] as const).map(text),
      ["PearsonCorrelation()", metrics.pearsonCorrelation()],
      ["ConcordanceCorrelation()", metrics.concordanceCorrelation()],
      ["LogCoshError()", metrics.logCoshError()],
      ["MeanSquaredError()", metrics.meanSquaredError()],
      ["MeanAbsoluteError()", metrics.meanAbsoluteError()],
      ["MeanAbsolutePercentageError()", metrics.meanAbsolutePercentageError()],
      ["MeanSquaredLogarithmicError()", metrics.meanSquaredLogarithmicError()],
      ["(lambda: [globals().update(gap=gap), gap][1])()", gap],
    ],
  },
  "sparse labels under sigmoids": {
    units: 6,
    activation: "sigmoid",
    loss: "sparse_categorical_crossentropy",
    metrics: [text("accuracy")],
  },
};

function gap(yTrue: Parameters<metrics.MetricFunction>[0], yPred: Parameters<metrics.MetricFunction>[1]) {
  return tf.max(tf.abs(tf.sub(yPred, yTrue)), -1);
}

interface Run {
  x: number[][];
  y: number[][];
  weights: (number[] | number[][])[];
  logs: Record<string, number>;
  history: Record<string, number[]>;
}

let runs: Record<string, Run>;

describe.skipIf(noKeras)(againstKeras("in a model"), () => {
  beforeAll(() => {
    const plain = Object.entries(settings).map(([name, { units, activation, loss, metrics }]) => [
      name,
      units,
      activation,
      loss,
      metrics.map(([python]) => python),
    ]);
    runs = runKeras(`
from keras.metrics import *
random = np.random.RandomState(2)
def gap(y_true, y_pred): return keras.ops.max(keras.ops.abs(y_pred - y_true), -1)
def run(name, units, activation, loss, names):
    keras.utils.clear_session()
    x = random.normal(size=(75, 8)).astype("float32")
    weights = [random.normal(size=(8, units)).astype("float32"), random.normal(size=units).astype("float32")]
    labels = random.randint(0, 6, 75)
    y = {"numbers": random.normal(1, 1, (75, 3)), "one-hot rows": np.eye(6)[labels], "one yes-or-no output": labels[:, None] % 2}.get(name, labels[:, None])
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(units, activation)])
    model.compile(keras.optimizers.SGD(0.1), loss, metrics=[gap if "gap" in n else eval(n) for n in names])
    model.set_weights(weights)
    logs = model.evaluate(x, y, verbose=0, return_dict=True)
    history = model.fit(x, y, epochs=2, shuffle=False, verbose=0).history
    return dict(x=x, y=y, weights=weights, logs=logs, history=history)
result = {arguments[0]: run(*arguments) for arguments in ${JSON.stringify(plain)}}`);
  });

  it.each(Object.keys(settings))("%s: loss and metrics are Keras's, by Keras's names", async (name) => {
    const { units, activation, loss, metrics } = settings[name]!;
    const { x, y, weights, logs, history } = runs[name]!;
    const model = sequential(dense(units, { activation, inputShape: [8] }));
    tf.tidy(() => model.tfjs.setWeights(weights.map((values) => tf.tensor(values))));
    model.compile({ optimizer: tf.train.sgd(0.1), loss, metrics: metrics.map(([, metric]) => metric) });
    const measured = await model.evaluate(array(x), array(y), { verbose: 0 });
    const trained = await model.fit(array(x), array(y), { epochs: 2, shuffle: false, verbose: 0 });
    expect(Object.keys(trained.history).sort()).toEqual(Object.keys(history).sort());
    expect(Object.keys(logs).sort()).toEqual(Object.keys(history).sort());
    const ours = Object.fromEntries(Object.keys(trained.history).map((key, i) => [key, measured[i]!]));
    for (const [key, wanted] of Object.entries(logs)) {
      expect(Math.abs(ours[key]! - wanted), key).toBeLessThan(1e-5 * Math.max(1, Math.abs(wanted)));
    }
    for (const [key, wanted] of Object.entries(history)) {
      for (const [epoch, value] of wanted.entries()) {
        expect(Math.abs(trained.history[key]![epoch]! - value), key).toBeLessThan(
          1e-5 * Math.max(1, Math.abs(value)),
        );
      }
    }
  });
});
