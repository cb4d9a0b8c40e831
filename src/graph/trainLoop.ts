import { type Scalar, type Tensor, tf } from "../tensorflow.ts";
import { DType, dtypeNumber, sizeOf, type Value } from "./dtype.ts";
import { GraphError } from "./errors.ts";
import type { HeldData } from "./hold.ts";
import { type BatchSource, type Loop, writeLoop } from "./loop.ts";
import type { GraphSession, Stored } from "./session.ts";
import { type Columns, columnsOf, joinedColumns } from "./stepOutputs.ts";
import { type Trace, type TraceOptions, traceOf } from "./trace.ts";

/** What a training loop is made of. */
export interface TrainLoopOptions extends TraceOptions {
  session: GraphSession;
  /** The data that each step gets a batch of. */
  data: readonly HeldData[];
  /**
   * One step: takes the batches in the order of `data` and the scalars by name, changes variables as it likes, and gives tensors by
   * name, whose values come back as float32.
   */
  step: (batch: Tensor[], scalars: Record<string, Scalar>) => Record<string, Tensor>;
  /** The names of the scalars that each call gives, such as a learning rate. */
  scalars?: readonly string[];
  /** The seed of random operations in the step. Default a random one. */
  seed?: number;
}

/** What one call of {@link TrainLoop.run} does. */
export interface LoopRunOptions {
  /** How many rows a step takes; the last step takes what is left. */
  batchSize: number;
  /** The scalars by name: a number for all steps, or one for each step. */
  scalars?: Record<string, number | ArrayLike<number>>;
}

/** How many numbers the steps of one call may give; longer calls are divided. */
const room = 2 ** 20;
const mostSteps = 1024;

interface Traced {
  readonly trace: Trace;
  readonly columns: Columns;
}

interface Compiled extends Traced {
  readonly loop: Loop;
}

/** A training step that runs many times inside a graph; see {@link trainLoop}. */
export class TrainLoop {
  readonly session: GraphSession;
  /** The seed and how many steps were run: random numbers depend on both, and repeat when they are put back. */
  readonly randomState: { seed: number; step: number };

  readonly #options: TrainLoopOptions;
  readonly #compiled = new Map<number, Compiled>();
  readonly #traced = new Map<number, Traced>();
  #outputs: Stored | undefined;
  #traces = 0;

  constructor(options: TrainLoopOptions) {
    this.#options = options;
    this.session = options.session;
    this.randomState = { seed: options.seed ?? Math.floor(Math.random() * 2 ** 32), step: 0 };
  }

  /** How many times the step was traced. */
  get traces(): number {
    return this.#traces;
  }

