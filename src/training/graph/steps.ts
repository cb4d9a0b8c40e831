import { GraphError, GraphSession } from "../../graph/index.ts";
import { InterruptWatch } from "../../notebook/interrupt.ts";
import type { LayersModel } from "../../tensorflow.ts";
import type { Compiled } from "../compiled.ts";
import { eagerSteps } from "../feeds.ts";
import type { BatchRunner, Step, StepSetup, Steps } from "../step.ts";
import { stoppable } from "../stoppable.ts";
import { interruptedWork, noteWork } from "./atWork.ts";
import { testByGraph, trainByGraph } from "./batches.ts";
import { DataLoop } from "./dataLoop.ts";
import { GraphUpdates } from "./graphUpdates.ts";
import { GraphTestStep, TestGraph } from "./testStep.ts";
import { threadsFor } from "./threads.ts";
import type { Trained } from "./trainFunction.ts";
import { GraphTrainStep } from "./trainStep.ts";

/** So many traces fill a session, which cannot forget one alone. */
const mostTraces = 32;

/** Tracing takes as long as measuring so many samples without a graph. */
const fewSamples = 1024;

/** Steps that run in graphs of one session, where training, validation and evaluation share the weights. */
export class GraphSteps implements Steps {
  readonly model: LayersModel;
  readonly threads: number;
  readonly #session: GraphSession;
  readonly #updates = new GraphUpdates();
  readonly #loops = new Map<string, DataLoop[]>();
  readonly #tests: TestGraph;
  readonly #trainBatches: BatchRunner;
  readonly #testBatches: BatchRunner;
  /** How many calls work with these now. */
  users = 0;

  /** @param threads how many one operation may use */
  constructor(setup: Trained, threads: number) {
    this.model = setup.model;
    this.threads = threads;
    this.#session = new GraphSession({ intraOpThreads: threads });
    this.#tests = new TestGraph(setup, this.#session);
    this.#testBatches = testByGraph(this.#tests.measure, (batch) => eagerSteps.testBatches(setup)(batch));
    this.#trainBatches = trainByGraph(setup, this.#session, this.#updates, (batch, reason) => {
      if (reason !== undefined) noteOnce(setup.compiled, reason);
      return eagerSteps.trainBatches(setup)(batch);
    });
  }

  /** Whether a new session should take the place of this. */
  get isFull(): boolean {
    const loops = [...this.#loops.values()].flat().reduce((sum, { loop }) => sum + loop.traces, 0);
    return loops + this.#tests.measure.traces >= mostTraces;
  }

  async train(setup: StepSetup): Promise<Step> {
    const { batchSize, data } = setup;
    let loop: DataLoop | undefined;
    try {
      loop = this.#takeLoop(setup);
      const interrupt = new InterruptWatch();
      for (const part of loop.preparations(Math.min(batchSize, data.x[0]!.shape[0]!))) {
        await stoppable(part, "fit");
        interrupt.check("fit");
      }
      return new GraphTrainStep(setup, this.#session, loop);
    } catch (error) {
      if (loop !== undefined) loop.isTaken = false;
      if (!(error instanceof GraphError)) throw error;
      noteOnce(setup.compiled, error);
      return eagerSteps.train(setup);
    }
  }

  test(setup: StepSetup): Step {
    return new GraphTestStep(setup, this.#tests);
  }

  /** A step over samples that are measured but once: of few that is sooner done without a graph. */
  testOnce(setup: StepSetup): Step {
    const samples = setup.data.x[0]!.shape[0]!;
    const isFew = samples < fewSamples && this.#tests.measure.traces === 0;
    return isFew ? eagerSteps.test(setup) : this.test(setup);
  }

  trainBatches(): BatchRunner {
    return this.#trainBatches;
  }

  testBatches(): BatchRunner {
    return this.#testBatches;
  }

  /** Frees the graphs; the weights keep their newest values. */
  async dispose(): Promise<void> {
    await this.#session.dispose();
    this.#updates.dispose();
  }

  /** A loop for these samples that no other call of `fit` uses now: each holds the samples of one call. */
  #takeLoop(setup: StepSetup): DataLoop {
    const kind = DataLoop.kindOf(setup.data);
    const loops = this.#loops.get(kind) ?? [];
    this.#loops.set(kind, loops);
    let loop = loops.find(({ isTaken }) => !isTaken);
    if (loop === undefined) {
      const { model, compiled } = setup;
      loop = new DataLoop({ model, compiled }, setup.data, this.#session, this.#updates);
      loops.push(loop);
    }
    loop.isTaken = true;
    return loop;
  }
}

const kept = new WeakMap<Compiled, GraphSteps>();

/**
 * Does work by graphs that are kept for the next work, as long as the model is compiled as it is now: a call of `fit` on a few batches
 * takes less time than tracing. What an error or an interrupt left behind is not used again.
 *
 * @param batchSize how many samples it learns from at a time; undefined where it only measures, which several threads do batch by batch
 */
export async function useGraphSteps<T>(
  setup: Trained,
  batchSize: number | undefined,
  work: (steps: GraphSteps) => Promise<T>,
): Promise<T> {
  const { compiled, model } = setup;
  await interruptedWork(model);
  const steps = stepsOf(setup, batchSize === undefined ? 1 : threadsFor(model, batchSize));
  steps.users += 1;
  return noteWork(model, async () => {
    try {
      return await work(steps);
    } catch (error) {
      if (kept.get(compiled) === steps) kept.delete(compiled);
      throw error;
    } finally {
      steps.users -= 1;
      if (steps.users === 0 && kept.get(compiled) !== steps) await steps.dispose();
    }
  });
}

function stepsOf({ compiled, model }: Trained, threads: number): GraphSteps {
  const known = kept.get(compiled);
  if (known?.model === model && known.threads >= threads && !known.isFull) return known;
  const steps = new GraphSteps({ compiled, model }, threads);
  kept.set(compiled, steps);
  return steps;
}

const noted = new WeakSet<Compiled>();

function noteOnce(compiled: Compiled, error: GraphError): void {
  if (noted.has(compiled)) return;
  noted.add(compiled);
  console.warn(
    `Training runs without a graph, several times slower: ${error.message}. compile({ ..., graph: false }) chooses so without this note.`,
  );
}
