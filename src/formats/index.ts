export { writeFileAtomic } from "./atomicWrite.ts";
export type { ConfigOptions } from "./config/customObjects.ts";
export { fromTfjsName, toTfjsName } from "./config/rename.ts";
export { type ToKerasOptions, toKerasConfig } from "./config/toKeras.ts";
export { toTfjsConfig } from "./config/toTfjs.ts";
export { ModelFileError, type ModelFileProblem } from "./errors.ts";
export {
  loadModelFile,
  loadOptimizerState,
  loadWeightsFile,
  saveModelFile,
  saveWeightsFile,
} from "./modelFiles.ts";
export type {
  Json,
  JsonObject,
  KerasConfig,
  LayerSpec,
  LayerWeights,
  ModelMetadata,
  OptimizerWeights,
  SavedModel,
  WeightArray,
  WeightData,
  WeightDtype,
  WeightSpec,
} from "./types.ts";
export { specFromConfig } from "./weights/specFromConfig.ts";
