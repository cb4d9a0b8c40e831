import { tf } from "../tensorflow.ts";
import { draw, type Initializer, type SeedOptions } from "./draw.ts";

/** The options of {@link randomNormal} and {@link truncatedNormal}. */
export interface NormalOptions extends SeedOptions {
  /** The distribution's mean. Default 0. */
  mean?: number;
  /** Its standard deviation. Default 0.05. */
  stddev?: number;
}

/** Numbers of a normal distribution: `keras.initializers.RandomNormal`. */
export function randomNormal({ mean = 0, stddev = 0.05, ...options }: NormalOptions = {}): Initializer {
  const tfjs = tf.initializers.randomNormal({ mean, stddev, ...options });
  return draw(tfjs, options, (shape, dtype) => tf.randomNormal(shape, mean, stddev, dtype, options.seed));
}

/** Numbers of a normal distribution, drawn again beyond two standard deviations: `keras.initializers.TruncatedNormal`. */
export function truncatedNormal({ mean = 0, stddev = 0.05, ...options }: NormalOptions = {}): Initializer {
  const tfjs = tf.initializers.truncatedNormal({ mean, stddev, ...options });
  return draw(tfjs, options, (shape, dtype) => tf.truncatedNormal(shape, mean, stddev, dtype, options.seed));
}

/** The options of {@link randomUniform}. */
export interface UniformOptions extends SeedOptions {
  /** The least number. Default -0.05. */
  minval?: number;
  /** The number that all lie below. Default 0.05. */
  maxval?: number;
}

/** Numbers of which each is equally likely: `keras.initializers.RandomUniform`. (tfjs takes an end of 0 for none.) */
export function randomUniform({
  minval = -0.05,
  maxval = 0.05,
  ...options
}: UniformOptions = {}): Initializer {
  const tfjs = Object.assign(tf.initializers.randomUniform({ minval, maxval, ...options }), {
    minval,
    maxval,
  });
  return draw(tfjs, options, (shape, dtype) => tf.randomUniform(shape, minval, maxval, dtype, options.seed));
}

/** The options of {@link orthogonal}. */
export interface OrthogonalOptions extends SeedOptions {
  /** What the matrix is multiplied by. Default 1. */
  gain?: number;
}

/** A matrix whose rows or columns stand at right angles (Saxe et al., 2013): `keras.initializers.Orthogonal`. */
export function orthogonal({ gain = 1, ...options }: OrthogonalOptions = {}): Initializer {
  return draw(tf.initializers.orthogonal({ gain, ...options }), options);
}
