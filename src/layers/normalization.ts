import { tf } from "../tensorflow.ts";
import { make } from "./make.ts";
import type { Layer, LayerOptions } from "./options.ts";
import { BatchNormalization } from "./own/batchNormalization.ts";
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
 */
export function layerNormalization(options: LayerNormalizationOptions = {}): Layer {
  return make("layer_normalization", tf.layers.layerNormalization, options, { axis: -1, ...scaleDefaults });
}
