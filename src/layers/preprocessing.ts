import { hold, type Samples } from "../training/inputs.ts";
import { make, positive } from "./make.ts";
import type { Layer, LayerOptions } from "./options.ts";
import { CategoryEncoding, CenterCrop, Resizing } from "./own/images.ts";
import { Normalization } from "./own/normalize.ts";

/** The options of {@link normalization}. */
export interface NormalizationOptions extends LayerOptions {
  /** The axis, or axes, whose places have a mean each; null for one mean of all. Default -1, the last. */
  axis?: number | readonly number[] | null;
  /** The means, where they are known; with `variance`. Default: `adapt` measures them. */
  mean?: number | readonly number[];
  /** The variances, where they are known; with `mean`. Default: `adapt` measures them. */
  variance?: number | readonly number[];
  /** Whether numbers are brought back to the data's scale instead. Default false. */
  invert?: boolean;
}

/** A layer that measures the data before training. */
export type AdaptedLayer = Layer & {
  /** Measures the data, which do not train it. @param data samples as `fit` takes them */
  adapt(data: Samples): void;
};

/**
 * Brings numbers to mean 0 and variance 1 by those of the training data, so that a saved model takes raw numbers:
 * `keras.layers.Normalization`. Input and output have the same shape.
 *
 * @example
 * const scale = layers.normalization();
 * scale.adapt(trainInput);
 * const model = sequential([scale, layers.dense(1)]);
 */
export function normalization(options: NormalizationOptions = {}): AdaptedLayer {
  let made: Normalization | undefined;
  const create = (config: object) => {
    made = new Normalization({ ...config, axis: options.axis === undefined ? -1 : options.axis });
    return made;
  };
  const defaults = { axis: -1, mean: undefined, variance: undefined, invert: false } as const;
  const layer = make("normalization", create, options, defaults);
  const measure = made!.adapt.bind(made);
  const adapt = (data: Samples) => {
    const held = hold(data, "adapt's data");
    try {
      measure(held.tensor);
    } finally {
      held.dispose();
    }
  };
  return Object.assign(layer, { adapt });
}

/** The options of {@link resizing}. */
export interface ResizingOptions extends LayerOptions {
  /** How values between pixels arise. Default `"bilinear"`. */
  interpolation?: "bilinear" | "nearest";
}

/**
 * Brings images to a size: (batch, any, any, channels) becomes (batch, height, width, channels). `keras.layers.Resizing`.
 *
 * @param height how many rows
 * @param width how many columns
 * @throws RangeError unless both are whole numbers of at least 1
 * @example layers.resizing(32, 32, { inputShape: [28, 28, 1] });
 */
export function resizing(height: number, width: number, options: ResizingOptions = {}): Layer {
  positive("resizing", "height", height);
  positive("resizing", "width", width);
  const create = (config: object) => new Resizing({ ...config, height, width });
  return make("resizing", create, options, { interpolation: "bilinear" });
}

/**
 * Takes the middle of images: (batch, rows, columns, channels) becomes (batch, height, width, channels). `keras.layers.CenterCrop`.
 *
 * @param height how many rows, at most as many as there are
 * @param width how many columns, at most as many as there are
 * @throws RangeError unless both are whole numbers of at least 1; where images are smaller
 * @example layers.centerCrop(24, 24, { inputShape: [28, 28, 1] });
 */
export function centerCrop(height: number, width: number, options: LayerOptions = {}): Layer {
  positive("centerCrop", "height", height);
  positive("centerCrop", "width", width);
  return make("center_crop", (config: object) => new CenterCrop({ ...config, height, width }), options, {});
}

/** The options of {@link categoryEncoding}. */
export interface CategoryEncodingOptions extends LayerOptions {
  /** Whether a sample's numbers become a row each, one row of those that occur, or one row of how often. Default `"multiHot"`. */
  outputMode?: "oneHot" | "multiHot" | "count";
}

/**
 * Turns whole numbers into rows of 0 and 1: (batch, length) becomes (batch, numTokens). `keras.layers.CategoryEncoding`.
 *
 * @param numTokens how many different numbers there are, counted from 0
 * @throws RangeError unless numTokens is a whole number of at least 1
 * @example layers.categoryEncoding(10, { outputMode: "oneHot" });
 */
export function categoryEncoding(numTokens: number, options: CategoryEncodingOptions = {}): Layer {
  positive("categoryEncoding", "numTokens", numTokens);
  const create = (config: object) => new CategoryEncoding({ ...config, numTokens });
  return make("category_encoding", create, options, { outputMode: "multiHot" });
}
