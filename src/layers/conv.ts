import { tf } from "../tensorflow.ts";
import { make, positive } from "./make.ts";
import type { Layer, LayerOptions } from "./options.ts";
import { Conv1D, Conv2D, Conv3D } from "./own/conv.ts";
import "./own/conv3DTransposeGradient.ts";
import { Conv1DTranspose } from "./own/conv1DTranspose.ts";
import { DepthwiseConv1D, DepthwiseConv2D } from "./own/depthwiseConv.ts";
import { SeparableConv1D, SeparableConv2D } from "./own/separableConv.ts";
import type { ActivationLike, ConstraintLike, InitializerLike, RegularizerLike } from "./settings.ts";
import { type BiasOptions, biasDefaults, type KernelOptions, kernelDefaults } from "./weights.ts";

/** One length for both axes of an image, or one for each. */
export type Pair = number | [rows: number, columns: number];

/** One length for all axes of a volume, or one for each. */
export type Triple = number | [depth: number, rows: number, columns: number];

/** What a layer of filters must be told. */
interface Filters<S> {
  /** How many outputs each place has. */
  filters: number;
  /** How many places a filter sees along each axis. */
  kernelSize: S;
}

interface GroupOptions {
  /** Into how many groups channels and filters are divided; a filter sees its own group alone. Default 1. */
  groups?: number;
}

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

interface SequenceOptions<P> extends CommonOptions<P> {
  /** How far the kernel moves at a time. Default 1. */
  strides?: number;
}

interface VolumeOptions extends CommonOptions<"valid" | "same"> {
  /** How far the kernel moves at a time. Default 1. */
  strides?: Triple;
  /** Where the channels lie. Default `"channelsLast"`: (batch, depth, height, width, channels). */
  dataFormat?: "channelsLast" | "channelsFirst";
}

/** The options of {@link conv1D}, with Keras's defaults. */
export interface Conv1DOptions
  extends SequenceOptions<"valid" | "same" | "causal">,
    KernelOptions,
    GroupOptions {
  /** The distance of the steps that the kernel sees. Default 1. */
  dilationRate?: number;
}

/** The options of {@link conv1DTranspose}, with Keras's defaults. */
export interface Conv1DTransposeOptions extends SequenceOptions<"valid" | "same">, KernelOptions {}

/** The options of {@link conv3D}, with Keras's defaults. */
export interface Conv3DOptions extends VolumeOptions, KernelOptions, GroupOptions {
  /** The distance of the places that the kernel sees. Default 1. */
  dilationRate?: Triple;
}

/** The options of {@link conv3DTranspose}, with Keras's defaults. */
export interface Conv3DTransposeOptions extends VolumeOptions, KernelOptions {}

/** The options of {@link conv2D}, with Keras's defaults. */
export interface Conv2DOptions extends ImageOptions, KernelOptions, GroupOptions {
  /** The distance of the pixels that the kernel sees. Default 1. */
  dilationRate?: Pair;
}

/** The options of {@link conv2DTranspose}, with Keras's defaults. */
export interface Conv2DTransposeOptions extends ImageOptions, KernelOptions {}

interface DepthwiseOptions {
  /** How many outputs each channel gets. Default 1. */
  depthMultiplier?: number;
  /** How the kernel of each channel starts. Default `"glorotUniform"`. */
  depthwiseInitializer?: InitializerLike;
  /** What is added to the loss for a large kernel. Default: nothing. */
  depthwiseRegularizer?: RegularizerLike;
  /** What the kernel is held to. Default: nothing. */
  depthwiseConstraint?: ConstraintLike;
}

/** The options of {@link depthwiseConv1D}, with Keras's defaults. */
export interface DepthwiseConv1DOptions extends SequenceOptions<"valid" | "same">, DepthwiseOptions {
  /** The distance of the steps that the kernel sees. Default 1. */
  dilationRate?: number;
}

/** The options of {@link depthwiseConv2D}, with Keras's defaults. */
export interface DepthwiseConv2DOptions extends ImageOptions, DepthwiseOptions {
  /** The distance of the pixels that the kernel sees. Default 1. */
  dilationRate?: Pair;
}

