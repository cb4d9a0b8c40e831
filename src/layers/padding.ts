import { tf } from "../tensorflow.ts";
import { make } from "./make.ts";
import type { Layer, LayerOptions } from "./options.ts";
import { Cropping1D, UpSampling1D, ZeroPadding1D } from "./own/steps.ts";
import { UpSampling2D } from "./own/upSampling2D.ts";
import { Cropping3D, UpSampling3D, ZeroPadding3D } from "./own/volumes.ts";

type Around =
  | number
  | readonly [number, number]
  | readonly [readonly [number, number], readonly [number, number]];

/** The options of layers that change the size of images or volumes. */
export interface ImageOptions extends LayerOptions {
  /** Where the channels lie. Default `"channelsLast"`: (batch, ...places, channels). */
  dataFormat?: "channelsLast" | "channelsFirst";
}

type AroundVolume =
  | number
  | readonly [depth: number, rows: number, columns: number]
  | readonly [readonly [number, number], readonly [number, number], readonly [number, number]];

/**
 * Puts steps of zeros before and after a sequence: `keras.layers.ZeroPadding1D`.
 *
 * @param padding how many; default 1
 * @example layers.zeroPadding1D([2, 0]); // before the sequence alone
 */
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
 * @example layers.zeroPadding2D([[1, 0], [1, 0]]);
 */
export function zeroPadding2D(padding: Around = 1, options: ImageOptions = {}): Layer {
  const create = (config: object) => tf.layers.zeroPadding2d({ ...config, padding: sides(padding) });
  return make("zero_padding2d", create, options, { dataFormat: "channelsLast" });
}

/**
 * Leaves out steps at both ends of a sequence: `keras.layers.Cropping1D`.
 *
 * @param cropping how many; default 1
 * @example layers.cropping1D(2);
 */
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
 * @example layers.cropping2D([2, 4]);
 */
export function cropping2D(cropping: Around = 0, options: ImageOptions = {}): Layer {
  const create = (config: object) => tf.layers.cropping2D({ ...config, cropping: sides(cropping) });
  return make("cropping2d", create, options, { dataFormat: "channelsLast" });
}

/**
 * Repeats each step: `keras.layers.UpSampling1D`.
 *
 * @param size how often; default 2
 * @example layers.upSampling1D(3);
 */
export function upSampling1D(size = 2, options: LayerOptions = {}): Layer {
  return make("up_sampling1d", (config: object) => new UpSampling1D({ ...config, size }), options, {});
}

/** The options of {@link upSampling2D}. */
export interface UpSampling2DOptions extends ImageOptions {
  /** How values between pixels arise. Default `"nearest"`. */
  interpolation?: "nearest" | "bilinear";
}

/**
 * Makes images larger: `keras.layers.UpSampling2D`.
 *
 * @param size the factor of rows and columns; default 2
 * @example layers.upSampling2D(2, { interpolation: "bilinear" });
 */
export function upSampling2D(
  size: number | readonly [number, number] = 2,
  options: UpSampling2DOptions = {},
): Layer {
  const create = (config: object) => new UpSampling2D({ ...config, size: both(size) } as object);
  return make("up_sampling2d", create, options, { dataFormat: "channelsLast", interpolation: "nearest" });
}

/**
 * Puts places of zeros around volumes: `keras.layers.ZeroPadding3D`. Input: (batch, depth, height, width, channels).
 *
 * @param padding how many on every side; `[depth, rows, columns]`; or a pair for each axis, before and after. Default 1.
 * @example layers.zeroPadding3D([1, 2, 2]);
 */
export function zeroPadding3D(padding: AroundVolume = 1, options: ImageOptions = {}): Layer {
  const create = (config: object) => new ZeroPadding3D({ ...config, padding: volumeSides(padding) });
  return make("zero_padding3d", create, options, { dataFormat: "channelsLast" });
}

/**
 * Leaves out places at the edges of volumes: `keras.layers.Cropping3D`. Input: (batch, depth, height, width, channels).
 *
 * @param cropping how many on every side; `[depth, rows, columns]`; or a pair for each axis, before and after. Default 1.
 * @example layers.cropping3D([0, 2, 2]);
 */
export function cropping3D(cropping: AroundVolume = 1, options: ImageOptions = {}): Layer {
  const create = (config: object) => new Cropping3D({ ...config, cropping: volumeSides(cropping) });
  return make("cropping3d", create, options, { dataFormat: "channelsLast" });
}

/**
 * Makes volumes larger by repeating places: `keras.layers.UpSampling3D`. Input: (batch, depth, height, width, channels).
 *
 * @param size the factor of depth, rows and columns; default 2
 * @example layers.upSampling3D([1, 2, 2]);
 */
export function upSampling3D(
  size: number | readonly [number, number, number] = 2,
  options: ImageOptions = {},
): Layer {
  const factors: [number, number, number] = typeof size === "number" ? [size, size, size] : [...size];
  const create = (config: object) => new UpSampling3D({ ...config, size: factors });
  return make("up_sampling3d", create, options, { dataFormat: "channelsLast" });
}

function volumeSides(value: AroundVolume): [number, number][] {
  const axes = typeof value === "number" ? [value, value, value] : value;
  return axes.map(both);
}

function both(value: number | readonly [number, number]): [number, number] {
  return typeof value === "number" ? [value, value] : [...value];
}

function sides(value: Around): [[number, number], [number, number]] {
  const [rows, columns] = typeof value === "number" ? [value, value] : value;
  return [both(rows), both(columns)];
}
