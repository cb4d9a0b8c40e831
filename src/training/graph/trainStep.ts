import { type GraphSession, type HeldData, hold, type TrainLoop, trainLoop } from "../../graph/index.ts";
import { globalState } from "../../random/globalState.ts";
import type { Tensor } from "../../tensorflow.ts";
import { RunningMeans } from "../means.ts";
import {
  afterEachBatch,
  type Step,
  type StepSetup,
  type TensorData,
  takeSamples,
  tensorsOf,
} from "../step.ts";
import { ChunkLength } from "./chunkLength.ts";
import type { GraphUpdates } from "./graphUpdates.ts";
import { trainFunction } from "./trainFunction.ts";

/**
 * Trains by a loop inside a TensorFlow graph: forward, gradients and the optimizer's step of many batches in one call, on another
 * thread. The data lie in the graph's session once; the weights stay there until somebody reads them.
 */
export class GraphTrainStep implements Step {
  readonly #setup: StepSetup;
  readonly #means: RunningMeans;
  readonly #loop: TrainLoop;
  readonly #chunk = new ChunkLength();

  /** @throws GraphError when the model, a loss, a metric or the optimizer cannot be traced */
  constructor(setup: StepSetup, session: GraphSession, updates: GraphUpdates) {
    this.#setup = setup;
    this.#means = new RunningMeans(setup.compiled, setup.model);
    this.#loop = loopOf(setup, session, updates);
    this.#loop.prepare(Math.min(setup.batchSize, setup.data.x[0]!.shape[0]!));
  }

  async run(order: Int32Array, from: number, pause: () => boolean): Promise<number> {
    const { batchSize } = this.#setup;
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
    Object.assign(this.#loop.randomState, { seed: globalState().seed(), step: optimizer.batches });
  }

  dispose(): void {}

  async #train(rows: Int32Array): Promise<void> {
    const { batchSize, compiled } = this.#setup;
    const { optimizer } = compiled;
    const steps = Math.ceil(rows.length / batchSize);
    const scalars = optimizer.coefficientsOf(steps);
    const { sums } = await this.#loop.run(rows, { batchSize, scalars });
    optimizer.count(steps);
    const width = sums!.length / steps;
    for (let step = 0; step < steps; step++) {
      const samples = Math.min(batchSize, rows.length - step * batchSize);
      this.#means.add(sums!.subarray(step * width, (step + 1) * width), samples);
    }
  }
}

function loopOf(
  { model, compiled, data }: StepSetup,
  session: GraphSession,
  updates: GraphUpdates,
): TrainLoop {
  const train = trainFunction({ model, compiled }, updates);
  const { held, unpack } = holdData(session, data);
  return trainLoop({
    session,
    data: held,
    scalars: Object.keys(compiled.optimizer.coefficients()),
    step: (batch, by) => ({ sums: train(unpack(batch), by) }),
  });
}

/** Puts the samples into the session; `unpack` finds the parts of a batch again. */
function holdData(
  session: GraphSession,
  data: TensorData,
): { held: HeldData[]; unpack: (batch: readonly Tensor[]) => TensorData } {
  const wholes = tensorsOf(data);
  const held = wholes.map((whole) => {
    const dtype = whole.dtype as "float32" | "int32" | "bool";
    return hold(session, whole.dataSync(), { shape: whole.shape, dtype });
  });
  return { held, unpack: (batch) => takeSamples(data, (whole) => batch[wholes.indexOf(whole)]!) };
}
