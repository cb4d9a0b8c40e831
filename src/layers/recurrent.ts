import type { layers as tfjsLayers } from "@tensorflow/tfjs-node";
import type { SymbolicTensor, Tensor } from "../tensorflow.ts";
import { tf } from "../tensorflow.ts";
import { make, positive } from "./make.ts";
import type { CallOptions, Layer, LayerOptions } from "./options.ts";
import { GRU } from "./own/gru.ts";
import type { ActivationLike, ConstraintLike, InitializerLike, RegularizerLike } from "./settings.ts";
import { type BiasOptions, biasDefaults, type KernelOptions, kernelDefaults } from "./weights.ts";

/** What a call of a recurrent layer can be told. */
export interface RecurrentCallOptions<T> extends CallOptions {
  /** The state to begin with, such as another layer's last one: one tensor, for an LSTM two. Default: zeros. */
  initialState?: T[];
}

/** A recurrent layer: `apply` gives its output. */
export type RecurrentLayer = RecurrentCall & tfjsLayers.Layer;

interface RecurrentCall {
  /** Calls the layer, Keras's `layer(x, initial_state=...)`. */
  apply(x: SymbolicTensor | SymbolicTensor[], options?: RecurrentCallOptions<SymbolicTensor>): SymbolicTensor;
  apply(x: Tensor | Tensor[], options?: RecurrentCallOptions<Tensor>): Tensor;
}

/** A recurrent layer with `returnState`: `apply` gives its output, then its last state (an LSTM: state and memory). */
export type StatefulOutputLayer = StatefulOutputCall & tfjsLayers.Layer;

interface StatefulOutputCall {
  /** Calls the layer, Keras's `output, *state = layer(x, initial_state=...)`. */
  apply(
    x: SymbolicTensor | SymbolicTensor[],
    options?: RecurrentCallOptions<SymbolicTensor>,
  ): [output: SymbolicTensor, ...state: SymbolicTensor[]];
  apply(x: Tensor | Tensor[], options?: RecurrentCallOptions<Tensor>): [output: Tensor, ...state: Tensor[]];
}

/** The options of {@link simpleRNN}, with Keras's defaults. */
export interface SimpleRNNOptions extends LayerOptions, KernelOptions, BiasOptions {
  /** What is applied to the state. Default `"tanh"`. */
  activation?: ActivationLike;
  /** How the weights of the state start. Default `"orthogonal"`. */
  recurrentInitializer?: InitializerLike;
  /** What is added to the loss for large weights of the state. Default: nothing. */
  recurrentRegularizer?: RegularizerLike;
  /** What the weights of the state are held to. Default: nothing. */
  recurrentConstraint?: ConstraintLike;
  /** The share of the inputs that drops while training. Default 0. */
  dropout?: number;
  /** The share of the state that drops while training. Default 0. */
  recurrentDropout?: number;
  /** Whether every step's output is returned, (batch, steps, units), or the last one's, (batch, units). Default false. */
  returnSequences?: boolean;
  /** Whether the last state is returned beside the output. Default false. */
  returnState?: boolean;
  /** Whether the sequence is read from its end. Default false. */
  goBackwards?: boolean;
  /** Whether the next batch goes on from this one's state. Default false. */
  stateful?: boolean;
  /** Whether the steps are written out one after another. Default false. */
  unroll?: boolean;
}

/** The options of {@link lstm}, with Keras's defaults. */
export interface LSTMOptions extends SimpleRNNOptions {
  /** What the gates apply. Default `"sigmoid"` (tfjs: the hard sigmoid). */
  recurrentActivation?: ActivationLike;
  /** Whether the forget gate's bias starts at 1. Default true. */
  unitForgetBias?: boolean;
}

/** The options of {@link gru}, with Keras's defaults. */
export interface GRUOptions extends SimpleRNNOptions {
  /** What the gates apply. Default `"sigmoid"` (tfjs: the hard sigmoid). */
  recurrentActivation?: ActivationLike;
  /** Whether the reset gate acts after the state's weights (with a bias of its own) or before. Default true; tfjs knows only before. */
  resetAfter?: boolean;
}

const simple = {
  activation: "tanh",
  ...kernelDefaults,
  ...biasDefaults,
  recurrentInitializer: "orthogonal",
  recurrentRegularizer: undefined,
  recurrentConstraint: undefined,
  dropout: 0,
  recurrentDropout: 0,
  returnSequences: false,
  returnState: false,
  goBackwards: false,
  stateful: false,
  unroll: false,
} as const;

