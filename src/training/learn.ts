import { mended } from "../notebook/mended.ts";
import { type NamedTensorMap, type Tensor, tf, type Variable } from "../tensorflow.ts";
import { constrain } from "./constrain.ts";
import { forward } from "./forward.ts";
import { withLogits } from "./logits.ts";
import type { StepSetup, TensorData } from "./step.ts";

/**
 * One step on one batch by tensors only, run by TensorFlow.js or recorded as a graph; gives the batch's sums of losses and metrics, measured
 * before the weights change.
 *
 * @param change changes the weights by their gradients
 */
export function learn(
  { model, compiled }: Pick<StepSetup, "model" | "compiled">,
  variables: readonly Variable[],
  batch: TensorData,
  change: (gradients: NamedTensorMap) => void,
): Tensor {
  return withLogits((logitsOf) => {
    let kept: Tensor | undefined;
    const step = () => {
      const { grads } = tf.variableGrads(() => {
        const { loss, sums } = forward(model, compiled, batch, true, logitsOf);
        kept = tf.keep(sums);
        return loss;
      }, [...variables]);
      change(grads);
      constrain(model);
      return tf.clone(kept!);
    };
    const sums = mended(() => kept?.dispose(), step);
    kept!.dispose();
    return sums;
  });
}
