import { tf } from "../tensorflow.ts";
import type { Loss } from "./loss.ts";
import { meanPerSample } from "./probabilities.ts";
import { sameShape } from "./sameShape.ts";

/** The mean of the squared differences, Keras's `keras.losses.MeanSquaredError`. */
export const meanSquaredError: Loss = {
  name: "mean_squared_error",
  prepareTarget: (target, outputShape) => sameShape("mean_squared_error", target, outputShape),
  perSample: ({ target, output }) => meanPerSample(tf.squaredDifference(output, tf.cast(target, "float32"))),
};
