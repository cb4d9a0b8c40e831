import { type LayersModel, tf } from "../tensorflow.ts";
import type { Compiled } from "./compiled.ts";
import { checkInput, checkLengths, hold, type Samples } from "./inputs.ts";
import { holdWeights, type Weighting } from "./sampleWeights.ts";
import type { TensorData } from "./step.ts";

/** Samples on the tensor side, until they are disposed. */
export interface HeldData extends TensorData {
  readonly samples: number;
  dispose(): void;
}

/**
 * Puts inputs, targets and weights on the tensor side once, checked against the model and its loss.
 *
 * @throws RangeError for shapes, labels or weights that do not fit
 */
export function dataFor(
  model: LayersModel,
  { loss }: Compiled,
  x: Samples,
  y: Samples,
  weighting: Weighting = {},
): HeldData {
  const input = hold(x, "x");
  const undo = [input.dispose];
  try {
    const target = hold(y, "y");
    undo.push(target.dispose);
    checkInput(input.tensor, model.inputs[0]!.shape, model.name);
    checkLengths(input.tensor, target.tensor);
    const weight = holdWeights(target.tensor, weighting);
    undo.push(() => weight?.dispose());
    // A clone, so that disposing what the loss made never disposes the caller's tensor.
    const prepared = tf.tidy(() => loss.prepareTarget(tf.clone(target.tensor), model.outputs[0]!.shape));
    target.dispose();
    return {
      x: input.tensor,
      y: prepared,
      weight,
      samples: input.tensor.shape[0]!,
      dispose() {
        input.dispose();
        prepared.dispose();
        weight?.dispose();
      },
    };
  } catch (error) {
    for (const dispose of undo) dispose();
    throw error;
  }
}
