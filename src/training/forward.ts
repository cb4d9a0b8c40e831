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
  /** Whether the sums are those of the samples, each by itself, so that several batches may be measured as one. */
  bySample: boolean;
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
  const { total, means, bySample } = lossesOf(compiled, inputs);
  const penalties = [...model.calculateLosses(), ...added];
  const loss = penalties.reduce<Tensor>((sum, penalty) => tf.add(sum, penalty), total);
  const samples = batch.x[0]!.shape[0]!;
  const reported = compiled.lossNames.length > 0 ? [loss, ...means] : [loss];
  const sums = [
    ...reported.map((mean) => tf.reshape(tf.mul(mean, samples), [1])),
    ...compiled.metrics.map(({ output, metric }) => metric.sums(inputs[output]!)),
  ];
  const isOfBatch = added.length > 0 || compiled.metrics.some(({ metric }) => metric.ofBatch);
  return { loss: loss.asScalar(), sums: tf.concat(sums), bySample: bySample && !isOfBatch };
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

/** The mean loss of each output that has one, their weighted sum, and whether they are means over the samples. */
function lossesOf({ outputs }: Compiled, inputs: readonly MetricInput[]) {
  const means: Tensor[] = [];
  let bySample = true;
  let total: Tensor | undefined;
  for (const [i, { loss, lossWeight }] of outputs.entries()) {
    if (loss === undefined) continue;
    const perSample = loss.perSample(inputs[i]!);
    const mean = reduceLoss(loss, perSample, inputs[i]!.weight);
    bySample &&= perSample.rank > 0 && !["sum", "mean_with_sample_weight"].includes(loss.reduction ?? "");
    const counted = lossWeight === 1 ? mean : tf.mul(mean, lossWeight);
    means.push(mean);
    total = total === undefined ? counted : tf.add(total, counted);
  }
  return { total: total!, means, bySample };
}
