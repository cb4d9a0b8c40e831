import { type Tensor, tf } from "../tensorflow.ts";

/**
 * Shares that sum to 1 along the last axis, of which many are exactly 0 (Martins and Astudillo, 2016).
 *
 * Keras 3.15 on TensorFlow sums running sums, so its shares do not sum to 1; this is the paper's formula.
 *
 * The gradient is given by hand, because tfjs has none for the sorting.
 */
export function sparsemax(x: Tensor): Tensor {
  const operation = tf.customGrad((input, save) => {
    const logits = input as Tensor;
    const output = project(logits);
    (save as (tensors: Tensor[]) => void)([output]);
    return { value: output, gradFunc: (dy: Tensor, [shares]: Tensor[]) => pullBack(dy, shares!) };
  });
  return operation(x);
}

function project(logits: Tensor): Tensor {
  const classes = logits.shape.at(-1)!;
  const sorted = tf.topk(logits, classes).values;
  const sums = tf.cumsum(sorted, logits.rank - 1);
  const counts = tf.range(1, classes + 1);
  const support = tf.greater(sorted, tf.div(tf.sub(sums, 1), counts));
  const size = tf.sum(tf.cast(support, "float32"), -1, true);
  const total = tf.sum(tf.mul(sorted, tf.cast(support, "float32")), -1, true);
  return tf.relu(tf.sub(logits, tf.div(tf.sub(total, 1), size)));
}

function pullBack(dy: Tensor, shares: Tensor): Tensor {
  const support = tf.cast(tf.greater(shares, 0), "float32");
  const mean = tf.div(tf.sum(tf.mul(dy, support), -1, true), tf.sum(support, -1, true));
  return tf.mul(support, tf.sub(dy, mean));
}
