import { tf } from "../tensorflow.ts";
import { draw, type Fill, type Initializer, type SeedOptions } from "./draw.ts";
import { fansOf } from "./fans.ts";

/** The options of {@link varianceScaling}. */
export interface VarianceScalingOptions extends SeedOptions {
  /** The variance, times the number that `mode` counts. Default 1. */
  scale?: number;
  /** What divides the variance: a weight's inputs, its outputs, or the mean of both. Default `"fanIn"`. */
  mode?: "fanIn" | "fanOut" | "fanAvg";
  /** Default `"truncatedNormal"`. */
  distribution?: "truncatedNormal" | "untruncatedNormal" | "uniform";
}

/** The standard deviation of a normal distribution that is cut at two of its own. */
const cut = 0.87962566103423978;

/**
 * Draws from a distribution whose variance suits the weight's shape: `keras.initializers.VarianceScaling`. tfjs's own does not
 * make up for the cut of the truncated normal distribution, so its variance is 23 % too small.
 *
 * @throws RangeError for a scale that is not positive
 */
export function varianceScaling(options: VarianceScalingOptions = {}): Initializer {
  const { scale = 1, mode = "fanIn", distribution = "truncatedNormal", seed } = options;
  if (!(scale > 0)) throw new RangeError(`scale must be more than 0, got ${scale}`);
  const tfjs = tf.initializers.varianceScaling({
    scale,
    mode,
    distribution: distribution === "uniform" ? "uniform" : "normal",
    ...(seed === undefined ? {} : { seed }),
  });
  if (distribution === "untruncatedNormal") Object.assign(tfjs, { distribution });
  const fill: Fill = (shape, dtype) => {
    const { fanIn, fanOut } = fansOf(shape);
    const fans = { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 };
    const deviation = Math.sqrt(scale / Math.max(1, fans[mode]));
    const limit = deviation * Math.sqrt(3);
    if (distribution === "uniform") return tf.randomUniform(shape, -limit, limit, dtype, seed);
    if (distribution === "untruncatedNormal") return tf.randomNormal(shape, 0, deviation, dtype, seed);
    return tf.truncatedNormal(shape, 0, deviation / cut, dtype, seed);
  };
  return draw(tfjs, options, fill);
}

/** Uniform numbers of variance `2 / (inputs + outputs)` (Glorot and Bengio, 2010), the default of most layers. */
export function glorotUniform(options: SeedOptions = {}): Initializer {
  return varianceScaling({ ...options, mode: "fanAvg", distribution: "uniform" });
}

/** Truncated normal numbers of variance `2 / (inputs + outputs)` (Glorot and Bengio, 2010). */
export function glorotNormal(options: SeedOptions = {}): Initializer {
  return varianceScaling({ ...options, mode: "fanAvg" });
}

/** Uniform numbers of variance `2 / inputs`, for ReLU (He et al., 2015). */
export function heUniform(options: SeedOptions = {}): Initializer {
  return varianceScaling({ ...options, scale: 2, distribution: "uniform" });
}

/** Truncated normal numbers of variance `2 / inputs`, for ReLU (He et al., 2015). */
export function heNormal(options: SeedOptions = {}): Initializer {
  return varianceScaling({ ...options, scale: 2 });
}

/** Uniform numbers of variance `1 / inputs` (LeCun et al., 1998). */
export function lecunUniform(options: SeedOptions = {}): Initializer {
  return varianceScaling({ ...options, distribution: "uniform" });
}

/** Truncated normal numbers of variance `1 / inputs` (LeCun et al., 1998), for SELU. */
export function lecunNormal(options: SeedOptions = {}): Initializer {
  return varianceScaling(options);
}
