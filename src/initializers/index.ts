export { constant, identity, ones, zeros } from "./constant.ts";
export type { Initializer, SeedOptions } from "./draw.ts";
export {
  type NormalOptions,
  type OrthogonalOptions,
  orthogonal,
  randomNormal,
  randomUniform,
  truncatedNormal,
  type UniformOptions,
} from "./random.ts";
export { type InitializerLike, type InitializerName, resolveInitializer as get } from "./resolve.ts";
export {
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  type VarianceScalingOptions,
  varianceScaling,
} from "./varianceScaling.ts";
