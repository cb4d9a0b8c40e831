import type { ConstraintLike, InitializerLike, RegularizerLike } from "./settings.ts";

/** The options of a layer with a kernel and a bias. */
export interface KernelOptions {
  /** How the kernel starts. Default `"glorotUniform"`, as in Keras. */
  kernelInitializer?: InitializerLike;
  /** What is added to the loss for large kernel weights. Default: nothing. */
  kernelRegularizer?: RegularizerLike;
  /** What the kernel is held to after each step. Default: nothing. */
  kernelConstraint?: ConstraintLike;
}

/** The options of a layer with a bias. */
export interface BiasOptions {
  /** Whether a bias is added. Default true. */
  useBias?: boolean;
  /** How the bias starts. Default `"zeros"`. */
  biasInitializer?: InitializerLike;
  /** What is added to the loss for a large bias. Default: nothing. */
  biasRegularizer?: RegularizerLike;
  /** What the bias is held to after each step. Default: nothing. */
  biasConstraint?: ConstraintLike;
}

/** Keras's defaults of {@link KernelOptions}. */
export const kernelDefaults = {
  kernelInitializer: "glorotUniform",
  kernelRegularizer: undefined,
  kernelConstraint: undefined,
} as const;

/** Keras's defaults of {@link BiasOptions}. */
export const biasDefaults = {
  useBias: true,
  biasInitializer: "zeros",
  biasRegularizer: undefined,
  biasConstraint: undefined,
} as const;
