import { type Tensor, tf } from "../tensorflow.ts";
import { defineLoss } from "./define.ts";
import type { LossOptions } from "./loss.ts";
import { asNumbers, epsilon } from "./probabilities.ts";

/** The options of {@link dice}. */
export interface DiceOptions extends LossOptions {
  /** The axes over which the overlap is measured, such as `[1, 2, 3]` for each image on its own. Default: all together. */
  axis?: readonly number[];
}

/** The options of {@link tversky}. */
export interface TverskyOptions extends DiceOptions {
  /** How much targets that were missed count. Default 0.5. */
  alpha?: number;
  /** How much places that were wrongly taken count. Default 0.5. */
  beta?: number;
}

/**
 * How little target and output overlap, for segmentation: `1 - 2 sum(target * output) / (sum(target) + sum(output))`,
 * `keras.losses.Dice`. Targets are 0 or 1 and have the output's shape.
 *
 * @example model.compile({ loss: losses.dice({ axis: [1, 2, 3] }) });
 */
export const dice = defineLoss<DiceOptions>({
  name: "dice",
  values({ target, output }, { axis }) {
    const truth = asNumbers(target);
    const both = over(tf.mul(truth, output), axis);
    const all = tf.add(tf.add(over(truth, axis), over(output, axis)), epsilon);
    return tf.sub(1, tf.div(tf.mul(both, 2), all));
  },
});

/**
 * {@link dice}, with weights for what was missed and what was wrongly taken (Salehi et al., 2017): `keras.losses.Tversky`.
 *
 * @example model.compile({ loss: losses.tversky({ alpha: 0.7, beta: 0.3 }) });
 */
export const tversky = defineLoss<TverskyOptions>({
  name: "tversky",
  values({ target, output }, { alpha = 0.5, beta = 0.5, axis }) {
    const truth = asNumbers(target);
    const both = over(tf.mul(truth, output), axis);
    const missed = tf.mul(over(tf.mul(tf.sub(1, output), truth), axis), alpha);
    const taken = tf.mul(over(tf.mul(output, tf.sub(1, truth)), axis), beta);
    return tf.sub(1, tf.div(both, tf.add(tf.add(both, missed), tf.add(taken, epsilon))));
  },
});

function over(values: Tensor, axis: readonly number[] | undefined): Tensor {
  return tf.sum(values, axis === undefined ? undefined : [...axis]);
}
