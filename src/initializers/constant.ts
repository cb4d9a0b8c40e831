import { tf } from "../tensorflow.ts";
import type { Initializer } from "./draw.ts";

/** All 0: `keras.initializers.Zeros`, the default of biases. */
export function zeros(): Initializer {
  return tf.initializers.zeros();
}

/** All 1: `keras.initializers.Ones`. */
export function ones(): Initializer {
  return tf.initializers.ones();
}

/**
 * All the same number: `keras.initializers.Constant`.
 *
 * @param value the number, by default 0
 */
export function constant(value: number | { value?: number } = 0): Initializer {
  return tf.initializers.constant({ value: typeof value === "number" ? value : (value.value ?? 0) });
}

/** A matrix with 1 (or `gain`) on its diagonal, else 0: `keras.initializers.Identity`. */
export function identity({ gain = 1 }: { gain?: number } = {}): Initializer {
  return tf.initializers.identity({ gain });
}
