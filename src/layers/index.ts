export * from "./activation.ts";
export * from "./aliases.ts";
export * from "./attention.ts";
export * from "./augmentation.ts";
export * from "./conv.ts";
export { type DenseOptions, dense } from "./dense.ts";
export * from "./dropout.ts";
export * from "./embedding.ts";
export { type FlattenOptions, flatten } from "./flatten.ts";
export {
  type ActivityRegularizationOptions,
  activityRegularization,
  identity,
} from "./identity.ts";
export { type InputOptions, input, inputLayer } from "./input.ts";
export { type LambdaOptions, lambda } from "./lambda.ts";
export { Layer } from "./layer.ts";
export * from "./merge.ts";
export * from "./normalization.ts";
export type { CallOptions, LayerOptions, Shape } from "./options.ts";
export * from "./padding.ts";
export * from "./pooling.ts";
export * from "./preprocessing.ts";
export * from "./recurrent.ts";
export { type RescalingOptions, rescaling } from "./rescaling.ts";
export { permute, repeatVector, reshape } from "./reshape.ts";
export * from "./wrappers.ts";
