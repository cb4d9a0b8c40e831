import { tf } from "../tensorflow.ts";
import { make, share } from "./make.ts";
import type { Layer, LayerOptions } from "./options.ts";
import { spatialDropouts } from "./own/spatialDropout.ts";
import { random } from "./random.ts";

/** The options of a layer that draws random numbers. */
export interface SeedOptions extends LayerOptions {
  /** Makes the layer's numbers its own stream; by default they follow `setRandomSeed`. */
  seed?: number;
}

/** The options of {@link dropout}. */
export interface DropoutOptions extends SeedOptions {
  /** The shape of the mask; where an axis has length 1, its values drop together. Default: the input's. */
  noiseShape?: readonly (number | null)[];
}

type Rate<O> = O & {
  /** The share that drops, from 0 to 1. */
  rate: number;
};

/**
 * While training, sets a share of the values to 0 and scales the others up, so that no unit is relied on too much; otherwise
 * passes everything on. `keras.layers.Dropout`.
 *
 * @param rate the share that drops, from 0 to 1
 * @throws RangeError for another rate
 * @example model.add(layers.dropout(0.3));
 */
export function dropout(rate: number, options?: DropoutOptions): Layer;
export function dropout(options: Rate<DropoutOptions>): Layer;
export function dropout(first: number | Rate<DropoutOptions>, more: DropoutOptions = {}): Layer {
  const { rate, ...options } = typeof first === "number" ? { ...more, rate: first } : first;
  share("dropout", "rate", rate);
  const create = (config: object) => tf.layers.dropout({ ...config, rate });
  return random(make("dropout", create, options, { noiseShape: undefined, seed: undefined }), options.seed);
}

/**
 * As {@link dropout}, for inputs of mean 0 and variance 1, which it keeps: `keras.layers.AlphaDropout`.
 *
 * @example layers.alphaDropout(0.1); // behind a dense layer with selu
 */
export function alphaDropout(rate: number, options?: DropoutOptions): Layer;
export function alphaDropout(options: Rate<DropoutOptions>): Layer;
export function alphaDropout(first: number | Rate<DropoutOptions>, more: DropoutOptions = {}): Layer {
  const { rate, ...options } = typeof first === "number" ? { ...more, rate: first } : first;
  share("alphaDropout", "rate", rate);
  const create = (config: object) => tf.layers.alphaDropout({ ...config, rate });
  const layer = make("alpha_dropout", create, options, { noiseShape: undefined, seed: undefined });
  return random(layer, options.seed);
}

/**
 * While training, adds noise of a normal distribution: `keras.layers.GaussianNoise`.
 *
 * @example layers.gaussianNoise(0.1, { inputShape: [784] });
 */
export function gaussianNoise(stddev: number, options?: SeedOptions): Layer;
export function gaussianNoise(options: SeedOptions & { stddev: number }): Layer;
export function gaussianNoise(
  first: number | (SeedOptions & { stddev: number }),
  more: SeedOptions = {},
): Layer {
  const { stddev, ...options } = typeof first === "number" ? { ...more, stddev: first } : first;
  if (!(stddev >= 0)) throw new RangeError(`gaussianNoise needs a stddev of at least 0, got ${stddev}`);
  const create = (config: object) => tf.layers.gaussianNoise({ ...config, stddev });
  return random(make("gaussian_noise", create, options, { seed: undefined }), options.seed);
}

/**
 * While training, multiplies by noise of mean 1: `keras.layers.GaussianDropout`.
 *
 * @example layers.gaussianDropout(0.3);
 */
export function gaussianDropout(rate: number, options?: SeedOptions): Layer;
export function gaussianDropout(options: Rate<SeedOptions>): Layer;
export function gaussianDropout(first: number | Rate<SeedOptions>, more: SeedOptions = {}): Layer {
  const { rate, ...options } = typeof first === "number" ? { ...more, rate: first } : first;
  share("gaussianDropout", "rate", rate);
  const create = (config: object) => tf.layers.gaussianDropout({ ...config, rate });
  return random(make("gaussian_dropout", create, options, { seed: undefined }), options.seed);
}

/**
 * Drops whole channels of a sequence: `keras.layers.SpatialDropout1D`. Input: (batch, steps, channels).
 *
 * @example layers.spatialDropout1D(0.2);
 */
export function spatialDropout1D(rate: number, options?: SeedOptions): Layer;
export function spatialDropout1D(options: Rate<SeedOptions>): Layer;
export function spatialDropout1D(first: number | Rate<SeedOptions>, more: SeedOptions = {}): Layer {
  return spatial(1, first, more);
}

/**
 * Drops whole channels of images: `keras.layers.SpatialDropout2D`. Input: (batch, height, width, channels).
 *
 * @example layers.spatialDropout2D(0.2);
 */
export function spatialDropout2D(rate: number, options?: SeedOptions): Layer;
export function spatialDropout2D(options: Rate<SeedOptions>): Layer;
export function spatialDropout2D(first: number | Rate<SeedOptions>, more: SeedOptions = {}): Layer {
  return spatial(2, first, more);
}

/**
 * Drops whole channels of volumes: `keras.layers.SpatialDropout3D`. Input: (batch, depth, height, width, channels).
 *
 * @example layers.spatialDropout3D(0.2);
 */
export function spatialDropout3D(rate: number, options?: SeedOptions): Layer;
export function spatialDropout3D(options: Rate<SeedOptions>): Layer;
export function spatialDropout3D(first: number | Rate<SeedOptions>, more: SeedOptions = {}): Layer {
  return spatial(3, first, more);
}

function spatial(axes: 1 | 2 | 3, first: number | Rate<SeedOptions>, more: SeedOptions): Layer {
  const { rate, ...options } = typeof first === "number" ? { ...more, rate: first } : first;
  share(`spatialDropout${axes}D`, "rate", rate);
  const kind = `spatial_dropout${axes}d`;
  const create = (config: object) => new spatialDropouts[axes]({ ...config, rate });
  return random(make(kind, create, options, { seed: undefined }), options.seed);
}
