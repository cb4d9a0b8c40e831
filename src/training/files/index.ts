import { loadOptimizerState, loadWeightsFile, saveModelFile, saveWeightsFile } from "../../formats/index.ts";
import type { LayersModel } from "../../tensorflow.ts";
import type { Compiled } from "../compiled.ts";
import { describeModel, describeWeights, optimizerWeights, weightSpec } from "./describeModel.ts";
import { restoreOptimizer, restoreWeights } from "./restore.ts";

/** Writes a whole model. See `Model.save`. */
export async function saveModel(file: string, model: LayersModel, compiled?: Compiled): Promise<void> {
  await saveModelFile(file, describeModel(model, compiled));
}

/** Writes a model's weights. See `Model.saveWeights`. */
export async function saveWeights(file: string, model: LayersModel, compiled?: Compiled): Promise<void> {
  await saveWeightsFile(file, describeWeights(model), compiled && optimizerWeights(compiled));
}

/** Reads a model's weights, and the optimizer's state where file and model have one. See `Model.loadWeights`. */
export async function loadWeights(file: string, model: LayersModel, compiled?: Compiled): Promise<void> {
  restoreWeights(model, await loadWeightsFile(file, weightSpec(model)));
  const optimizer = compiled && (await loadOptimizerState(file));
  if (compiled && optimizer) restoreOptimizer(model, compiled, optimizer);
}
