import type { SymbolicTensor, layers as tfjsLayers } from "@tensorflow/tfjs-node";
import type { Tensor } from "../tensorflow.ts";
import { make, positive, share } from "./make.ts";
import type { CallOptions, LayerOptions } from "./options.ts";
import { AdditiveAttention, Attention } from "./own/attention.ts";
import { MultiHeadAttention } from "./own/multiHeadAttention.ts";
import { random } from "./random.ts";
import { type BiasOptions, biasDefaults, type KernelOptions, kernelDefaults } from "./weights.ts";

/** What a call of an attention layer can be told. */
export interface AttentionCallOptions extends CallOptions {
  /** Whether a step sees only itself and those before it, as in a decoder. Default false. */
  useCausalMask?: boolean;
}

/** A layer of attention: called with [query, value], or [query, value, key]. */
export type AttentionLayer = AttentionCall & tfjsLayers.Layer;

interface AttentionCall {
  /** Calls the layer, Keras's `layer([query, value, key])`; without a key the value is the key. */
  apply(
    x: [query: SymbolicTensor, value: SymbolicTensor, key?: SymbolicTensor],
    options?: AttentionCallOptions,
  ): SymbolicTensor;
  apply(x: [query: Tensor, value: Tensor, key?: Tensor], options?: AttentionCallOptions): Tensor;
}

interface DropoutOptions extends LayerOptions {
  /** The share of the attention that drops while training. Default 0. */
  dropout?: number;
  /** Makes the layer's random numbers its own stream; by default they follow `setRandomSeed`. */
  seed?: number;
}

/** The options of {@link attention}, with Keras's defaults. */
export interface AttentionOptions extends DropoutOptions {
  /** Whether a factor of the scores is learnt. Default false. */
  useScale?: boolean;
  /** How query and key are compared: by their scalar product, or by the tanh of their sum. Default `"dot"`. */
  scoreMode?: "dot" | "concat";
}

/**
 * For each step of a query, the mean of a value's steps, weighted by how well their keys fit (Luong et al., 2015):
 * `keras.layers.Attention`. Query: (batch, queries, dim); value and key: (batch, values, dim); output: (batch, queries, dim).
 *
 * @example layers.attention().apply([query, value], { useCausalMask: true });
 */
export function attention(options: AttentionOptions = {}): AttentionLayer {
  share("attention", "dropout", options.dropout ?? 0);
  const defaults = { useScale: false, scoreMode: "dot", dropout: 0, seed: undefined } as const;
  const create = (config: object) => new Attention(config);
  return random(make("attention", create, options, defaults), options.seed) as unknown as AttentionLayer;
}

/** The options of {@link additiveAttention}, with Keras's defaults. */
export interface AdditiveAttentionOptions extends DropoutOptions {
  /** Whether a factor of each feature is learnt. Default true. */
  useScale?: boolean;
}

/**
 * As {@link attention}, with scores by the tanh of query plus key (Bahdanau et al., 2015): `keras.layers.AdditiveAttention`. Query:
 * (batch, queries, dim); value and key: (batch, values, dim); output: (batch, queries, dim).
 *
 * @example layers.additiveAttention().apply([query, value]);
 */
export function additiveAttention(options: AdditiveAttentionOptions = {}): AttentionLayer {
  share("additiveAttention", "dropout", options.dropout ?? 0);
  const create = (config: object) => new AdditiveAttention(config);
  const layer = make("additive_attention", create, options, { useScale: true, dropout: 0, seed: undefined });
  return random(layer, options.seed) as unknown as AttentionLayer;
}

/** The options of {@link multiHeadAttention}, with Keras's defaults. */
export interface MultiHeadAttentionOptions extends DropoutOptions, KernelOptions, BiasOptions {
  /** How many numbers a head's values have. Default: as many as its keys. */
  valueDim?: number;
}

interface Heads {
  /** How many heads look at the sequence side by side. */
  numHeads: number;
  /** How many numbers a head's queries and keys have. */
  keyDim: number;
}

/**
 * Several attentions side by side, each of its own projections of query, key and value, which one more projection joins (Vaswani et
 * al., 2017): `keras.layers.MultiHeadAttention`. Query: (batch, queries, width); value and key: (batch, values, any); output:
 * (batch, queries, width). With one sequence for all it is self-attention.
 *
 * @param numHeads how many heads
 * @param keyDim how many numbers a head's queries and keys have
 * @throws RangeError unless both are whole numbers of at least 1
 * @example const y = layers.multiHeadAttention(4, 16).apply([x, x], { useCausalMask: true });
 */
export function multiHeadAttention(
  numHeads: number,
  keyDim: number,
  options?: MultiHeadAttentionOptions,
): AttentionLayer;
export function multiHeadAttention(options: MultiHeadAttentionOptions & Heads): AttentionLayer;
export function multiHeadAttention(
  first: number | (MultiHeadAttentionOptions & Heads),
  second = 0,
  more: MultiHeadAttentionOptions = {},
): AttentionLayer {
  const { numHeads, keyDim, ...options } =
    typeof first === "number" ? { ...more, numHeads: first, keyDim: second } : first;
  positive("multiHeadAttention", "numHeads", numHeads);
  positive("multiHeadAttention", "keyDim", keyDim);
  share("multiHeadAttention", "dropout", options.dropout ?? 0);
  const create = (config: object) => new MultiHeadAttention({ ...config, numHeads, keyDim } as never);
  const layer = make("multi_head_attention", create, options, {
    valueDim: undefined,
    dropout: 0,
    seed: undefined,
    ...kernelDefaults,
    ...biasDefaults,
  });
  return random(layer, options.seed) as unknown as AttentionLayer;
}
