import util from "node:util";
import { expect, it } from "vitest";

it("computes on a Node that has retired what TensorFlow.js calls", async () => {
  for (const name of ["isNullOrUndefined", "isArray"]) Reflect.deleteProperty(util, name);
  const { tf } = await import("../../src/tensorflow.ts");
  expect([
    ...tf
      .tensor2d([1, 2, 3, 4], [2, 2])
      .matMul(tf.ones([2, 2]))
      .sum(0)
      .dataSync(),
  ]).toEqual([10, 10]);
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3] })] });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const { history } = await model.fit(tf.ones([8, 3]), tf.zeros([8, 1]), { verbose: 0 });
  expect(history.loss).toHaveLength(1);
});
