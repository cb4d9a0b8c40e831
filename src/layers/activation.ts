import { tf } from "../tensorflow.ts";
import { make } from "./make.ts";
import type { Layer, LayerOptions } from "./options.ts";
import { PRELU, ReLU, ScaledELU } from "./own/activations.ts";
import type { ActivationLike, ConstraintLike, InitializerLike, RegularizerLike } from "./settings.ts";

/**
 * Applies an activation to every value, `keras.layers.Activation`.
 *
 * @param activation `"relu"`, `"softmax"`, `"tanh"`, ...
 * @example layers.activation("relu");
 */
export function activation(activation: ActivationLike, options?: LayerOptions): Layer;
export function activation(options: LayerOptions & { activation: ActivationLike }): Layer;
export function activation(
  first: ActivationLike | (LayerOptions & { activation: ActivationLike }),
  more: LayerOptions = {},
): Layer {
  const options =
    typeof first === "string" || typeof first === "function" ? { ...more, activation: first } : first;
  return make("activation", tf.layers.activation, options, { activation: options.activation });
}

/** The options of {@link relu}. */
export interface ReLUOptions extends LayerOptions {
  /** The largest output. Default: none. */
  maxValue?: number;
  /** The slope below the threshold. Default 0. */
  negativeSlope?: number;
  /** Where the line starts. Default 0. */
  threshold?: number;
}

/**
 * Negative values become 0: `keras.layers.ReLU`.
 *
 * @example layers.relu({ maxValue: 6 });
 */
export function relu(options: ReLUOptions = {}): Layer {
  const create = (config: object) => new ReLU(config);
  return make("re_lu", create, options, { maxValue: undefined, negativeSlope: 0, threshold: 0 });
}

/** The options of {@link leakyReLU}. */
export interface LeakyReLUOptions extends LayerOptions {
  /** The slope below 0. Default 0.3. */
  negativeSlope?: number;
}

/**
 * Negative values shrink but stay: `keras.layers.LeakyReLU`. tfjs calls the slope alpha.
 *
 * @example layers.leakyReLU({ negativeSlope: 0.1 });
 */
export function leakyReLU(options: LeakyReLUOptions = {}): Layer {
  const create = ({ negativeSlope, ...config }: LeakyReLUOptions) =>
    tf.layers.leakyReLU({ ...config, alpha: negativeSlope } as object);
  return make("leaky_re_lu", create, options, { negativeSlope: 0.3 });
}

/** The options of {@link prelu}. */
export interface PReLUOptions extends LayerOptions {
  /** How the slopes start. Default `"zeros"`. */
  alphaInitializer?: InitializerLike;
  /** What is added to the loss for large slopes. Default: nothing. */
  alphaRegularizer?: RegularizerLike;
  /** What the slopes are held to. Default: nothing. */
  alphaConstraint?: ConstraintLike;
  /** The axes, from 1, along which one slope is shared: `[1, 2]` for one a channel of an image. */
  sharedAxes?: readonly number[];
}

/**
 * A leaky ReLU whose slopes are learnt: `keras.layers.PReLU`.
 *
 * @example layers.prelu({ sharedAxes: [1, 2] }); // behind conv2D: one slope a channel
 */
export function prelu(options: PReLUOptions = {}): Layer {
  return make("p_re_lu", (config: object) => new PRELU(config), options, {
    alphaInitializer: "zeros",
    alphaRegularizer: undefined,
    alphaConstraint: undefined,
    sharedAxes: undefined,
  });
}

/** The options of {@link elu}. */
export interface ELUOptions extends LayerOptions {
  /** The value that very negative inputs approach, negated. Default 1. */
  alpha?: number;
}

/**
 * Negative values become `alpha (e^x - 1)`: `keras.layers.ELU`.
 *
 * @example layers.elu({ alpha: 0.5 });
 */
export function elu(options: ELUOptions = {}): Layer {
  return make("elu", (config: object) => new ScaledELU(config), options, { alpha: 1 });
}

/** The options of {@link softmax}. */
export interface SoftmaxOptions extends LayerOptions {
  /** The axis that sums to 1. Default -1, the last (tfjs's own default is the first after the batch). */
  axis?: number;
}

/**
 * Turns values into shares that sum to 1: `keras.layers.Softmax`.
 *
 * @example layers.softmax({ axis: -1 });
 */
export function softmax(options: SoftmaxOptions = {}): Layer {
  return make("softmax", tf.layers.softmax, options, { axis: -1 });
}

/** The options of {@link thresholdedReLU}. */
export interface ThresholdedReLUOptions extends LayerOptions {
  /** Up to where values become 0. Default 1. */
  theta?: number;
}

/**
 * Values up to a threshold become 0; Keras 2's `ThresholdedReLU`, in Keras 3 `relu({ threshold })`.
 *
 * @example layers.thresholdedReLU({ theta: 0.5 });
 */
export function thresholdedReLU(options: ThresholdedReLUOptions = {}): Layer {
  return make("thresholded_re_lu", tf.layers.thresholdedReLU, options, { theta: 1 });
}