  /**
   * Trains on the given rows in order, without blocking the event loop.
   *
   * @param rows which rows, batch after batch
   * @returns for each name that the step gives, its values step by step
   * @throws GraphError when the step cannot be traced or a scalar is missing
   */
  async run(rows: Int32Array, options: LoopRunOptions): Promise<Record<string, Float32Array>> {
    const { batchSize } = options;
    if (!(Number.isInteger(batchSize) && batchSize > 0)) {
      throw new RangeError(`batchSize must be a whole number from 1 on, got ${batchSize}`);
    }
    const parts: Record<string, Float32Array>[] = [];
    for (let start = 0; start < rows.length; ) {
      const left = rows.length - start;
      const size = Math.min(left, batchSize);
      const steps = Math.min(Math.floor(left / size), this.#capacity(size));
      const part = rows.subarray(start, start + steps * size);
      parts.push(await this.#runFull(part, size, scalarsFrom(options.scalars, start / batchSize)));
      start += part.length;
    }
    return joinedColumns(parts);
  }

  /**
   * Trains like {@link run}, giving the outputs of some steps at a time; between them callbacks can look on, and leaving the loop ends
   * the training. How many steps come together follows from how long they take.
   *
   * @param options `milliseconds`: how long a part takes about, default 50
   * @example for await (const { loss } of trainer.parts(rows, { batchSize: 32 })) if (interrupted) break;
   */
  async *parts(
    rows: Int32Array,
    options: LoopRunOptions & { milliseconds?: number },
  ): AsyncGenerator<Record<string, Float32Array>> {
    const { batchSize, milliseconds = 50 } = options;
    let steps = 8;
    for (let start = 0; start < rows.length; ) {
      const end = Math.min(rows.length, start + steps * batchSize);
      const began = performance.now();
      const scalars = scalarsFrom(options.scalars, start / batchSize);
      const outputs = await this.run(rows.subarray(start, end), { batchSize, scalars });
      const each = (performance.now() - began) / ((end - start) / batchSize);
      steps = Math.max(1, Math.min(4 * steps, Math.round(milliseconds / each)));
      start = end;
      yield outputs;
    }
  }

  /** Traces the step for a batch size, the first part of what {@link prepare} does. */
  trace(batchSize: number): void {
    if (!this.#known(batchSize)) this.#traced.set(batchSize, this.#trace(batchSize));
  }

  /** Traces and builds the step for a batch size before the first run. */
  prepare(batchSize: number): void {
    this.#compile(batchSize);
  }

  #capacity(batchSize: number): number {
    this.#compile(batchSize);
    return this.#outputs!.shape[0]!;
  }

  async #runFull(
    rows: Int32Array,
    batchSize: number,
    scalars: NonNullable<LoopRunOptions["scalars"]>,
  ): Promise<Record<string, Float32Array>> {
    const { trace, loop, columns } = this.#compile(batchSize);
    const steps = rows.length / batchSize;
    const long = (value: number) => feed(DType.int64, [], BigInt64Array.of(BigInt(value)));
    const feeds = [
      feed(DType.int32, [], Int32Array.of(steps)),
      feed(DType.int32, [steps, batchSize], rows),
      long(this.randomState.step),
    ];
    if (loop.stepScalars.length > 0) feeds.push(table(loop.stepScalars, scalars, steps));
    for (const node of loop.scalars) {
      feeds.push(feed(DType.float32, [], Float32Array.of(trace.recorder.host.scalars.get(node)!())));
    }
    if (loop.hasSeed) feeds.push(long(this.randomState.seed));
    this.randomState.step += steps;
    const [result] = await this.session.run(loop.spec, feeds, trace);
    trace.recorder.host.finishRun(steps);
    return columnsOf(result!.data as Float32Array, columns);
  }

  #compile(batchSize: number): Compiled {
    const known = this.#known(batchSize);
    if (known !== undefined) return known;
    const { data, session } = this.#options;
    const { trace, columns } = this.#traced.get(batchSize) ?? this.#trace(batchSize);
    this.#traced.delete(batchSize);
    const width = columns.reduce((sum, { size }) => sum + size, 0);
    this.#outputs ??= outputsIn(session, width);
    const sources: BatchSource[] = data.map(({ stored, as }) => ({ stored, dtype: dtypeNumber(as) }));
    const compiled = { trace, columns, loop: writeLoop(session, trace, sources, this.#outputs) };
    this.#compiled.set(batchSize, compiled);
    this.#traces += 1;
    return compiled;
  }

  #known(batchSize: number): Compiled | undefined {
    const known = this.#compiled.get(batchSize);
    return known?.trace.recorder.host.changed ? undefined : known;
  }

  #trace(batchSize: number): Traced {
    const { data, step, scalars = [] } = this.#options;
    let columns: Columns = [];
    const trace = traceOf((recorder) => {
      const batch = data.map(({ stored, as }) =>
        recorder.input(tf.zeros([batchSize, ...stored.shape.slice(1)], as)),
      );
      const given = scalars.map((name) => [name, recorder.stepScalar(name)] as const);
      const result = step(batch, Object.fromEntries(given) as Record<string, Scalar>);
      if (result instanceof Promise) return { result, tensors: [] };
      const named = Object.entries(result);
      columns = named.map(([name, { size }]) => ({ name, size }));
      return { result, tensors: named.map(([, value]) => tf.cast(tf.reshape(value, [-1]), "float32")) };
    }, this.#options);
    if (columns.length === 0) throw new GraphError("A step gives at least one tensor, e.g. { loss }");
    return { trace, columns };
  }
}

/**
 * Puts a training step into a loop inside a graph: the step is traced once for each batch size, and many steps run in one call, without
 * coming back to JavaScript between them.
 *
 * @example
 * const loop = trainLoop({ session, data: [x, y], step: ([x, y]) => ({ loss: optimizer.minimize(() => lossOf(x, y), true) }) });
 * const { loss } = await loop.run(shuffledRows, { batchSize: 32 });
 */
export function trainLoop(options: TrainLoopOptions): TrainLoop {
  return new TrainLoop(options);
}

function outputsIn(session: GraphSession, width: number): Stored {
  const stored = session.store(DType.float32, [
    Math.max(1, Math.min(mostSteps, Math.floor(room / width))),
    width,
  ]);
  session.writeBefore({ stored, data: new Float32Array(sizeOf(stored.shape)) });
  return stored;
}

function feed(dtype: number, shape: readonly number[], data: Value["data"]): Value {
  return { dtype, shape, data };
}

/** The scalars of the steps from a step on. */
function scalarsFrom(
  scalars: LoopRunOptions["scalars"] = {},
  first: number,
): NonNullable<LoopRunOptions["scalars"]> {
  const cut = (value: number | ArrayLike<number>) =>
    typeof value === "number" ? value : Array.from(value).slice(first);
  return Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, cut(value)]));
}

/** One row of scalars for each step. */
function table(
  names: readonly string[],
  scalars: NonNullable<LoopRunOptions["scalars"]>,
  steps: number,
): Value {
  const data = new Float32Array(steps * names.length);
  for (const [column, name] of names.entries()) {
    const given = scalars[name];
    for (let step = 0; step < steps; step += 1) {
      const value = typeof given === "number" ? given : given?.[step];
      if (typeof value !== "number")
        throw new GraphError(`The training loop needs the scalar ${name} at each step; got ${value}`);
      data[step * names.length + column] = value;
    }
  }
  return feed(DType.float32, [steps, names.length], data);
}
