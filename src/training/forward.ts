import { withAddedLosses } from "../layers/addedLosses.ts";
import { reduceLoss } from "../losses/loss.ts";
import { type LayersModel, type Scalar, type Tensor, tf } from "../tensorflow.ts";
import type { Compiled } from "./compiled.ts";
import { asFloat } from "./inputs.ts";
import type { TensorData } from "./step.ts";

/** One batch through model, loss and metrics. */
export interface Forward {
  /** What training makes small: the mean loss of the batch and the layers' regularisation. */
  loss: Scalar;
  /** Sums over the batch, one after another: the loss times the samples, then those of each metric. */
  sums: Tensor;
}

/** Applies the model to a batch and measures it, by tensors only. */
export function forward(
  model: LayersModel,
  { loss, metrics }: Compiled,
  { x, y, weight }: TensorData,
  training: boolean,
  logitsOf: (output: Tensor) => Tensor | undefined,
): Forward {
  const { result, losses: added } = withAddedLosses(() => model.call(asFloat(x), { training }));
  const output = result as Tensor | Tensor[];
  const single = Array.isArray(output) ? output[0]! : output;
  const input = { target: y, output: single, logits: logitsOf(single) };
  const mean = reduceLoss(loss, loss.perSample(input), weight);
  const penalties = [...model.calculateLosses(), ...added];
  const total = penalties.reduce<Tensor>((sum, penalty) => tf.add(sum, penalty), mean);
  const lossSum = tf.reshape(tf.mul(total, x.shape[0]!), [1]);
  const sums = [lossSum, ...metrics.map((metric) => metric.sums({ ...input, weight }))];
  return { loss: total.asScalar(), sums: tf.concat(sums) };
}