/**
 * A layer that reads a sequence step by step and keeps a state: `keras.layers.SimpleRNN`. Input: (batch, steps, features).
 *
 * @param units how many numbers the state has
 * @throws RangeError unless units is a whole number of at least 1
 * @example layers.simpleRNN(32, { inputShape: [null, 8] });
 */
export function simpleRNN(
  units: number,
  options?: SimpleRNNOptions & { returnState?: false },
): RecurrentLayer;
export function simpleRNN(options: SimpleRNNOptions & { units: number; returnState?: false }): RecurrentLayer;
export function simpleRNN(
  units: number,
  options: SimpleRNNOptions & { returnState: true },
): StatefulOutputLayer;
export function simpleRNN(
  options: SimpleRNNOptions & { units: number; returnState: true },
): StatefulOutputLayer;
export function simpleRNN(units: number, options?: SimpleRNNOptions): RecurrentLayer | StatefulOutputLayer;
export function simpleRNN(
  first: number | (SimpleRNNOptions & { units: number }),
  more: SimpleRNNOptions = {},
): RecurrentLayer & StatefulOutputLayer {
  const { units, ...options } = typeof first === "number" ? { ...more, units: first } : first;
  positive("simpleRNN", "units", units);
  return both(
    make("simple_rnn", (config: object) => tf.layers.simpleRNN({ ...config, units }), options, simple),
  );
}

/**
 * A recurrent layer with a memory that gates open and close: `keras.layers.LSTM` (Hochreiter and Schmidhuber, 1997).
 *
 * @param units how many numbers the state has
 * @throws RangeError unless units is a whole number of at least 1
 * @example layers.lstm(64, { returnSequences: true });
 */
export function lstm(units: number, options?: LSTMOptions & { returnState?: false }): RecurrentLayer;
export function lstm(options: LSTMOptions & { units: number; returnState?: false }): RecurrentLayer;
export function lstm(units: number, options: LSTMOptions & { returnState: true }): StatefulOutputLayer;
export function lstm(options: LSTMOptions & { units: number; returnState: true }): StatefulOutputLayer;
export function lstm(units: number, options?: LSTMOptions): RecurrentLayer | StatefulOutputLayer;
export function lstm(
  first: number | (LSTMOptions & { units: number }),
  more: LSTMOptions = {},
): RecurrentLayer & StatefulOutputLayer {
  const { units, ...options } = typeof first === "number" ? { ...more, units: first } : first;
  positive("lstm", "units", units);
  const create = (config: object) =>
    tf.layers.lstm({ ...config, units } as Parameters<typeof tf.layers.lstm>[0]);
  return both(
    make("lstm", create, options, { ...simple, recurrentActivation: "sigmoid", unitForgetBias: true }),
  );
}

/**
 * A recurrent layer with two gates: `keras.layers.GRU` (Cho et al., 2014).
 *
 * @param units how many numbers the state has
 * @throws RangeError unless units is a whole number of at least 1
 * @example layers.gru(64, { dropout: 0.2 });
 */
export function gru(units: number, options?: GRUOptions & { returnState?: false }): RecurrentLayer;
export function gru(options: GRUOptions & { units: number; returnState?: false }): RecurrentLayer;
export function gru(units: number, options: GRUOptions & { returnState: true }): StatefulOutputLayer;
export function gru(options: GRUOptions & { units: number; returnState: true }): StatefulOutputLayer;
export function gru(units: number, options?: GRUOptions): RecurrentLayer | StatefulOutputLayer;
export function gru(
  first: number | (GRUOptions & { units: number }),
  more: GRUOptions = {},
): RecurrentLayer & StatefulOutputLayer {
  const { units, ...options } = typeof first === "number" ? { ...more, units: first } : first;
  positive("gru", "units", units);
  const create = (config: object) => new GRU({ ...config, units } as ConstructorParameters<typeof GRU>[0]);
  return both(make("gru", create, options, { ...simple, recurrentActivation: "sigmoid", resetAfter: true }));
}

/** What a layer's options say of its output is known to the types alone. */
function both(layer: Layer): RecurrentLayer & StatefulOutputLayer {
  return layer as unknown as RecurrentLayer & StatefulOutputLayer;
}
