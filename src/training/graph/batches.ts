import { type GraphError, type GraphFunction, type GraphSession, graphIn } from "../../graph/index.ts";
import { globalState } from "../../random/globalState.ts";
import { type Scalar, type Tensor, tf } from "../../tensorflow.ts";
import { type BatchRunner, type TensorData, tensorsOf } from "../step.ts";
import { Attempt, numbersOf } from "./attempt.ts";
import type { GraphUpdates } from "./graphUpdates.ts";
import { type Trained, trainFunction } from "./trainFunction.ts";

/** Each shape of a batch is a trace of its own, of some 50 ms; batches that all differ are faster without. */
const mostShapes = 16;

/** What runs a batch where a graph does not. */
type Instead = (batch: TensorData, reason: GraphError | undefined) => ReturnType<BatchRunner>;

/** Learns from batches by a graph. @param instead runs what the graph cannot */
export function trainByGraph(
  setup: Trained,
  session: GraphSession,
  updates: GraphUpdates,
  instead: Instead,
): BatchRunner {
  const { optimizer } = setup.compiled;
  const step = graphIn(session, trainFunction(setup, updates));
  const run = async (batch: TensorData) => {
    Object.assign(step.randomState, { seed: globalState().seed(), step: optimizer.batches });
    const by = scalars(optimizer.coefficients());
    try {
      const sums = await step.async(batch, by);
      optimizer.count(1);
      return sums;
    } finally {
      tf.dispose(by);
    }
  };
  return boundedShapes(run, instead);
}

/** Measures batches by a graph. @param instead runs what the graph cannot */
export function testByGraph(
  measure: GraphFunction<[batch: TensorData], Tensor>,
  instead: Instead,
): BatchRunner {
  return boundedShapes((batch) => measure.async(batch), instead);
}

/** Runs batches of so many shapes by a graph. */
function boundedShapes(run: (batch: TensorData) => Promise<Tensor>, instead: Instead): BatchRunner {
  const shapes = new Set<string>();
  const attempt = new Attempt();
  return async (batch) => {
    const shape = shapesOf(batch);
    if (!shapes.has(shape) && shapes.size < mostShapes) shapes.add(shape);
    if (!shapes.has(shape)) return await instead(batch, undefined);
    const { x, y, weight } = batch;
    return await attempt.run(
      () => numbersOf(run({ x, y, weight })),
      (reason) => instead(batch, reason),
    );
  };
}

function shapesOf(batch: TensorData): string {
  return tensorsOf(batch)
    .map(({ shape }) => shape.join("x"))
    .join(" ");
}

function scalars(numbers: Record<string, number>): Record<string, Scalar> {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, tf.scalar(value)]));
}
