import { withAddedLosses } from "../layers/addedLosses.ts";
import { reduceLoss } from "../losses/loss.ts";
import type { MetricInput } from "../metrics/metric.ts";
import { type LayersModel, type Scalar, type Tensor, tf } from "../tensorflow.ts";
import type { Compiled } from "./compiled.ts";
import { asFloat } from "./inputs.ts";
import type { TensorData } from "./step.ts";

/** One batch through model, losses and metrics. */
export interface Forward {
  /** What training makes small: the batch's mean losses, weighted and added up, and the layers' regularisation. */
  loss: Scalar;
  /**
   * Sums over the batch, one after another: the loss times the samples, each output's own loss times the samples where there are
   * several, then those of each metric.
   */
  sums: Tensor;
}

/** Applies the model to a batch and measures it, by tensors only. */
export function forward(
  model: LayersModel,
  compiled: Compiled,
  batch: TensorData,
  training: boolean,
  logitsOf: (output: Tensor) => Tensor | undefined,
): Forward {
  const x = batch.x.map(asFloat);
  const { result, losses: added } = withAddedLosses(() => model.call(x, { training }) as Tensor | Tensor[]);
  const inputs = metricInputs([result].flat(), batch, logitsOf);
  const { total, means } = lossesOf(compiled, inputs);
  const penalties = [...model.calculateLosses(), ...added];
  const loss = penalties.reduce<Tensor>((sum, penalty) => tf.add(sum, penalty), total);
  const samples = batch.x[0]!.shape[0]!;
  const reported = compiled.lossNames.length > 0 ? [loss, ...means] : [loss];
  const sums = [
    ...reported.map((mean) => tf.reshape(tf.mul(mean, samples), [1])),
    ...compiled.metrics.map(({ output, metric }) => metric.sums(inputs[output]!)),
  ];
  return { loss: loss.asScalar(), sums: tf.concat(sums) };
}

/** What losses and metrics see of each output. */
function metricInputs(
  outputs: readonly Tensor[],
  { y, weight }: TensorData,
  logitsOf: (output: Tensor) => Tensor | undefined,
): MetricInput[] {
  // Nothing looks at the targets of an output that has neither a loss nor metrics.
  return outputs.map((output, i) => ({
    target: y[i] as Tensor,
    output,
    logits: logitsOf(output),
    weight: weight[i],
  }));
}

/** The mean loss of each output that has one, and their weighted sum. */
function lossesOf({ outputs }: Compiled, inputs: readonly MetricInput[]): { total: Tensor; means: Tensor[] } {
  const means: Tensor[] = [];
  let total: Tensor | undefined;
  for (const [i, { loss, lossWeight }] of outputs.entries()) {
    if (loss === undefined) continue;
    const mean = reduceLoss(loss, loss.perSample(inputs[i]!), inputs[i]!.weight);
    const counted = lossWeight === 1 ? mean : tf.mul(mean, lossWeight);
    means.push(mean);
    total = total === undefined ? counted : tf.add(total, counted);
  }
  return { total: total!, means };
}