/** The options of {@link separableConv1D}, with Keras's defaults. */
export interface SeparableConv1DOptions
  extends SequenceOptions<"valid" | "same">,
    DepthwiseOptions,
    PointwiseOptions {
  /** The distance of the steps that the kernel sees. Default 1. */
  dilationRate?: number;
}

/** The options of {@link separableConv2D}, with Keras's defaults. */
export interface SeparableConv2DOptions extends ImageOptions, DepthwiseOptions, PointwiseOptions {
  /** The distance of the pixels that the kernel sees. Default 1. */
  dilationRate?: Pair;
}

interface PointwiseOptions {
  /** How the kernel across the channels starts. Default `"glorotUniform"`. */
  pointwiseInitializer?: InitializerLike;
  /** What is added to the loss for a large kernel across the channels. Default: nothing. */
  pointwiseRegularizer?: RegularizerLike;
  /** What the kernel across the channels is held to. Default: nothing. */
  pointwiseConstraint?: ConstraintLike;
}

const common = { activation: undefined, ...biasDefaults } as const;
const image = { strides: 1, padding: "valid", dataFormat: "channelsLast" } as const;
const sequence = { strides: 1, padding: "valid" } as const;
const pointwise = {
  pointwiseInitializer: "glorotUniform",
  pointwiseRegularizer: undefined,
  pointwiseConstraint: undefined,
} as const;
const depthwise = {
  ...common,
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
 * @example layers.conv1D(32, 5, { activation: "relu", padding: "causal", inputShape: [100, 3] });
 */
export function conv1D(filters: number, kernelSize: number, options?: Conv1DOptions): Layer;
export function conv1D(options: Conv1DOptions & Filters<number>): Layer;
export function conv1D(
  first: number | (Conv1DOptions & Filters<number>),
  size = 0,
  more: Conv1DOptions = {},
): Layer {
  const { required, options } = filtersOf("conv1D", first, size, more);
  const create = (config: object) => new Conv1D({ ...config, ...required } as object);
  const defaults = { ...common, ...kernelDefaults, ...sequence, dilationRate: 1, groups: 1 } as const;
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
export function conv2D(options: Conv2DOptions & Filters<Pair>): Layer;
export function conv2D(
  first: number | (Conv2DOptions & Filters<Pair>),
  size: Pair = 0,
  more: Conv2DOptions = {},
): Layer {
  const { required, options } = filtersOf("conv2D", first, size, more);
  const create = (config: object) => new Conv2D({ ...config, ...required } as object);
  const defaults = { ...common, ...kernelDefaults, ...image, dilationRate: 1, groups: 1 } as const;
  return make("conv2d", create, options, defaults);
}

/**
 * Slides filters through volumes, or through images and time: (batch, depth, height, width, channels) becomes
 * (batch, depth, rows, columns, filters). `keras.layers.Conv3D`.
 *
 * @param filters how many outputs each place has
 * @param kernelSize how many places a filter sees along depth, rows and columns
 * @throws RangeError unless filters is a whole number of at least 1
 * @example layers.conv3D(16, 3, { activation: "relu", inputShape: [16, 64, 64, 1] });
 */
export function conv3D(filters: number, kernelSize: Triple, options?: Conv3DOptions): Layer;
export function conv3D(options: Conv3DOptions & Filters<Triple>): Layer;
export function conv3D(
  first: number | (Conv3DOptions & Filters<Triple>),
  size: Triple = 0,
  more: Conv3DOptions = {},
): Layer {
  const { required, options } = filtersOf("conv3D", first, size, more);
  const create = (config: object) => new Conv3D({ ...config, ...required } as object);
  const defaults = { ...common, ...kernelDefaults, ...image, dilationRate: 1, groups: 1 } as const;
  return make("conv3d", create, options, defaults);
}

/**
 * The reverse of {@link conv1D} in shape: sequences become longer, (batch, steps, channels) becomes (batch, more steps, filters).
 * `keras.layers.Conv1DTranspose`.
 *
 * @param filters how many outputs each step has
 * @param kernelSize how many steps a filter writes
 * @throws RangeError unless filters is a whole number of at least 1
 * @example layers.conv1DTranspose(16, 3, { strides: 2, padding: "same" }); // twice as many steps
 */
export function conv1DTranspose(filters: number, kernelSize: number, options?: Conv1DTransposeOptions): Layer;
export function conv1DTranspose(options: Conv1DTransposeOptions & Filters<number>): Layer;
export function conv1DTranspose(
  first: number | (Conv1DTransposeOptions & Filters<number>),
  size = 0,
  more: Conv1DTransposeOptions = {},
): Layer {
  const { required, options } = filtersOf("conv1DTranspose", first, size, more);
  const create = (config: object) => new Conv1DTranspose({ ...config, ...required } as object);
  return make("conv1d_transpose", create, options, { ...common, ...kernelDefaults, ...sequence });
}

/**
 * The reverse of {@link conv3D} in shape: volumes become larger. `keras.layers.Conv3DTranspose`. Input: (batch, depth, height,
 * width, channels).
 *
 * @param filters how many outputs each place has
 * @param kernelSize how many places a filter writes along depth, rows and columns
 * @throws RangeError unless filters is a whole number of at least 1
 * @example layers.conv3DTranspose(8, 3, { strides: 2 });
 */
export function conv3DTranspose(filters: number, kernelSize: Triple, options?: Conv3DTransposeOptions): Layer;
export function conv3DTranspose(options: Conv3DTransposeOptions & Filters<Triple>): Layer;
export function conv3DTranspose(
  first: number | (Conv3DTransposeOptions & Filters<Triple>),
  size: Triple = 0,
  more: Conv3DTransposeOptions = {},
): Layer {
  const { required, options } = filtersOf("conv3DTranspose", first, size, more);
  const create = (config: object) => tf.layers.conv3dTranspose({ ...config, ...required } as never);
  return make("conv3d_transpose", create, options, { ...common, ...kernelDefaults, ...image });
}

/**
 * The reverse of {@link conv2D} in shape: images become larger. `keras.layers.Conv2DTranspose`.
 *
 * @param filters how many outputs each place has
 * @param kernelSize how many rows and columns a filter writes
 * @example layers.conv2DTranspose(16, 3, { strides: 2, padding: "same" }); // twice as high and wide
 */
export function conv2DTranspose(filters: number, kernelSize: Pair, options?: Conv2DTransposeOptions): Layer;
export function conv2DTranspose(options: Conv2DTransposeOptions & Filters<Pair>): Layer;
export function conv2DTranspose(
  first: number | (Conv2DTransposeOptions & Filters<Pair>),
  size: Pair = 0,
  more: Conv2DTransposeOptions = {},
): Layer {
  const { required, options } = filtersOf("conv2DTranspose", first, size, more);
  const create = (config: object) => tf.layers.conv2dTranspose({ ...config, ...required });
  return make("conv2d_transpose", create, options, { ...common, ...kernelDefaults, ...image });
}

/**
 * As {@link conv2D}, first within each channel, then across them, by fewer weights: `keras.layers.SeparableConv2D`. Input: (batch,
 * height, width, channels); output: (batch, rows, columns, filters).
 *
 * @param filters how many outputs each place has
 * @param kernelSize how many rows and columns a filter sees
 * @throws RangeError unless filters is a whole number of at least 1
 * @example layers.separableConv2D(64, 3, { activation: "relu", padding: "same" });
 */
export function separableConv2D(filters: number, kernelSize: Pair, options?: SeparableConv2DOptions): Layer;
export function separableConv2D(options: SeparableConv2DOptions & Filters<Pair>): Layer;
export function separableConv2D(
  first: number | (SeparableConv2DOptions & Filters<Pair>),
  size: Pair = 0,
  more: SeparableConv2DOptions = {},
): Layer {
  const { required, options } = filtersOf("separableConv2D", first, size, more);
  const create = (config: object) => new SeparableConv2D({ ...config, ...required } as object);
  return make("separable_conv2d", create, options, {
    ...depthwise,
    ...image,
    ...pointwise,
    dilationRate: 1,
  });
}

/**
 * As {@link conv1D}, first within each channel, then across them: `keras.layers.SeparableConv1D`. (batch, steps, channels) becomes
 * (batch, steps, filters), by fewer weights.
 *
 * @param filters how many outputs each step has
 * @param kernelSize how many steps a filter sees
 * @throws RangeError unless filters is a whole number of at least 1
 * @example layers.separableConv1D(64, 3, { activation: "relu" });
 */
export function separableConv1D(filters: number, kernelSize: number, options?: SeparableConv1DOptions): Layer;
export function separableConv1D(options: SeparableConv1DOptions & Filters<number>): Layer;
export function separableConv1D(
  first: number | (SeparableConv1DOptions & Filters<number>),
  size = 0,
  more: SeparableConv1DOptions = {},
): Layer {
  const { required, options } = filtersOf("separableConv1D", first, size, more);
  const create = (config: object) => new SeparableConv1D({ ...config, ...required } as object);
  const defaults = { ...depthwise, ...sequence, ...pointwise, dilationRate: 1 } as const;
  return make("separable_conv1d", create, options, defaults);
}

/**
 * Filters within each channel alone, along a sequence: (batch, steps, channels) becomes (batch, steps, channels * depthMultiplier).
 * `keras.layers.DepthwiseConv1D`.
 *
 * @param kernelSize how many steps a filter sees
 * @example layers.depthwiseConv1D(3, { depthMultiplier: 2 });
 */
export function depthwiseConv1D(kernelSize: number, options?: DepthwiseConv1DOptions): Layer;
export function depthwiseConv1D(options: DepthwiseConv1DOptions & { kernelSize: number }): Layer;
export function depthwiseConv1D(
  first: number | (DepthwiseConv1DOptions & { kernelSize: number }),
  more: DepthwiseConv1DOptions = {},
): Layer {
  const { kernelSize, ...options } = typeof first === "number" ? { ...more, kernelSize: first } : first;
  positive("depthwiseConv1D", "kernelSize", kernelSize);
  const create = (config: object) => new DepthwiseConv1D({ ...config, kernelSize } as never);
  return make("depthwise_conv1d", create, options, { ...depthwise, ...sequence, dilationRate: 1 });
}

/**
 * Filters within each channel alone: (batch, height, width, channels) becomes (batch, rows, columns, channels * depthMultiplier).
 * `keras.layers.DepthwiseConv2D`.
 *
 * @param kernelSize how many rows and columns a filter sees
 * @example layers.depthwiseConv2D(3, { padding: "same" });
 */
export function depthwiseConv2D(kernelSize: Pair, options?: DepthwiseConv2DOptions): Layer;
export function depthwiseConv2D(options: DepthwiseConv2DOptions & { kernelSize: Pair }): Layer;
export function depthwiseConv2D(
  first: Pair | (DepthwiseConv2DOptions & { kernelSize: Pair }),
  more: DepthwiseConv2DOptions = {},
): Layer {
  const { kernelSize, ...options } =
    typeof first === "number" || Array.isArray(first) ? { ...more, kernelSize: first } : first;
  const create = (config: object) => new DepthwiseConv2D({ ...config, kernelSize } as object);
  return make("depthwise_conv2d", create, options, { ...depthwise, ...image, dilationRate: 1 });
}

function filtersOf<S extends Triple | Pair, O extends LayerOptions>(
  kind: string,
  first: number | (O & Filters<S>),
  size: S,
  more: O,
): { required: Filters<S>; options: O } {
  if (typeof first !== "number") {
    const { filters, kernelSize, ...options } = first;
    positive(kind, "filters", filters);
    return { required: { filters, kernelSize }, options: options as unknown as O };
  }
  positive(kind, "filters", first);
  for (const length of [size].flat()) positive(kind, "kernelSize", length as number);
  return { required: { filters: first, kernelSize: size }, options: more };
}
