import { type Tensor, tf } from "../tensorflow.ts";
import type { Metric } from "./metric.ts";

/**
 * The share of samples whose prediction is right, Keras's `"accuracy"`: for class labels the most probable class counts, for
 * one-hot targets likewise, for a single output unit whether it lies above 0.5.
 */
export const accuracy: Metric = {
  name: "accuracy",
  perSample(target, output) {
    const right = tf.cast(isRight(target, output), "float32");
    return right.rank === 1 ? right : tf.mean(tf.reshape(right, [right.shape[0]!, -1]), 1);
  },
};

function isRight(target: Tensor, output: Tensor): Tensor {
  if (output.shape.at(-1) === 1) {
    return tf.equal(
      tf.cast(tf.greater(output, 0.5), "float32"),
      tf.cast(tf.reshape(target, output.shape), "float32"),
    );
  }
  const labels = target.rank === output.rank ? tf.argMax(target, -1) : tf.cast(target, "int32");
  return tf.equal(tf.argMax(output, -1), labels);
}
