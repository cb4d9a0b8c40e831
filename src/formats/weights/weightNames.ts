import type { JsonObject } from "../types.ts";

type Names = (config: JsonObject) => string[];

const biased =
  (...names: string[]): Names =>
  (config) =>
    config.use_bias === false ? names : [...names, "bias"];

const affine: Names = (config) => [
  ...(config.scale === false ? [] : ["gamma"]),
  ...(config.center === false ? [] : ["beta"]),
];

const none: Names = () => [];

const NAMES: Record<string, Names> = {
  Dense: biased("kernel"),
  Conv1D: biased("kernel"),
  Conv2D: biased("kernel"),
  Conv2DTranspose: biased("kernel"),
  Embedding: () => ["embeddings"],
  BatchNormalization: (config) => [...affine(config), "moving_mean", "moving_variance"],
  LayerNormalization: affine,
  LSTM: biased("kernel", "recurrent_kernel"),
  GRU: biased("kernel", "recurrent_kernel"),
  SimpleRNN: biased("kernel", "recurrent_kernel"),
};

const WITHOUT_WEIGHTS = new Set(
  [
    "InputLayer Flatten Dropout Activation Reshape Permute RepeatVector Masking",
    "MaxPooling1D MaxPooling2D AveragePooling1D AveragePooling2D",
    "GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D",
    "ReLU LeakyReLU ELU Softmax Add Concatenate Multiply Average Maximum Minimum Subtract Dot",
    "GaussianNoise GaussianDropout SpatialDropout1D SpatialDropout2D ZeroPadding2D UpSampling2D Rescaling",
  ].flatMap((line) => line.split(" ")),
);

/** The names of a built-in layer's weights in Keras's order, or undefined for a class that is not known here. */
export function weightNames(className: string, config: JsonObject): string[] | undefined {
  return (NAMES[className] ?? (WITHOUT_WEIGHTS.has(className) ? none : undefined))?.(config);
}
