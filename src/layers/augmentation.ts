import type { SeedOptions } from "./dropout.ts";

export type { Factor } from "./own/augmentation.ts";

import { make } from "./make.ts";
import type { Layer } from "./options.ts";
import { augmentations, type Bounds, bounds, type Factor } from "./own/augmentation.ts";
import type { FillMode } from "./own/warp.ts";
import { random } from "./random.ts";

/** The options of layers that move pixels. */
export interface WarpLayerOptions extends SeedOptions {
  /** What lies beyond the edges: the mirrored picture, the picture again, one value, or the edge's pixels. Default `"reflect"`. */
  fillMode?: FillMode;
  /** How values between pixels arise. Default `"bilinear"`. */
  interpolation?: "bilinear" | "nearest";
  /** The value beyond the edges, for the fill mode `"constant"`. Default 0. */
  fillValue?: number;
}

/** The options of layers that change brightness or contrast. */
export interface ValueRangeOptions extends SeedOptions {
  /** The least and the greatest value of a pixel. Default `[0, 255]`. */
  valueRange?: readonly [least: number, greatest: number];
}

const warping = { fillMode: "reflect", interpolation: "bilinear", fillValue: 0, seed: undefined } as const;

/**
 * While training, mirrors pictures at random: `keras.layers.RandomFlip`. Input and output: (batch, height, width, channels).
 *
 * @param mode which way; both by default
 * @example layers.randomFlip("horizontal", { inputShape: [28, 28, 1] });
 */
export function randomFlip(
  mode: "horizontal" | "vertical" | "horizontalAndVertical" = "horizontalAndVertical",
  options: SeedOptions = {},
): Layer {
  const create = (config: object) => new augmentations.RandomFlip({ ...config, mode });
  return random(make("random_flip", create, options, { seed: undefined }), options.seed);
}

/**
 * While training, turns pictures by random angles: `keras.layers.RandomRotation`. Input and output: (batch, height, width, channels).
 *
 * @param factor how far, in full turns: 0.1 is up to 36 degrees both ways
 * @example layers.randomRotation(0.1);
 */
export function randomRotation(factor: Factor, options: WarpLayerOptions = {}): Layer {
  const create = (config: object) =>
    new augmentations.RandomRotation({ ...config, factor: bounds(factor) } as never);
  return random(make("random_rotation", create, options, warping), options.seed);
}

/** The options of {@link randomZoom}. */
export interface RandomZoomOptions extends WarpLayerOptions {
  /** How far widths change, as `heightFactor`. Default: as heights, so that shapes stay. */
  widthFactor?: Factor;
}

/**
 * While training, zooms into pictures (negative) or out of them: `keras.layers.RandomZoom`. Input and output: (batch, height, width,
 * channels).
 *
 * @param heightFactor how far heights change, as a share: 0.2 shows from 0.8 to 1.2 of the height
 * @example layers.randomZoom(0.2);
 */
export function randomZoom(heightFactor: Factor, options: RandomZoomOptions = {}): Layer {
  const { widthFactor = null, ...rest } = options;
  const create = (config: object) =>
    new augmentations.RandomZoom({
      ...config,
      heightFactor,
      widthFactor,
    } as never);
  return random(make("random_zoom", create, rest, warping), options.seed);
}

/**
 * While training, shifts pictures at random: `keras.layers.RandomTranslation`. Input and output: (batch, height, width, channels).
 *
 * @param heightFactor how far up or down, as a share of the height
 * @param widthFactor how far to the left or right, as a share of the width
 * @example layers.randomTranslation(0.1, 0.1, { fillMode: "constant" });
 */
export function randomTranslation(
  heightFactor: Factor,
  widthFactor: Factor,
  options: WarpLayerOptions = {},
): Layer {
  const factors = { heightFactor, widthFactor };
  const create = (config: object) => new augmentations.RandomTranslation({ ...config, ...factors } as never);
  return random(make("random_translation", create, options, warping), options.seed);
}

/**
 * While training, makes pictures brighter or darker at random: `keras.layers.RandomBrightness`. Input and output: (batch, height,
 * width, channels).
 *
 * @param factor how far, as a share of the range of values
 * @example layers.randomBrightness(0.2, { valueRange: [0, 1] });
 */
export function randomBrightness(factor: Factor, options: ValueRangeOptions = {}): Layer {
  const create = (config: object) =>
    new augmentations.RandomBrightness({ ...config, factor: bounds(factor) } as never);
  const defaults = { valueRange: [0, 255], seed: undefined } as const;
  return random(make("random_brightness", create, options, defaults), options.seed);
}

/**
 * While training, changes how far pixels are from their picture's mean: `keras.layers.RandomContrast`. Input and output: (batch,
 * height, width, channels).
 *
 * @param factor how far: 0.2 is from 1 to 1.2 times, `[0.2, 0.5]` from 0.8 to 1.5 times
 * @example layers.randomContrast([0.2, 0.2], { valueRange: [0, 1] });
 */
export function randomContrast(factor: Factor, options: ValueRangeOptions = {}): Layer {
  const both: Bounds = typeof factor === "number" ? [0, factor] : factor;
  const create = (config: object) => new augmentations.RandomContrast({ ...config, factor: both } as never);
  const defaults = { valueRange: [0, 255], seed: undefined } as const;
  return random(make("random_contrast", create, options, defaults), options.seed);
}
