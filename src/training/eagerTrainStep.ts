import { globalState } from "../random/globalState.ts";
import { RandomState } from "../random/randomState.ts";
import { seeded } from "../random/seeded.ts";
import { type LayersModel, type NamedTensorMap, type Tensor, tf, type Variable } from "../tensorflow.ts";
import type { Compiled } from "./compiled.ts";
import { learn } from "./learn.ts";
import { RunningMeans } from "./means.ts";
import { type Step, type StepSetup, type TensorData, takeSamples } from "./step.ts";

/** Trains batch after batch by tfjs: forward, gradients, one step of the optimizer. */
export class EagerTrainStep implements Step {
  readonly #setup: StepSetup;
  readonly #variables: readonly Variable[];
  readonly #means: RunningMeans;
  #seed = 0;

  constructor(setup: StepSetup) {
    this.#setup = setup;
    this.#variables = trainableVariables(setup.model);
    this.#means = new RunningMeans(setup.compiled, setup.model);
  }

  run(order: Int32Array, from: number, pause: () => boolean): number {
    let next = from;
    do {
      const batch = order.subarray(next, next + this.#setup.batchSize);
      this.#means.add(this.#train(batch), batch.length);
      next += batch.length;
    } while (next < order.length && !pause());
    return next;
  }

  get logs() {
    return this.#means.logs;
  }

  reset(): void {
    this.#means.reset();
    this.#seed = globalState().seed();
  }

  dispose(): void {}

  #train(batch: Int32Array): ArrayLike<number> {
    const { model, compiled, data } = this.#setup;
    return tf.tidy(() => {
      const rows = tf.tensor1d(batch, "int32");
      const taken = takeSamples(data, (whole) => tf.gather(whole, rows));
      return trainBatch(model, compiled, this.#variables, taken, this.#seed) as unknown as Tensor;
    }) as unknown as ArrayLike<number>;
  }
}

/**
 * One step on one batch; returns the batch's sums of loss and metrics, measured before the weights change.
 *
 * @param seed what the batch draws (dropout, noise) follows from it and from the number of the batch
 */
export function trainBatch(
  model: LayersModel,
  compiled: Compiled,
  variables: readonly Variable[],
  batch: TensorData,
  seed: number,
): ArrayLike<number> {
  const work = () =>
    tf.tidy(() => {
      const change = (gradients: NamedTensorMap) => compiled.optimizer.apply(variables, gradients);
      return learn({ model, compiled }, variables, batch, change).dataSync() as unknown as Tensor;
    }) as unknown as ArrayLike<number>;
  const { batches } = compiled.optimizer;
  return seeded(work, new RandomState((seed + Math.imul(batches, 0x9e3779b9)) >>> 0));
}

/** The variables behind a model's trainable weights. @throws Error when there are none. */
export function trainableVariables(model: LayersModel): Variable[] {
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  if (variables.length === 0) throw new Error(`model "${model.name}" has no trainable weights`);
  return variables;
}
