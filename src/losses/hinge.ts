import { type Tensor, tf } from "../tensorflow.ts";
import { defineLoss } from "./define.ts";
import type { LossInput, LossOptions } from "./loss.ts";
import { asNumbers } from "./probabilities.ts";

/**
 * `max(1 - target * output, 0)`, for targets -1 and 1 (0 and 1 are converted): `keras.losses.Hinge`.
 *
 * @example model.compile({ loss: losses.hinge() });
 */
export const hinge = defineLoss<LossOptions>({
  name: "hinge",
  values: (input) => tf.mean(margin(input), -1),
});

/**
 * {@link hinge}, squared: `keras.losses.SquaredHinge`.
 *
 * @example model.compile({ loss: losses.squaredHinge() });
 */
export const squaredHinge = defineLoss<LossOptions>({
  name: "squared_hinge",
  values: (input) => tf.mean(tf.square(margin(input)), -1),
});

/**
 * How far the right class stays behind the best wrong one, plus 1; targets are one-hot rows: `keras.losses.CategoricalHinge`.
 *
 * @example model.compile({ loss: losses.categoricalHinge() });
 */
export const categoricalHinge = defineLoss<LossOptions>({
  name: "categorical_hinge",
  values({ target, output }) {
    const rows = asNumbers(target);
    const right = tf.sum(tf.mul(rows, output), -1);
    const wrong = tf.max(tf.mul(tf.sub(1, rows), output), -1);
    return tf.relu(tf.add(tf.sub(wrong, right), 1));
  },
});

function margin({ target, output }: LossInput): Tensor {
  return tf.relu(tf.sub(1, tf.mul(signs(asNumbers(target)), output)));
}

/** Targets 0 and 1 as -1 and 1; a batch with other numbers stays as it is. */
function signs(target: Tensor): Tensor {
  const binary = tf.all(tf.logicalOr(tf.equal(target, 0), tf.equal(target, 1)));
  return tf.where(tf.broadcastTo(binary, target.shape), tf.sub(tf.mul(target, 2), 1), target);
}
