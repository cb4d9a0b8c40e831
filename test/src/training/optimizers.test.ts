import { expect, it } from "vitest";
import { array } from "../../../src/array/create.ts";
import { layers, optimizers, sequential } from "../../../src/index.ts";
import { tf } from "../../../src/tensorflow.ts";
import { problem, type Rule, referenceLosses } from "./reference.ts";

const { adam, rmsprop, sgd } = optimizers;

const rules: [
  name: string,
  optimizer: Parameters<ReturnType<typeof sequential>["compile"]>[0]["optimizer"],
  rule: () => Rule,
][] = [
  ["sgd", sgd({ learningRate: 0.5 }), () => (g) => -0.5 * g],
  [
    "sgd with momentum",
    sgd({ learningRate: 0.1, momentum: 0.9 }),
    () => {
      let m = 0;
      return (g) => (m = 0.9 * m - 0.1 * g);
    },
  ],
  [
    "sgd with Nesterov momentum",
    sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
    () => {
      let m = 0;
      return (g) => {
        m = 0.9 * m - 0.1 * g;
        return 0.9 * m - 0.1 * g;
      };
    },
  ],
  ["rmsprop, which Keras takes where none is named", undefined, () => rmsRule(0.001, 0)],
  ["rmsprop with momentum", rmsprop({ learningRate: 0.01, momentum: 0.5 }), () => rmsRule(0.01, 0.5)],
  [
    "centered rmsprop",
    rmsprop({ learningRate: 0.01, centered: true }),
    () => {
      let v = 0;
      let a = 0;
      return (g) => {
        v = 0.9 * v + 0.1 * g * g;
        a = 0.9 * a + 0.1 * g;
        return (-0.01 * g) / Math.sqrt(v - a * a + 1e-7);
      };
    },
  ],
  ["adam", adam({ learningRate: 0.05 }), () => adamRule(0.05, false)],
  ["adam with amsgrad", adam({ learningRate: 0.05, amsgrad: true }), () => adamRule(0.05, true)],
];

function rmsRule(rate: number, momentum: number): Rule {
  let v = 0;
  let m = 0;
  return (g) => {
    v = 0.9 * v + 0.1 * g * g;
    m = momentum * m + (rate * g) / Math.sqrt(v + 1e-7);
    return -m;
  };
}

function adamRule(rate: number, amsgrad: boolean): Rule {
  let [m, v, highest] = [0, 0, 0];
  return (g, t) => {
    m += (g - m) * 0.1;
    v += (g * g - v) * 0.001;
    highest = Math.max(highest, v);
    return (
      (-rate * (Math.sqrt(1 - 0.999 ** t) / (1 - 0.9 ** t)) * m) / (Math.sqrt(amsgrad ? highest : v) + 1e-7)
    );
  };
}

it.each(rules)("%s follows Keras's formula for 60 steps", async (_name, optimizer, rule) => {
  const { x, y, kernel } = problem();
  const model = sequential(layers.dense(4, { activation: "softmax", inputShape: [3] }));
  model.tfjs.setWeights([tf.tensor2d(kernel), tf.zeros([4])]);
  model.compile({ loss: "sparse_categorical_crossentropy", ...(optimizer && { optimizer }) });
  const { history } = await model.fit(array(x), array(y, "int32"), {
    epochs: 60,
    batchSize: x.length,
    verbose: 0,
  });
  const expected = referenceLosses({ x, y, kernel }, 60, rule);
  const worst = Math.max(...expected.map((loss, i) => Math.abs(history.loss[i]! - loss) / loss));
  expect(history.loss).toHaveLength(60);
  expect(worst).toBeLessThan(1e-5);
});

it("keeps the formula of an optimizer of tf.train", async () => {
  const { x, y, kernel } = problem();
  const train = async (optimizer: Parameters<ReturnType<typeof sequential>["compile"]>[0]["optimizer"]) => {
    const model = sequential(layers.dense(4, { activation: "softmax", inputShape: [3] }));
    model.tfjs.setWeights([tf.tensor2d(kernel), tf.zeros([4])]);
    model.compile({ loss: "sparse_categorical_crossentropy", ...(optimizer && { optimizer }) });
    const run = await model.fit(array(x), array(y, "int32"), { epochs: 5, shuffle: false, verbose: 0 });
    return run.history.loss;
  };
  const theirs = await train(tf.train.sgd(0.5));
  expect(theirs).toEqual(await train(sgd({ learningRate: 0.5 })));
  expect(theirs[4]).toBeLessThan(theirs[0]!);
});
