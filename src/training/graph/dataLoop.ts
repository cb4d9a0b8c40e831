import {
  clear,
  fill,
  type GraphSession,
  type HeldData,
  loadOperations,
  roomFor,
  type TrainLoop,
  trainLoop,
} from "../../graph/index.ts";
import type { Tensor } from "../../tensorflow.ts";
import { trainableVariables } from "../eagerTrainStep.ts";
import { type TensorData, tensorsOf } from "../step.ts";
import type { GraphUpdates } from "./graphUpdates.ts";
import { type Trained, trainFunction } from "./trainFunction.ts";

/** A loop over samples of one kind, however many: it is traced once, and given the samples of each call of `fit`. */
export class DataLoop {
  readonly loop: TrainLoop;
  /** Whether a call of `fit` has its samples in here. */
  isTaken = false;
  readonly #setup: Trained;
  readonly #session: GraphSession;
  readonly #rooms: readonly HeldData[];

  constructor(setup: Trained, data: TensorData, session: GraphSession, updates: GraphUpdates) {
    this.#setup = setup;
    this.#session = session;
    this.#rooms = tensorsOf(data).map(({ shape: [, ...shape], dtype }) =>
      roomFor(session, { shape: [-1, ...shape], dtype: dtype as "float32" | "int32" | "bool" }),
    );
    const train = trainFunction(setup, updates);
    const unpack = unpacker(data);
    this.loop = trainLoop({
      session,
      data: this.#rooms,
      scalars: Object.keys(setup.compiled.optimizer.coefficients()),
      step: (batch, by) => ({ sums: train(unpack(batch), by) }),
    });
  }

  /** What data have in common that the same loop can take: types, shapes of a sample, which parts there are. */
  static kindOf({ x, y, weight }: TensorData): string {
    const kind = (whole: Tensor | undefined) => whole && [whole.dtype, ...whole.shape.slice(1)];
    return JSON.stringify([x, y, weight].map((wholes) => wholes.map(kind)));
  }

  /**
   * Traces and builds the step for a batch size.
   *
   * @returns the parts of this work, to be done one after another; together they would hold the event loop for a tenth of a second
   * @throws GraphError in a part, for what cannot be traced
   */
  preparations(batchSize: number): readonly (() => void)[] {
    const { model, compiled } = this.#setup;
    return [
      loadOperations,
      () => compiled.optimizer.build(trainableVariables(model)),
      () => this.loop.trace(batchSize),
      () => this.loop.prepare(batchSize),
    ];
  }

  /** Copies samples into the session, on another thread. */
  async fill(data: TensorData): Promise<void> {
    const fillings = tensorsOf(data).map((whole, i) => ({
      held: this.#rooms[i]!,
      data: whole.dataSync<"float32">(),
      shape: whole.shape,
    }));
    await fill(this.#session, fillings);
  }

  /** Frees the samples in the session. */
  async clear(): Promise<void> {
    await clear(this.#session, this.#rooms);
  }
}

/** What finds the parts of a batch among the tensors of a step. */
function unpacker({ x: { length }, y, weight }: TensorData): (batch: readonly Tensor[]) => TensorData {
  const isGiven = (whole: Tensor | undefined) => whole !== undefined;
  const [targets, weights] = [y.map(isGiven), weight.map(isGiven)];
  return (batch) => {
    const rest = batch.slice(length);
    const next = (given: boolean) => (given ? rest.shift() : undefined);
    return { x: batch.slice(0, length), y: targets.map(next), weight: weights.map(next) };
  };
}
