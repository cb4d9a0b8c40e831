import { beforeAll, describe, expect, it } from "vitest";
import * as losses from "../../../src/losses/index.ts";
import { type Loss, reduceLoss } from "../../../src/losses/loss.ts";
import { resolveLoss } from "../../../src/losses/resolve.ts";
import { type Scalar, type Tensor, tf } from "../../../src/tensorflow.ts";
import { againstKeras, noKeras, runKeras } from "../keras.ts";

type Data = Record<
  "labels" | "flatLabels" | "rows" | "bits" | "numbers" | "probabilities" | "logits" | "positive",
  number[][]
>;
type Case = [target: keyof Data, output: keyof Data, make: () => Loss];

/** Losses by the Python that makes them in Keras. */
const cases: Record<string, Case> = {
  "SparseCategoricalCrossentropy()": [
    "labels",
    "probabilities",
    () => losses.sparseCategoricalCrossentropy(),
  ],
  "SparseCategoricalCrossentropy(from_logits=True)": [
    "labels",
    "logits",
    () => losses.sparseCategoricalCrossentropy({ fromLogits: true }),
  ],
  "SparseCategoricalCrossentropy(ignore_class=2)": [
    "labels",
    "probabilities",
    () => losses.sparseCategoricalCrossentropy({ ignoreClass: 2 }),
  ],
  "CategoricalCrossentropy()": ["rows", "probabilities", () => losses.categoricalCrossentropy()],
  "CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)": [
    "rows",
    "logits",
    () => losses.categoricalCrossentropy({ fromLogits: true, labelSmoothing: 0.1 }),
  ],
  "CategoricalFocalCrossentropy()": ["rows", "probabilities", () => losses.categoricalFocalCrossentropy()],
  "CategoricalFocalCrossentropy(alpha=0.5, gamma=1.5, from_logits=True, label_smoothing=0.2)": [
    "rows",
    "logits",
    () =>
      losses.categoricalFocalCrossentropy({ alpha: 0.5, gamma: 1.5, fromLogits: true, labelSmoothing: 0.2 }),
  ],
  "BinaryCrossentropy()": ["bits", "probabilities", () => losses.binaryCrossentropy()],
  "BinaryCrossentropy(from_logits=True, label_smoothing=0.1)": [
    "bits",
    "logits",
    () => losses.binaryCrossentropy({ fromLogits: true, labelSmoothing: 0.1 }),
  ],
  "BinaryFocalCrossentropy()": ["bits", "probabilities", () => losses.binaryFocalCrossentropy()],
  "BinaryFocalCrossentropy(apply_class_balancing=True, alpha=0.4, gamma=1.0, from_logits=True)": [
    "bits",
    "logits",
    () =>
      losses.binaryFocalCrossentropy({ applyClassBalancing: true, alpha: 0.4, gamma: 1, fromLogits: true }),
  ],
  "MeanSquaredError()": ["numbers", "logits", () => losses.meanSquaredError()],
  "MeanSquaredError(reduction='sum')": [
    "numbers",
    "logits",
    () => losses.meanSquaredError({ reduction: "sum" }),
  ],
  "MeanAbsoluteError()": ["numbers", "logits", () => losses.meanAbsoluteError()],
  "MeanAbsolutePercentageError()": ["numbers", "logits", () => losses.meanAbsolutePercentageError()],
  "MeanSquaredLogarithmicError()": ["numbers", "logits", () => losses.meanSquaredLogarithmicError()],
  "Huber()": ["numbers", "logits", () => losses.huber()],
  "Huber(delta=0.3)": ["numbers", "logits", () => losses.huber({ delta: 0.3 })],
  "LogCosh()": ["numbers", "logits", () => losses.logCosh()],
  "Hinge()": ["bits", "logits", () => losses.hinge()],
  "SquaredHinge()": ["numbers", "logits", () => losses.squaredHinge()],
  "CategoricalHinge()": ["rows", "logits", () => losses.categoricalHinge()],
  "KLDivergence()": ["probabilities", "positive", () => losses.klDivergence()],
  "Poisson()": ["positive", "probabilities", () => losses.poisson()],
  "Dice()": ["bits", "probabilities", () => losses.dice()],
  "Dice(axis=(1,))": ["bits", "probabilities", () => losses.dice({ axis: [1] })],
  "Tversky(alpha=0.7, beta=0.2)": ["bits", "probabilities", () => losses.tversky({ alpha: 0.7, beta: 0.2 })],
  "CategoricalGeneralizedCrossEntropy(q=0.3)": [
    "flatLabels",
    "probabilities",
    () => losses.categoricalGeneralizedCrossEntropy({ q: 0.3 }),
  ],
  "CosineSimilarity()": ["numbers", "logits", () => losses.cosineSimilarity()],
};

