import { tf } from "../tensorflow.ts";
import { make, positive } from "./make.ts";
import type { Layer, LayerOptions } from "./options.ts";
import type { ConstraintLike, InitializerLike, RegularizerLike } from "./settings.ts";

/** The options of {@link embedding}, with Keras's defaults. */
export interface EmbeddingOptions extends LayerOptions {
  /** How the vectors start. Default `"uniform"`: between -0.05 and 0.05. */
  embeddingsInitializer?: InitializerLike;
  /** What is added to the loss for large vectors. Default: nothing. */
  embeddingsRegularizer?: RegularizerLike;
  /** What the vectors are held to. Default: nothing. */
  embeddingsConstraint?: ConstraintLike;
  /** Whether the number 0 means "nothing here". Default false. */
  maskZero?: boolean;
}

/**
 * Gives each whole number a vector of its own: (batch, length) becomes (batch, length, outputDim).
 * `keras.layers.Embedding`.
 *
 * @param inputDim how many different numbers there are, counted from 0
 * @param outputDim the length of a vector
 * @throws RangeError unless both are whole numbers of at least 1
 * @example layers.embedding(1000, 64);
 */
export function embedding(inputDim: number, outputDim: number, options?: EmbeddingOptions): Layer;
export function embedding(options: EmbeddingOptions & { inputDim: number; outputDim: number }): Layer;
export function embedding(
  first: number | (EmbeddingOptions & { inputDim: number; outputDim: number }),
  second = 0,
  more: EmbeddingOptions = {},
): Layer {
  const { inputDim, outputDim, ...options } =
    typeof first === "number" ? { ...more, inputDim: first, outputDim: second } : first;
  positive("embedding", "inputDim", inputDim);
  positive("embedding", "outputDim", outputDim);
  const create = (config: object) => tf.layers.embedding({ ...config, inputDim, outputDim });
  return make("embedding", create, options, {
    embeddingsInitializer: "uniform",
    embeddingsRegularizer: undefined,
    embeddingsConstraint: undefined,
    maskZero: false,
  });
}

/** The options of {@link masking}. */
export interface MaskingOptions extends LayerOptions {
  /** The value that marks a step as empty where all its features have it. Default 0. */
  maskValue?: number;
}

/**
 * Tells the layers behind it to leave out empty steps: `keras.layers.Masking`. Input: (batch, steps, features).
 *
 * @example layers.masking({ maskValue: -1, inputShape: [null, 8] });
 */
export function masking(options: MaskingOptions = {}): Layer {
  return make("masking", tf.layers.masking, options, { maskValue: 0 });
}
