import { tf } from "../tensorflow.ts";
import { make, positive } from "./make.ts";
import type { Layer, LayerOptions } from "./options.ts";
import { Conv1D, SeparableConv2D } from "./own/conv.ts";
import type { ActivationLike, ConstraintLike, InitializerLike, RegularizerLike } from "./settings.ts";
import { type BiasOptions, biasDefaults, type KernelOptions, kernelDefaults } from "./weights.ts";

/** One length for both axes of an image, or one for each. */
export type Pair = number | [rows: number, columns: number];

interface CommonOptions<P> extends LayerOptions, BiasOptions {
  /** What is applied to the sum. Default: nothing. */
  activation?: ActivationLike;
  /** Whether the edges are left out (`"valid"`) or filled with zeros so that no length is lost (`"same"`). Default `"valid"`. */
  padding?: P;
}

interface ImageOptions extends CommonOptions<"valid" | "same"> {
  /** How far the kernel moves at a time. Default 1. */
  strides?: Pair;
  /** Where the channels lie. Default `"channelsLast"`: (batch, height, width, channels). */
  dataFormat?: "channelsLast" | "channelsFirst";
}

/** The options of {@link conv1D}, with Keras's defaults. */
export interface Conv1DOptions extends CommonOptions<"valid" | "same" | "causal">, KernelOptions {
  /** How far the kernel moves at a time. Default 1. */
  strides?: number;
  /** The distance of the steps that the kernel sees. Default 1. */
  dilationRate?: number;
}

/** The options of {@link conv2D}, with Keras's defaults. */
export interface Conv2DOptions extends ImageOptions, KernelOptions {
  /** The distance of the pixels that the kernel sees. Default 1. */
  dilationRate?: Pair;
}

/** The options of {@link conv2DTranspose}, with Keras's defaults. */
export interface Conv2DTransposeOptions extends ImageOptions, KernelOptions {}

interface DepthwiseOptions extends ImageOptions {
  /** How many outputs each channel gets. Default 1. */
  depthMultiplier?: number;
  /** How the kernel of each channel starts. Default `"glorotUniform"`. */
  depthwiseInitializer?: InitializerLike;
  /** What is added to the loss for a large kernel. Default: nothing. */
  depthwiseRegularizer?: RegularizerLike;
  /** What the kernel is held to. Default: nothing. */
  depthwiseConstraint?: ConstraintLike;
}

/** The options of {@link depthwiseConv2D}, with Keras's defaults. */
export interface DepthwiseConv2DOptions extends DepthwiseOptions {}

/** The options of {@link separableConv2D}, with Keras's defaults. */
export interface SeparableConv2DOptions extends DepthwiseOptions {
  /** The distance of the pixels that the kernel sees. Default 1. */
  dilationRate?: Pair;
  /** How the kernel across the channels starts. Default `"glorotUniform"`. */
  pointwiseInitializer?: InitializerLike;
  /** What is added to the loss for a large kernel across the channels. Default: nothing. */
  pointwiseRegularizer?: RegularizerLike;
  /** What the kernel across the channels is held to. Default: nothing. */
  pointwiseConstraint?: ConstraintLike;
}

const common = { activation: undefined, ...biasDefaults } as const;
const image = { strides: 1, padding: "valid", dataFormat: "channelsLast" } as const;
const depthwise = {
  ...common,
  ...image,
  depthMultiplier: 1,
  depthwiseInitializer: "glorotUniform",
  depthwiseRegularizer: undefined,
  depthwiseConstraint: undefined,
} as const;

/**
 * Slides filters along a sequence: (batch, steps, channels) becomes (batch, steps, filters). `keras.layers.Conv1D`.
 *
 * @param filters how many outputs each step has
 * @param kernelSize how many steps a filter sees
 * @throws RangeError unless filters is a whole number of at least 1
 */
export function conv1D(filters: number, kernelSize: number, options?: Conv1DOptions): Layer;
export function conv1D(options: Conv1DOptions & { filters: number; kernelSize: number }): Layer;
export function conv1D(
  first: number | (Conv1DOptions & { filters: number; kernelSize: number }),
  size = 0,
  more: Conv1DOptions = {},
): Layer {
  const { required, options } = filtersOf("conv1D", first, size, more);
  const create = (config: object) => new Conv1D({ ...config, ...required } as object);
  const defaults = { ...common, ...kernelDefaults, strides: 1, padding: "valid", dilationRate: 1 } as const;
  return make("conv1d", create, options, defaults);
}

