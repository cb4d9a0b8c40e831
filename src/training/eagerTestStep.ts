import { type LayersModel, type Tensor, tf } from "../tensorflow.ts";
import type { Compiled } from "./compiled.ts";
import { forward } from "./forward.ts";
import { withLogits } from "./logits.ts";
import { RunningMeans } from "./means.ts";
import { type Step, type StepSetup, type TensorData, takeSamples } from "./step.ts";

/** Measures loss and metrics batch after batch by tfjs, changing nothing. */
export class EagerTestStep implements Step {
  readonly #setup: StepSetup;
  readonly #means: RunningMeans;

  constructor(setup: StepSetup) {
    this.#setup = setup;
    this.#means = new RunningMeans(setup.compiled, setup.model);
  }

  run(order: Int32Array, from: number, pause: () => boolean): number {
    let next = from;
    do {
      const end = Math.min(next + this.#setup.batchSize, order.length);
      this.#means.add(this.#measure(next, end - next), end - next);
      next = end;
    } while (next < order.length && !pause());
    return next;
  }

  get logs() {
    return this.#means.logs;
  }

  reset(): void {
    this.#means.reset();
  }

  dispose(): void {}

  #measure(from: number, samples: number): ArrayLike<number> {
    const { model, compiled, data } = this.#setup;
    return tf.tidy(() => {
      const batch = takeSamples(data, (whole) => rows(whole, from, samples));
      return testBatch(model, compiled, batch) as unknown as Tensor;
    }) as unknown as ArrayLike<number>;
  }
}

/** The sums of loss and metrics of one batch. */
export function testBatch(model: LayersModel, compiled: Compiled, batch: TensorData): ArrayLike<number> {
  return tf.tidy(
    () =>
      withLogits((logitsOf) =>
        forward(model, compiled, batch, false, logitsOf).sums.dataSync(),
      ) as unknown as Tensor,
  ) as unknown as ArrayLike<number>;
}

/** A run of samples; evaluation keeps their order, so no gather is needed. */
export function rows(tensor: Tensor, from: number, samples: number): Tensor {
  return tf.slice(tensor, [from, ...tensor.shape.slice(1).map(() => 0)], [samples, ...tensor.shape.slice(1)]);
}
