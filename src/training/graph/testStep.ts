import { GraphError, type GraphFunction, type GraphSession, graph } from "../../graph/index.ts";
import type { Tensor } from "../../tensorflow.ts";
import { testBatch } from "../eagerTestStep.ts";
import { RunningMeans } from "../means.ts";
import { afterEachBatch, type Step, type StepSetup, type TensorData } from "../step.ts";
import { DividedData } from "./dividedData.ts";
import { type Trained, testFunction } from "./trainFunction.ts";

/** Losses and metrics of a batch as a graph. */
export type TestGraph = GraphFunction<[batch: TensorData], Tensor>;

/** How many samples go into one call at most, where nobody looks on after each batch: sums over batches are sums over samples. */
const together = 512;

/** Measures loss and metrics by a graph, changing nothing. */
export class GraphTestStep implements Step {
  readonly #setup: StepSetup;
  readonly #means: RunningMeans;
  readonly #measure: TestGraph;
  readonly #data: DividedData;
  /** Whether the graph turned out to be none, after which TensorFlow.js measures. */
  #isEager = false;

  /** @param measure made by {@link testGraph}; it may serve many steps */
  constructor(setup: StepSetup, measure: TestGraph) {
    this.#setup = setup;
    this.#means = new RunningMeans(setup.compiled, setup.model);
    this.#measure = measure;
    this.#data = new DividedData(setup.data);
  }

  async run(order: Int32Array, from: number, pause: () => boolean): Promise<number> {
    const { batchSize } = this.#setup;
    const size =
      pause === afterEachBatch ? batchSize : batchSize * Math.max(1, Math.floor(together / batchSize));
    let next = from;
    do {
      const samples = Math.min(size, order.length - next);
      await this.#add(next, samples);
      next += samples;
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

  async #add(from: number, samples: number): Promise<void> {
    const sums = await this.#data.use(from, samples, (batch) => this.#sums(batch));
    this.#means.add(sums, samples);
  }

  async #sums(batch: TensorData): Promise<ArrayLike<number>> {
    const { model, compiled } = this.#setup;
    if (this.#isEager) return testBatch(model, compiled, batch);
    try {
      const sums = await this.#measure.async(batch);
      const values = sums.dataSync();
      sums.dispose();
      return values;
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      this.#isEager = true;
      return testBatch(model, compiled, batch);
    }
  }
}

/** A graph that measures batches of a compiled model. */
export function testGraph(setup: Trained, session: GraphSession): TestGraph {
  return graph(testFunction(setup), { session });
}