/** Spellings that Keras itself takes. */
const spellings = [
  ..."mse MSE mae MAE mape MAPE msle MSLE bce BCE kld KLD MeanSquaredError mean_squared_error LogCosh log_cosh".split(
    " ",
  ),
  ..."huber Huber hinge Hinge SquaredHinge squared_hinge CategoricalHinge KLDivergence kl_divergence".split(
    " ",
  ),
  ..."Poisson poisson CosineSimilarity cosine_similarity binary_focal_crossentropy".split(" "),
  ..."BinaryCrossentropy CategoricalFocalCrossentropy".split(" "),
];

let reference: {
  data: Data;
  values: Record<string, number>;
  gradients: Record<string, number[][]>;
  named: Record<string, number>;
};

beforeAll(() => {
  if (noKeras) return;
  reference = runKeras(`
random = np.random.RandomState(1)
def softmax(x): return np.exp(x) / np.exp(x).sum(-1, keepdims=True)
logits = random.normal(0, 2, (50, 6)).astype("float32")
data = dict(labels=random.randint(0, 6, (50, 1)), bits=random.randint(0, 2, (50, 6)), logits=logits,
  numbers=random.normal(0, 2, (50, 6)).astype("float32"), positive=random.uniform(0, 3, (50, 6)).astype("float32"),
  probabilities=softmax(random.normal(0, 3, (50, 6))).astype("float32"))
data["flatLabels"] = data["labels"][:, 0]
data["rows"] = np.eye(6)[data["labels"][:, 0]]
from keras.losses import *
cases = ${JSON.stringify(Object.entries(cases).map(([name, [target, output]]) => [name, target, output]))}
values, gradients = {}, {}
for name, target, output in cases:
    predicted = tf.constant(data[output], "float32")
    with tf.GradientTape() as tape:
        tape.watch(predicted)
        loss = eval(name)(data[target], predicted)
    values[name], gradients[name] = float(loss), tape.gradient(loss, predicted).numpy()
named = {name: float(np.mean(keras.losses.get(name)(data["bits"], data["probabilities"]))) for name in ${JSON.stringify(spellings)}}
result = dict(data=data, values=values, gradients=gradients, named=named)`);
});

function measured(loss: Loss, target: keyof Data, output: keyof Data): number {
  return tf.tidy(() => {
    const predicted = tf.tensor(reference.data[output]);
    const prepared = loss.prepareTarget(tf.tensor(reference.data[target]), predicted.shape);
    const perSample = loss.perSample({ target: prepared, output: predicted, logits: undefined });
    expect([[50], []]).toContainEqual(perSample.shape);
    return reduceLoss(loss, perSample).dataSync()[0] as unknown as Tensor;
  }) as unknown as number;
}

describe.skipIf(noKeras)(againstKeras("on random numbers"), () => {
  it.each(Object.keys(cases))("%s is Keras's", (name) => {
    const [target, output, make] = cases[name]!;
    const wanted = reference.values[name]!;
    expect(Math.abs(measured(make(), target, output) - wanted) / Math.abs(wanted)).toBeLessThan(1e-5);
  });

  it.each(Object.keys(cases))("%s has Keras's gradient", (name) => {
    const [target, output, make] = cases[name]!;
    const loss = make();
    const predicted = tf.tensor2d(reference.data[output]);
    const prepared = loss.prepareTarget(tf.tensor(reference.data[target]), predicted.shape);
    const total = (prediction: Tensor) =>
      reduceLoss(loss, loss.perSample({ target: prepared, output: prediction, logits: undefined })) as Scalar;
    const gradient = tf.grad(total)(predicted).dataSync();
    const wanted = reference.gradients[name]!.flat();
    const scale = Math.max(...wanted.map(Math.abs));
    const worst = Math.max(...Array.from(gradient, (value, i) => Math.abs(value - wanted[i]!) / scale));
    expect(worst).toBeLessThan(1e-4);
  });

  it.each(spellings)("the name %s means what it means in Keras", (name) => {
    const loss = resolveLoss(name as losses.LossName);
    const wanted = reference.named[name]!;
    expect(Math.abs(measured(loss, "bits", "probabilities") - wanted) / Math.abs(wanted)).toBeLessThan(1e-5);
  });
});
