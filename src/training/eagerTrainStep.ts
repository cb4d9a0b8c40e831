import { type LayersModel, type Scalar, type Tensor, tf, type Variable } from "../tensorflow.ts";
import { forward } from "./forward.ts";
import { asFloat } from "./inputs.ts";
import { withLogits } from "./logits.ts";
import { RunningMeans } from "./means.ts";
import type { Step, StepSetup } from "./step.ts";

/** Trains batch after batch by tfjs: forward, gradients, one step of the optimizer. */
export class EagerTrainStep implements Step {
  readonly #setup: StepSetup;
  readonly #variables: readonly Variable[];
  readonly #means: RunningMeans;

  constructor(setup: StepSetup) {
    this.#setup = setup;
    this.#variables = trainableVariables(setup.model);
    this.#means = new RunningMeans(setup.compiled.metrics, setup.model.outputs[0]!.shape);
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

  takeLogs() {
    const { logs } = this.#means;
    this.#means.reset();
    return logs;
  }

  dispose(): void {}

  /** One step; returns the batch's sums of loss and metrics, measured before the weights change. */
  #train(batch: Int32Array): ArrayLike<number> {
    const { model, compiled, data } = this.#setup;
    return tf.tidy(() => {
      const rows = tf.tensor1d(batch, "int32");
      const x = asFloat(tf.gather(data.x, rows));
      const target = tf.gather(data.y, rows);
      return withLogits((logitsOf) => {
        let sums: Tensor | undefined;
        const { grads } = tf.variableGrads(() => {
          const batchForward = forward(model, compiled, x, target, true, logitsOf);
          sums = tf.keep(batchForward.sums);
          return batchForward.loss as Scalar;
        }, [...this.#variables]);
        compiled.optimizer.apply(this.#variables, grads);
        const values = sums!.dataSync();
        sums!.dispose();
        return values;
      }) as unknown as Tensor;
    }) as unknown as ArrayLike<number>;
  }
}

/** The variables behind a model's trainable weights. @throws Error when there are none. */
export function trainableVariables(model: LayersModel): Variable[] {
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  if (variables.length === 0) throw new Error(`model "${model.name}" has no trainable weights`);
  return variables;
}
