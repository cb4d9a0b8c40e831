import { tf } from "../tensorflow.ts";
import { make } from "./make.ts";
import type { Layer, LayerOptions } from "./options.ts";
import { BatchNormalization } from "./own/batchNormalization.ts";
import { GroupNormalization } from "./own/groupNormalization.ts";
import { RMSNormalization, UnitNormalization } from "./own/norms.ts";
import type { ConstraintLike, InitializerLike, RegularizerLike } from "./settings.ts";

interface ScaleOptions extends LayerOptions {
  /** Added to the variance before its root. Default 0.001. */
  epsilon?: number;
  /** Whether an offset (beta) is learnt. Default true. */
  center?: boolean;
  /** Whether a factor (gamma) is learnt. Default true. */
  scale?: boolean;
  /** How the offset starts. Default `"zeros"`. */
  betaInitializer?: InitializerLike;
  /** How the factor starts. Default `"ones"`. */
  gammaInitializer?: InitializerLike;
  /** What is added to the loss for a large offset. Default: nothing. */
  betaRegularizer?: RegularizerLike;
  /** What is added to the loss for a large factor. Default: nothing. */
  gammaRegularizer?: RegularizerLike;
}

/** The options of {@link batchNormalization}, with Keras's defaults. */
export interface BatchNormalizationOptions extends ScaleOptions {
  /** The axis of the features. Default -1, the last. */
  axis?: number;
  /** The share of the running mean and variance that a step keeps. Default 0.99. */
  momentum?: number;
  /** How the running mean starts. Default `"zeros"`. */
  movingMeanInitializer?: InitializerLike;
  /** How the running variance starts. Default `"ones"`. */
  movingVarianceInitializer?: InitializerLike;
  /** What the offset is held to. Default: nothing. */
  betaConstraint?: ConstraintLike;
  /** What the factor is held to. Default: nothing. */
  gammaConstraint?: ConstraintLike;
}

const scaleDefaults = {
  epsilon: 1e-3,
  center: true,
  scale: true,
  betaInitializer: "zeros",
  gammaInitializer: "ones",
  betaRegularizer: undefined,
  gammaRegularizer: undefined,
} as const;

/**
 * Brings each feature to mean 0 and variance 1: over the batch while training, by running means afterwards.
 * `keras.layers.BatchNormalization` (Ioffe and Szegedy, 2015).
 *
 * @example model.add(layers.batchNormalization());
 */
export function batchNormalization(options: BatchNormalizationOptions = {}): Layer {
  return make("batch_normalization", (config: object) => new BatchNormalization(config), options, {
    axis: -1,
    momentum: 0.99,
    ...scaleDefaults,
    movingMeanInitializer: "zeros",
    movingVarianceInitializer: "ones",
    betaConstraint: undefined,
    gammaConstraint: undefined,
  });
}

/** The options of {@link layerNormalization}, with Keras's defaults. */
export interface LayerNormalizationOptions extends ScaleOptions {
  /** The axis, or axes, of the features. Default -1, the last. */
  axis?: number | readonly number[];
}

/**
 * Brings each sample's features to mean 0 and variance 1, in training and afterwards alike:
 * `keras.layers.LayerNormalization` (Ba, Kiros and Hinton, 2016).
 *
 * @example model.add(layers.layerNormalization());
 */
export function layerNormalization(options: LayerNormalizationOptions = {}): Layer {
  return make("layer_normalization", tf.layers.layerNormalization, options, { axis: -1, ...scaleDefaults });
}

/** The options of {@link groupNormalization}, with Keras's defaults. */
export interface GroupNormalizationOptions extends ScaleOptions {
  /** The axis of the features. Default -1, the last. */
  axis?: number;
  /** What the offset is held to. Default: nothing. */
  betaConstraint?: ConstraintLike;
  /** What the factor is held to. Default: nothing. */
  gammaConstraint?: ConstraintLike;
}

/**
 * Brings groups of each sample's features to mean 0 and variance 1, whatever the batch's size: `keras.layers.GroupNormalization`
 * (Wu and He, 2018).
 *
 * Input and output have the same shape.
 *
 * @param groups into how many groups the features are divided; 1 for all together, -1 for each on its own. Default 32.
 * @example model.add(layers.groupNormalization(8));
 */
export function groupNormalization(groups?: number, options?: GroupNormalizationOptions): Layer;
export function groupNormalization(options: GroupNormalizationOptions & { groups?: number }): Layer;
export function groupNormalization(
  first: number | (GroupNormalizationOptions & { groups?: number }) = 32,
  more: GroupNormalizationOptions = {},
): Layer {
  const { groups = 32, ...options } = typeof first === "number" ? { ...more, groups: first } : first;
  const create = (config: object) => new GroupNormalization({ ...config, groups });
  return make("group_normalization", create, options, {
    axis: -1,
    ...scaleDefaults,
    betaConstraint: undefined,
    gammaConstraint: undefined,
  });
}

/** The options of {@link rmsNormalization}, with Keras's defaults. */
export interface RMSNormalizationOptions extends LayerOptions {
  /** The axis, or axes, of the features. Default -1, the last. */
  axis?: number | readonly number[];
  /** Added to the mean square before its root. Default 1e-6. */
  epsilon?: number;
}

/**
 * Divides each sample's features by the root of their mean square, and multiplies them by a learnt factor:
 * `keras.layers.RMSNormalization` (Zhang and Sennrich, 2019). Input and output have the same shape.
 *
 * @example model.add(layers.rmsNormalization());
 */
export function rmsNormalization(options: RMSNormalizationOptions = {}): Layer {
  const create = (config: object) => new RMSNormalization(config);
  return make("rms_normalization", create, options, { axis: -1, epsilon: 1e-6 });
}

/** The options of {@link unitNormalization}, with Keras's defaults. */
export interface UnitNormalizationOptions extends LayerOptions {
  /** The axis, or axes, of the features. Default -1, the last. */
  axis?: number | readonly number[];
}

/**
 * Brings each sample's features to length 1 (the root of the sum of their squares): `keras.layers.UnitNormalization`. Input and
 * output have the same shape.
 *
 * @example model.add(layers.unitNormalization());
 */
export function unitNormalization(options: UnitNormalizationOptions = {}): Layer {
  const create = (config: object) => new UnitNormalization(config);
  return make("unit_normalization", create, options, { axis: -1 });
}
