import { type GraphFunction, type GraphSession, graphIn } from "../../graph/index.ts";
import type { Tensor } from "../../tensorflow.ts";
import { testBatch } from "../eagerTestStep.ts";
import { RunningMeans } from "../means.ts";
import { afterEachBatch, type Step, type StepSetup, type TensorData } from "../step.ts";
import { Attempt, numbersOf } from "./attempt.ts";
import { DividedData } from "./dividedData.ts";
import { evenParts, lanes, partsOf } from "./lanes.ts";
import { type Trained, testFunction } from "./trainFunction.ts";

/** How many samples go into one call at most, where nobody looks on after each batch. */
const together = 1024;
/** Calls that go out at a time: more, as long as they come back soon, since no lane should wait for the slowest one. */
const mostCalls = 16;
/** How long they may take for that, in milliseconds. */
const soon = 20;

/** Losses and metrics of a batch as a graph, which may serve many steps. */
export class TestGraph {
  readonly measure: GraphFunction<[batch: TensorData], Tensor>;
  /** Whether several batches may be measured as one, for all that is known. */
  canJoin: boolean;
  readonly attempt = new Attempt();
  /** How many calls go out at a time. */
  calls = lanes;

  constructor(setup: Trained, session: GraphSession) {
    this.canJoin = setup.model.inputs.every(({ shape }) => shape[0] === null);
    const onTrace = (bySample: boolean) => {
      this.canJoin &&= bySample;
    };
    this.measure = graphIn(session, testFunction(setup, onTrace));
  }
}

/** Measures loss and metrics by a graph, changing nothing. */
export class GraphTestStep implements Step {
  readonly #setup: StepSetup;
  readonly #means: RunningMeans;
  readonly #graph: TestGraph;
  readonly #data: DividedData;

  constructor(setup: StepSetup, measure: TestGraph) {
    this.#setup = setup;
    this.#means = new RunningMeans(setup.compiled, setup.model);
    this.#graph = measure;
    this.#data = new DividedData(setup.data);
  }

  async run(order: Int32Array, from: number, pause: () => boolean): Promise<number> {
    let next = from;
    do {
      next += await this.#add(next, order.length, pause !== afterEachBatch);
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

  /** Measures the next batch, or several as one, side by side; returns how many samples these were. */
  async #add(from: number, end: number, join: boolean): Promise<number> {
    const { batchSize } = this.#setup;
    const mayJoin = () => join && this.#graph.attempt.reason === undefined && this.#graph.canJoin;
    const size = mayJoin() ? Math.max(batchSize, evenParts(end, together)) : batchSize;
    const isTraced = this.#graph.measure.traces > 0;
    const lengths = partsOf(end - from, size, mayJoin() && isTraced ? this.#graph.calls : 1);
    const begun = performance.now();
    const measured = lengths.map((length, i) =>
      this.#data.use(from + i * size, length, (batch) => this.#sums(batch, size > batchSize)),
    );
    const sums = (await Promise.all(measured)).filter((one) => one !== undefined);
    // The first call may show that the batches must stay apart.
    if (sums.length < lengths.length || (size > batchSize && !mayJoin())) return this.#add(from, end, false);
    if (isTraced && lengths.length === this.#graph.calls)
      this.#graph.calls = callsAfter(lengths.length, performance.now() - begun);
    for (const [i, one] of sums.entries()) this.#means.add(one, lengths[i]!);
    return lengths.reduce((sum, length) => sum + length, 0);
  }

  /** Undefined for joined batches where the graph turns out to be none. */
  async #sums(batch: TensorData, isJoined: boolean): Promise<ArrayLike<number> | undefined> {
    const { model, compiled } = this.#setup;
    return await this.#graph.attempt.run<ArrayLike<number> | undefined>(
      () => numbersOf(this.#graph.measure.async(batch)),
      () => (isJoined ? undefined : testBatch(model, compiled, batch)),
    );
  }
}

/** How many calls go out next, where so many took so long, in milliseconds. */
function callsAfter(count: number, took: number): number {
  const fitting = Math.floor((count * soon) / Math.max(took, 1));
  return Math.max(lanes, Math.min(mostCalls, 2 * count, fitting));
}
