export { CosineDecay, type CosineDecayOptions, cosineDecay } from "./cosineDecay.ts";
export {
  CosineDecayRestarts,
  type CosineDecayRestartsOptions,
  cosineDecayRestarts,
} from "./cosineDecayRestarts.ts";
export { ExponentialDecay, type ExponentialDecayOptions, exponentialDecay } from "./exponentialDecay.ts";
export { InverseTimeDecay, type InverseTimeDecayOptions, inverseTimeDecay } from "./inverseTimeDecay.ts";
export {
  PiecewiseConstantDecay,
  type PiecewiseConstantDecayOptions,
  piecewiseConstantDecay,
} from "./piecewiseConstantDecay.ts";
export { PolynomialDecay, type PolynomialDecayOptions, polynomialDecay } from "./polynomialDecay.ts";
export { LearningRateSchedule } from "./schedule.ts";
