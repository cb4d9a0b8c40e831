import { expect, it } from "vitest";
import * as losses from "../../../src/losses/index.ts";
import { resolveLoss } from "../../../src/losses/resolve.ts";
import { tf } from "../../../src/tensorflow.ts";

it("takes a loss by its function, called or not", () => {
  expect(resolveLoss(losses.meanSquaredError).name).toBe("mean_squared_error");
  expect(resolveLoss(losses.huber({ delta: 2 })).name).toBe("huber");
  expect(resolveLoss("sparseCategoricalCrossentropy").name).toBe("sparse_categorical_crossentropy");
});

it("gives each sample's loss when called with targets and predictions", () => {
  const values = losses.meanAbsoluteError(
    tf.tensor2d([
      [1, 2],
      [0, 0],
    ]),
    tf.tensor2d([
      [2, 4],
      [0, 3],
    ]),
  );
  expect([...values.dataSync()]).toEqual([1.5, 1.5]);
});

it("takes a function of targets and predictions", () => {
  const loss = resolveLoss(function cubic(yTrue, yPred) {
    return tf.pow(tf.abs(tf.sub(yPred, yTrue)), 3);
  });
  const target = loss.prepareTarget(tf.tensor1d([1, 2], "int32"), [null, 1]);
  const values = loss.perSample({ target, output: tf.tensor2d([[3], [2]]), logits: undefined });
  expect(loss.name).toBe("cubic");
  expect([...values.dataSync()]).toEqual([8, 0]);
  const wrong = resolveLoss((() => 3) as never);
  expect(() => wrong.perSample({ target, output: target, logits: undefined })).toThrow(
    "must return a tensor, got 3",
  );
});

it('chooses what "crossentropy" means by the shapes', () => {
  const loss = resolveLoss("crossentropy");
  expect(loss.prepareTarget(tf.tensor1d([0, 2]), [null, 3]).shape).toEqual([2]);
  expect(loss.prepareTarget(tf.tensor1d([0, 1]), [null, 1]).shape).toEqual([2, 1]);
  expect(() => loss.prepareTarget(tf.tensor2d([[0, 1]]), [null, 3])).toThrow(
    /categorical_crossentropy compares/,
  );
});

it("names what is wrong", () => {
  expect(() => resolveLoss("msee" as losses.LossName)).toThrow(
    /unknown loss "msee"; known: binary_crossentropy, /,
  );
  expect(() => resolveLoss(undefined as never)).toThrow(/a loss is a name such as "mse"/);
  expect(() => losses.binaryCrossentropy({ labelSmoothing: 2 })).toThrow(
    "labelSmoothing lies from 0 to 1, got 2",
  );
  const sparse = losses.sparseCategoricalCrossentropy();
  expect(() => sparse.prepareTarget(tf.tensor1d([0, 10]), [null, 10])).toThrow("the targets hold class 10");
  const ignoring = losses.sparseCategoricalCrossentropy({ ignoreClass: 255 });
  expect(ignoring.prepareTarget(tf.tensor1d([0, 255]), [null, 10]).shape).toEqual([2]);
});
