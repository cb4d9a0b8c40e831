import { reduceLoss } from "../losses/loss.ts";
import { type LayersModel, type Scalar, type Tensor, tf } from "../tensorflow.ts";
import type { Compiled } from "./compiled.ts";

/** One batch through model, loss and metrics. */
export interface Forward {
  /** What training makes small: the mean loss of the batch and the layers' regularisation. */
  loss: Scalar;
  /** Sums over the batch, one after another: the loss, then those of each metric. */
  sums: Tensor;
}

/** Applies the model to a batch and measures it, by tensors only. */
export function forward(
  model: LayersModel,
  { loss, metrics }: Compiled,
  x: Tensor,
  target: Tensor,
  training: boolean,
  logitsOf: (output: Tensor) => Tensor | undefined,
): Forward {
  const output = model.call(x, { training }) as Tensor | Tensor[];
  const single = Array.isArray(output) ? output[0]! : output;
  const input = { target, output: single, logits: logitsOf(single) };
  const mean = reduceLoss(loss, loss.perSample(input));
  const penalties = model.calculateLosses();
  const total = penalties.reduce<Tensor>((sum, penalty) => tf.add(sum, penalty), mean);
  const samples = x.shape[0]!;
  const sums = [tf.reshape(tf.mul(total, samples), [1]), ...metrics.map((metric) => metric.sums(input))];
  return { loss: total.asScalar(), sums: tf.concat(sums) };
}
