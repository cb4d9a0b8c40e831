import { guard } from "../../graph/index.ts";
import type { Scalar, Tensor, Variable } from "../../tensorflow.ts";
import { trainableVariables } from "../eagerTrainStep.ts";
import { forward } from "../forward.ts";
import { learn } from "../learn.ts";
import { withLogits } from "../logits.ts";
import type { StepSetup, TensorData } from "../step.ts";
import type { GraphUpdates } from "./graphUpdates.ts";
import { watchLayers } from "./watchLayers.ts";

/** The model and what it is trained with. */
export type Trained = Pick<StepSetup, "model" | "compiled">;

/**
 * One step of training by tensors only, to be traced: changes the weights and gives the batch's sums of losses and metrics.
 *
 * @param updates fused updates of the graph
 */
export function trainFunction(
  { model, compiled }: Trained,
  updates: GraphUpdates,
): (batch: TensorData, by: Record<string, Scalar>) => Tensor {
  const { optimizer } = compiled;
  return (batch, by) => {
    watchLayers(model);
    const variables = trainableVariables(model);
    optimizer.build(variables);
    watchSlots(variables.flatMap((variable) => Object.values(optimizer.slotsOf(variable))));
    return learn({ model, compiled }, variables, batch, (gradients) =>
      optimizer.step(variables, gradients, by as { learningRate: Scalar }, updates),
    );
  };
}

/**
 * The batch's sums of losses and metrics of a model that does not change, to be traced.
 *
 * @param onTrace is told whether several batches may be measured as one
 */
export function testFunction(
  { model, compiled }: Trained,
  onTrace: (bySample: boolean) => void = () => {},
): (batch: TensorData) => Tensor {
  return (batch) => {
    watchLayers(model);
    return withLogits((logitsOf) => {
      const { sums, bySample } = forward(model, compiled, batch, false, logitsOf);
      onTrace(bySample);
      return sums;
    });
  };
}

/** Has a step traced again once an optimizer was disposed of, which then starts with new slots. */
function watchSlots(slots: readonly Variable[]): void {
  guard(() => slots.some(({ isDisposed }) => isDisposed));
}
