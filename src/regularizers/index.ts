export { type OrthogonalRegularizerOptions, orthogonalRegularizer } from "./orthogonal.ts";
export { l1, l1L2, l2, type Regularizer } from "./regularizer.ts";
export { type RegularizerLike, type RegularizerName, resolveRegularizer as get } from "./resolve.ts";