/**
 * Slides filters over images: (batch, height, width, channels) becomes (batch, rows, columns, filters).
 * `keras.layers.Conv2D`.
 *
 * @param filters how many outputs each place has
 * @param kernelSize how many rows and columns a filter sees
 * @throws RangeError unless filters is a whole number of at least 1
 * @example layers.conv2D(32, 3, { activation: "relu", inputShape: [28, 28, 1] });
 */
export function conv2D(filters: number, kernelSize: Pair, options?: Conv2DOptions): Layer;
export function conv2D(options: Conv2DOptions & { filters: number; kernelSize: Pair }): Layer;
export function conv2D(
  first: number | (Conv2DOptions & { filters: number; kernelSize: Pair }),
  size: Pair = 0,
  more: Conv2DOptions = {},
): Layer {
  const { required, options } = filtersOf("conv2D", first, size, more);
  const create = (config: object) => tf.layers.conv2d({ ...config, ...required });
  return make("conv2d", create, options, { ...common, ...kernelDefaults, ...image, dilationRate: 1 });
}

/**
 * The reverse of {@link conv2D} in shape: images become larger. `keras.layers.Conv2DTranspose`.
 *
 * @param filters how many outputs each place has
 * @param kernelSize how many rows and columns a filter writes
 */
export function conv2DTranspose(filters: number, kernelSize: Pair, options?: Conv2DTransposeOptions): Layer;
export function conv2DTranspose(
  options: Conv2DTransposeOptions & { filters: number; kernelSize: Pair },
): Layer;
export function conv2DTranspose(
  first: number | (Conv2DTransposeOptions & { filters: number; kernelSize: Pair }),
  size: Pair = 0,
  more: Conv2DTransposeOptions = {},
): Layer {
  const { required, options } = filtersOf("conv2DTranspose", first, size, more);
  const create = (config: object) => tf.layers.conv2dTranspose({ ...config, ...required });
  return make("conv2d_transpose", create, options, { ...common, ...kernelDefaults, ...image });
}

/** As {@link conv2D}, first within each channel, then across them: `keras.layers.SeparableConv2D`. */
export function separableConv2D(filters: number, kernelSize: Pair, options?: SeparableConv2DOptions): Layer;
export function separableConv2D(
  options: SeparableConv2DOptions & { filters: number; kernelSize: Pair },
): Layer;
export function separableConv2D(
  first: number | (SeparableConv2DOptions & { filters: number; kernelSize: Pair }),
  size: Pair = 0,
  more: SeparableConv2DOptions = {},
): Layer {
  const { required, options } = filtersOf("separableConv2D", first, size, more);
  const create = (config: object) => new SeparableConv2D({ ...config, ...required } as object);
  return make("separable_conv2d", create, options, {
    ...depthwise,
    dilationRate: 1,
    pointwiseInitializer: "glorotUniform",
    pointwiseRegularizer: undefined,
    pointwiseConstraint: undefined,
  });
}

/** Filters within each channel alone: `keras.layers.DepthwiseConv2D`. @param kernelSize how many rows and columns it sees */
export function depthwiseConv2D(kernelSize: Pair, options?: DepthwiseConv2DOptions): Layer;
export function depthwiseConv2D(options: DepthwiseConv2DOptions & { kernelSize: Pair }): Layer;
export function depthwiseConv2D(
  first: Pair | (DepthwiseConv2DOptions & { kernelSize: Pair }),
  more: DepthwiseConv2DOptions = {},
): Layer {
  const { kernelSize, ...options } =
    typeof first === "number" || Array.isArray(first) ? { ...more, kernelSize: first } : first;
  const create = (config: object) => tf.layers.depthwiseConv2d({ ...config, kernelSize });
  return make("depthwise_conv2d", create, options, depthwise);
}

function filtersOf<S extends Pair, O extends LayerOptions>(
  kind: string,
  first: number | (O & { filters: number; kernelSize: S }),
  size: S,
  more: O,
): { required: { filters: number; kernelSize: S }; options: O } {
  if (typeof first !== "number") {
    const { filters, kernelSize, ...options } = first;
    positive(kind, "filters", filters);
    return { required: { filters, kernelSize }, options: options as unknown as O };
  }
  positive(kind, "filters", first);
  for (const length of [size].flat()) positive(kind, "kernelSize", length as number);
  return { required: { filters: first, kernelSize: size }, options: more };
}
