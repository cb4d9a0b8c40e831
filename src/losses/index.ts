export {
  type BinaryFocalOptions,
  binaryCrossentropy,
  binaryFocalCrossentropy,
} from "./binaryCrossentropy.ts";
export {
  type CategoricalFocalOptions,
  categoricalCrossentropy,
  categoricalFocalCrossentropy,
} from "./categoricalCrossentropy.ts";
export type { LossMaker } from "./define.ts";
export { cosineSimilarity, klDivergence, poisson } from "./distributions.ts";
export {
  type HuberOptions,
  huber,
  logCosh,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
} from "./errors.ts";
export {
  categoricalGeneralizedCrossEntropy,
  type GeneralizedCrossEntropyOptions,
} from "./generalizedCrossEntropy.ts";
export { categoricalHinge, hinge, squaredHinge } from "./hinge.ts";
export type { Loss, LossFunction, LossInput, LossOptions, Reduction } from "./loss.ts";
export { type DiceOptions, dice, type TverskyOptions, tversky } from "./overlap.ts";
export type { SmoothedOptions } from "./probabilities.ts";
export { type LossLike, type LossName, resolveLoss as get } from "./resolve.ts";
export {
  type SparseCategoricalCrossentropyOptions,
  sparseCategoricalCrossentropy,
} from "./sparseCategoricalCrossentropy.ts";
