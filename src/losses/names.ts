import { snakeCase } from "../training/errors.ts";
import { binaryCrossentropy, binaryFocalCrossentropy } from "./binaryCrossentropy.ts";
import { categoricalCrossentropy, categoricalFocalCrossentropy } from "./categoricalCrossentropy.ts";
import { cosineSimilarity, klDivergence, poisson } from "./distributions.ts";
import {
  huber,
  logCosh,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
} from "./errors.ts";
import { categoricalGeneralizedCrossEntropy } from "./generalizedCrossEntropy.ts";
import { categoricalHinge, hinge, squaredHinge } from "./hinge.ts";
import type { Loss } from "./loss.ts";
import { dice, tversky } from "./overlap.ts";
import { sparseCategoricalCrossentropy } from "./sparseCategoricalCrossentropy.ts";

/** Every loss by Keras's name in snake_case. */
export const lossesByName = {
  binary_crossentropy: binaryCrossentropy,
  binary_focal_crossentropy: binaryFocalCrossentropy,
  categorical_crossentropy: categoricalCrossentropy,
  categorical_focal_crossentropy: categoricalFocalCrossentropy,
  categorical_generalized_cross_entropy: categoricalGeneralizedCrossEntropy,
  categorical_hinge: categoricalHinge,
  cosine_similarity: cosineSimilarity,
  dice,
  hinge,
  huber,
  kl_divergence: klDivergence,
  log_cosh: logCosh,
  mean_absolute_error: meanAbsoluteError,
  mean_absolute_percentage_error: meanAbsolutePercentageError,
  mean_squared_error: meanSquaredError,
  mean_squared_logarithmic_error: meanSquaredLogarithmicError,
  poisson,
  sparse_categorical_crossentropy: sparseCategoricalCrossentropy,
  squared_hinge: squaredHinge,
  tversky,
};

type FullName = keyof typeof lossesByName;

const aliases: Record<string, FullName> = {
  bce: "binary_crossentropy",
  kld: "kl_divergence",
  kldivergence: "kl_divergence",
  kullback_leibler_divergence: "kl_divergence",
  logcosh: "log_cosh",
  mae: "mean_absolute_error",
  mape: "mean_absolute_percentage_error",
  mse: "mean_squared_error",
  msle: "mean_squared_logarithmic_error",
};

type Short = "bce" | "kld" | "mae" | "mape" | "mse" | "msle";
type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

/** Keras's names of the losses: snake_case, the class's CamelCase, this library's camelCase, or Keras's short ones. */
export type LossName =
  | FullName
  | Camel<FullName>
  | Capitalize<Camel<FullName>>
  | Short
  | Uppercase<Short>
  | "KLDivergence"
  | "kullback_leibler_divergence"
  | "logcosh";

/** The loss that a name in any of these spellings means, or undefined. */
export function lossNamed(name: string): Loss | undefined {
  const key = snakeCase(name);
  const full = Object.hasOwn(aliases, key) ? aliases[key]! : key;
  return Object.hasOwn(lossesByName, full) ? (lossesByName[full as FullName] as () => Loss)() : undefined;
}
