import { tf } from "../tensorflow.ts";
import { make } from "./make.ts";
import type { Layer, LayerOptions } from "./options.ts";
import { UpSampling2D } from "./own/conv.ts";
import { Cropping1D, UpSampling1D, ZeroPadding1D } from "./own/steps.ts";

type Around =
  | number
  | readonly [number, number]
  | readonly [readonly [number, number], readonly [number, number]];

interface ImageOptions extends LayerOptions {
  /** Where the channels lie. Default `"channelsLast"`: (batch, height, width, channels). */
  dataFormat?: "channelsLast" | "channelsFirst";
}

/** Puts steps of zeros before and after a sequence: `keras.layers.ZeroPadding1D`. @param padding how many; default 1 */
export function zeroPadding1D(
  padding: number | readonly [number, number] = 1,
  options: LayerOptions = {},
): Layer {
  return make(
    "zero_padding1d",
    (config: object) => new ZeroPadding1D({ ...config, padding: both(padding) }),
    options,
    {},
  );
}

/**
 * Puts rows and columns of zeros around images: `keras.layers.ZeroPadding2D`.
 *
 * @param padding how many on every side; `[rows, columns]`; or `[[top, bottom], [left, right]]`. Default 1.
 */
export function zeroPadding2D(padding: Around = 1, options: ImageOptions = {}): Layer {
  const create = (config: object) => tf.layers.zeroPadding2d({ ...config, padding: sides(padding) });
  return make("zero_padding2d", create, options, { dataFormat: "channelsLast" });
}

/** Leaves out steps at both ends of a sequence: `keras.layers.Cropping1D`. @param cropping how many; default 1 */
export function cropping1D(
  cropping: number | readonly [number, number] = 1,
  options: LayerOptions = {},
): Layer {
  return make(
    "cropping1d",
    (config: object) => new Cropping1D({ ...config, cropping: both(cropping) }),
    options,
    {},
  );
}

/**
 * Leaves out rows and columns at the edges of images: `keras.layers.Cropping2D`.
 *
 * @param cropping how many on every side; `[rows, columns]`; or `[[top, bottom], [left, right]]`. Default 0.
 */
export function cropping2D(cropping: Around = 0, options: ImageOptions = {}): Layer {
  const create = (config: object) => tf.layers.cropping2D({ ...config, cropping: sides(cropping) });
  return make("cropping2d", create, options, { dataFormat: "channelsLast" });
}

/** Repeats each step: `keras.layers.UpSampling1D`. @param size how often; default 2 */
export function upSampling1D(size = 2, options: LayerOptions = {}): Layer {
  return make("up_sampling1d", (config: object) => new UpSampling1D({ ...config, size }), options, {});
}

/** The options of {@link upSampling2D}. */
export interface UpSampling2DOptions extends ImageOptions {
  /** How values between pixels arise. Default `"nearest"`. */
  interpolation?: "nearest" | "bilinear";
}

/** Makes images larger: `keras.layers.UpSampling2D`. @param size the factor of rows and columns; default 2 */
export function upSampling2D(
  size: number | readonly [number, number] = 2,
  options: UpSampling2DOptions = {},
): Layer {
  const create = (config: object) => new UpSampling2D({ ...config, size: both(size) } as object);
  return make("up_sampling2d", create, options, { dataFormat: "channelsLast", interpolation: "nearest" });
}

function both(value: number | readonly [number, number]): [number, number] {
  return typeof value === "number" ? [value, value] : [...value];
}

function sides(value: Around): [[number, number], [number, number]] {
  const [rows, columns] = typeof value === "number" ? [value, value] : value;
  return [both(rows), both(columns)];
}
