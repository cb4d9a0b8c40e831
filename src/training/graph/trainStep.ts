import type { GraphSession } from "../../graph/index.ts";
import { globalState } from "../../random/globalState.ts";
import { RunningMeans } from "../means.ts";
import { afterEachBatch, type Step, type StepSetup } from "../step.ts";
import { ChunkLength } from "./chunkLength.ts";
import type { DataLoop } from "./dataLoop.ts";

/**
 * Trains by a loop inside a TensorFlow graph: forward, gradients and the optimizer's step of many batches in one call, on another
 * thread. The data lie in the graph's session once; the weights stay there until somebody reads them.
 */
export class GraphTrainStep implements Step {
  readonly #setup: StepSetup;
  readonly #means: RunningMeans;
  readonly #session: GraphSession;
  readonly #data: DataLoop;
  readonly #chunk = new ChunkLength();
  #filled: Promise<void> | undefined;

  /** @param data a loop that is prepared */
  constructor(setup: StepSetup, session: GraphSession, data: DataLoop) {
    this.#setup = setup;
    this.#means = new RunningMeans(setup.compiled, setup.model);
    this.#session = session;
    this.#data = data;
  }

  async run(order: Int32Array, from: number, pause: () => boolean): Promise<number> {
    const { batchSize, data } = this.#setup;
    this.#filled ??= this.#data.fill(data);
    await this.#filled;
    const wished = pause === afterEachBatch ? 1 : this.#chunk.steps;
    // The smaller last batch has a graph of its own, and a call of its own.
    const steps = Math.max(1, Math.min(wished, Math.floor((order.length - from) / batchSize)));
    const rows = order.subarray(from, from + steps * batchSize);
    await this.#chunk.measure(steps, () => this.#train(rows));
    return from + rows.length;
  }

  get logs() {
    return this.#means.logs;
  }

  reset(): void {
    this.#means.reset();
    // An epoch takes one number of the library's generator, whatever it draws, so that it shuffles as one without a graph does, and
    // a run can go on from any batch.
    const { optimizer } = this.#setup.compiled;
    Object.assign(this.#data.loop.randomState, { seed: globalState().seed(), step: optimizer.batches });
  }

  /** Frees the data in the session, once a call that an interrupt left alone has ended. */
  async dispose(): Promise<void> {
    await this.#filled;
    await this.#session.idle();
    if (this.#filled !== undefined) await this.#data.clear();
    this.#data.isTaken = false;
  }

  async #train(rows: Int32Array): Promise<void> {
    const { batchSize, compiled } = this.#setup;
    const { optimizer } = compiled;
    const steps = Math.ceil(rows.length / batchSize);
    const scalars = optimizer.coefficientsOf(steps);
    const { sums } = await this.#data.loop.run(rows, { batchSize, scalars });
    optimizer.count(steps);
    const width = sums!.length / steps;
    for (let step = 0; step < steps; step++) {
      const samples = Math.min(batchSize, rows.length - step * batchSize);
      this.#means.add(sums!.subarray(step * width, (step + 1) * width), samples);
    }
  }
}
