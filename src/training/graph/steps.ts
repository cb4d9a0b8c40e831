import { GraphError, GraphSession } from "../../graph/index.ts";
import type { Compiled } from "../compiled.ts";
import { eagerSteps } from "../feeds.ts";
import type { BatchRunner, Step, StepSetup, Steps } from "../step.ts";
import { testByGraph, trainByGraph } from "./batches.ts";
import { GraphUpdates } from "./graphUpdates.ts";
import { GraphTestStep, TestGraph } from "./testStep.ts";
import type { Trained } from "./trainFunction.ts";
import { GraphTrainStep } from "./trainStep.ts";

/** Steps that run in graphs of one session, for one call of `fit`: training and validation share the weights there. */
export class GraphSteps implements Steps {
  readonly #session = new GraphSession();
  readonly #updates = new GraphUpdates();

  train(setup: StepSetup): Step {
    try {
      return new GraphTrainStep(setup, this.#session, this.#updates);
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      noteOnce(setup.compiled, error);
      return eagerSteps.train(setup);
    }
  }

  test(setup: StepSetup): Step {
    return new GraphTestStep(setup, new TestGraph(setup, this.#session));
  }

  trainBatches(setup: Trained): BatchRunner {
    return trainRunner(setup, this.#session, this.#updates);
  }

  testBatches(setup: Trained): BatchRunner {
    return testRunner(setup, this.#session);
  }

  /** Frees the graphs; the weights keep their newest values. */
  async dispose(): Promise<void> {
    await this.#session.dispose();
    this.#updates.dispose();
  }
}

const kept = { train: new WeakMap<Compiled, BatchRunner>(), test: new WeakMap<Compiled, BatchRunner>() };
const graphs = new WeakMap<Compiled, TestGraph>();

/** Steps whose graphs are kept for the next call, for work on a few batches. */
export const keptSteps: Steps = {
  train: (setup) => eagerSteps.train(setup),
  test: (setup) => {
    const samples = setup.data.x[0]!.shape[0]!;
    let known = graphs.get(setup.compiled);
    if (known === undefined && samples < fewSamples) return eagerSteps.test(setup);
    known ??= new TestGraph(setup, new GraphSession());
    graphs.set(setup.compiled, known);
    return new GraphTestStep(setup, known);
  },
  trainBatches: (setup) => keptRunner(kept.train, setup, trainRunner),
  testBatches: (setup) => keptRunner(kept.test, setup, testRunner),
};

/** Tracing takes as long as measuring so many samples without a graph. */
const fewSamples = 1024;

function keptRunner(
  runners: WeakMap<Compiled, BatchRunner>,
  setup: Trained,
  make: (setup: Trained, session: GraphSession) => BatchRunner,
): BatchRunner {
  let runner = runners.get(setup.compiled);
  if (runner === undefined) {
    runner = make(setup, new GraphSession());
    runners.set(setup.compiled, runner);
  }
  return runner;
}

function trainRunner(setup: Trained, session: GraphSession, updates = new GraphUpdates()): BatchRunner {
  const eager = eagerSteps.trainBatches(setup);
  return trainByGraph(setup, session, updates, (batch, reason) => {
    if (reason !== undefined) noteOnce(setup.compiled, reason);
    return eager(batch);
  });
}

function testRunner(setup: Trained, session: GraphSession): BatchRunner {
  return testByGraph(setup, session, eagerSteps.testBatches(setup));
}

const noted = new WeakSet<Compiled>();

function noteOnce(compiled: Compiled, error: GraphError): void {
  if (noted.has(compiled)) return;
  noted.add(compiled);
  console.warn(
    `Training runs without a graph, several times slower: ${error.message}. compile({ ..., graph: false }) chooses so without this note.`,
  );
}
