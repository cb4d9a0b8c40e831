import { type Scalar, type Tensor, tf } from "../tensorflow.ts";
import { DType, dtypeNumber, type GraphArray, type GraphDType, sizeOf, type Value } from "./dtype.ts";
import { GraphError } from "./errors.ts";
import { type BatchSource, type Loop, writeLoop } from "./loop.ts";
import type { GraphSession, Stored } from "./session.ts";
import { guardsChanged, type Trace, type TraceOptions, traceOf } from "./trace.ts";

/** Data held once in a session, from whose first dimension the steps take their rows. */
export interface HeldData {
  readonly stored: Stored;
  /** The type that the steps see. */
  readonly as: "float32" | "int32" | "bool";
}

/** What {@link hold} is told of the data. */
export interface HoldOptions {
  /** The lengths; rows come first. */
  shape: readonly number[];
  /** The type of the values as they are given. */
  dtype: GraphDType;
  /** The type that the steps see, default the same; `uint8` pixels are kept as bytes and become numbers batch by batch. */
  as?: "float32" | "int32" | "bool";
}

/**
 * Copies data into a session once; the array can be let go of afterwards.
 *
 * @param data the values, row by row
 * @throws GraphError when the shape does not fit
 * @example const x = hold(session, pixels, { shape: [48000, 784], dtype: "uint8", as: "float32" });
 */
export function hold(session: GraphSession, data: GraphArray, options: HoldOptions): HeldData {
  const { shape, dtype, as = dtype } = options;
  if (data.length !== sizeOf(shape)) {
    throw new GraphError(`Data of ${data.length} values does not have the shape [${shape.join(", ")}]`);
  }
  if (as !== "float32" && as !== "int32" && as !== "bool") {
    throw new GraphError(`Steps see float32, int32 or bool: say \`as\` for data of ${dtype}`);
  }
  const stored = session.store(dtypeNumber(dtype), shape);
  session.write(stored, data);
  return { stored, as };
}

/** What a training loop is made of. */
export interface TrainLoopOptions extends TraceOptions {
  session: GraphSession;
  /** The data that each step gets a batch of. */
  data: readonly HeldData[];
  /**
   * One step: takes the batches, in the order of `data`, and gives scalars by name. It changes variables as it likes.
   * The scalars of a call (such as the learning rate) come as tensors.
   */
  step: (batch: Tensor[], scalars: Record<string, Scalar>) => Record<string, Tensor>;
  /** The names of the scalars that each call gives. */
  scalars?: readonly string[];
  /** The seed of random operations in the step. */
  seed?: number;
}

/** What one call of {@link TrainLoop.run} does. */
export interface RunOptions {
  /** How many rows a step takes; the last step takes what is left. */
  batchSize: number;
  /** The scalars by name. */
  scalars?: Record<string, number>;
}

/** How many steps' outputs a session has room for; longer calls are cut. */
const capacity = 1024;

/** A training step that runs many times inside the graph; see {@link trainLoop}. */
export class TrainLoop {
  readonly session: GraphSession;
  /** How many steps were run, and the seed: random numbers depend on both. */
  readonly randomState: { seed: number; step: number };

  readonly #options: TrainLoopOptions;
  readonly #compiled = new Map<number, { trace: Trace; loop: Loop; names: string[] }>();
  #outputs: Stored | undefined;
  #scalars: Record<string, number> = {};

  constructor(options: TrainLoopOptions) {
    this.#options = options;
    this.session = options.session;
    this.randomState = { seed: options.seed ?? Math.floor(Math.random() * 2 ** 32), step: 0 };
  }

  /**
   * Trains on the given rows in order, without blocking the event loop.
   *
   * @param rows which rows, batch after batch
   * @returns for each name that the step gives, its values step by step
   */
  async run(rows: Int32Array, options: RunOptions): Promise<Record<string, Float32Array>> {
    const { batchSize, scalars = {} } = options;
    if (!(Number.isInteger(batchSize) && batchSize > 0)) {
      throw new RangeError(`batchSize must be a whole number from 1 on, got ${batchSize}`);
    }
    const parts: Record<string, Float32Array>[] = [];
    const full = rows.length - (rows.length % batchSize);
    for (let start = 0; start < full; start += capacity * batchSize) {
      parts.push(
        await this.#runFull(
          rows.subarray(start, Math.min(full, start + capacity * batchSize)),
          batchSize,
          scalars,
        ),
      );
    }
    if (full < rows.length) parts.push(await this.#runFull(rows.subarray(full), rows.length - full, scalars));
    return joined(parts);
  }

  /**
   * Trains like {@link run}, giving the outputs of some steps at a time; between them callbacks can look on, and leaving the loop ends
   * the training. How many steps come together follows from how long they take.
   *
   * @example for await (const { loss } of trainer.parts(rows, { batchSize: 32 })) if (interrupted) break;
   */
  async *parts(
    rows: Int32Array,
    options: RunOptions & { milliseconds?: number },
  ): AsyncGenerator<Record<string, Float32Array>> {
    const { batchSize, milliseconds = 50 } = options;
    let steps = 8;
    for (let start = 0; start < rows.length; ) {
      const end = Math.min(rows.length, start + steps * batchSize);
      const began = performance.now();
      const outputs = await this.run(rows.subarray(start, end), options);
      const each = (performance.now() - began) / ((end - start) / batchSize);
      steps = Math.max(1, Math.min(4 * steps, capacity, Math.round(milliseconds / each)));
      start = end;
      yield outputs;
    }
  }

  /** Traces and builds the step for a batch size before the first run. */
  prepare(batchSize: number): void {
    this.#compile(batchSize);
  }

  async #runFull(
    rows: Int32Array,
    batchSize: number,
    scalars: Record<string, number>,
  ): Promise<Record<string, Float32Array>> {
    const { trace, loop, names } = this.#compile(batchSize);
    this.#scalars = scalars;
    const steps = rows.length / batchSize;
    const int32 = DType.int32;
    const long = (value: number): Value => ({
      dtype: DType.int64,
      shape: [],
      data: BigInt64Array.of(BigInt(value)),
    });
    const feeds: Value[] = [
      { dtype: int32, shape: [], data: Int32Array.of(steps) },
      { dtype: int32, shape: [steps, batchSize], data: rows },
      long(this.randomState.step),
      ...loop.scalars.map((node): Value => {
        const read = trace.recorder.scalars.get(node)!;
        return { dtype: DType.float32, shape: [], data: Float32Array.of(read()) };
      }),
    ];
    if (loop.hasSeed) feeds.push(long(this.randomState.seed));
    this.randomState.step += steps;
    const [result] = await this.session.run(loop.spec, feeds, trace);
    for (const work of trace.recorder.afterRuns) work(steps);
    const values = result!.data as Float32Array;
    return Object.fromEntries(names.map((name, column) => [name, columnOf(values, column, names.length)]));
  }

  #scalar(name: string): number {
    const value = this.#scalars[name];
    if (typeof value === "number") return value;
    throw new GraphError(`The training loop needs the scalar ${name} at each run; got ${value}`);
  }

  #compile(batchSize: number): { trace: Trace; loop: Loop; names: string[] } {
    let one = this.#compiled.get(batchSize);
    if (one === undefined || guardsChanged(one.trace)) {
      const { data, step, scalars = [], session } = this.#options;
      const names: string[] = [];
      const trace = traceOf((recorder) => {
        const batch = data.map(({ stored, as }) => {
          const shape = [batchSize, ...stored.shape.slice(1)];
          return recorder.input(tf.zeros(shape, as));
        });
        const given = scalars.map((name) => [name, recorder.scalar(() => this.#scalar(name))] as const);
        const outputs = step(batch, Object.fromEntries(given) as Record<string, Scalar>);
        names.push(...Object.keys(outputs));
        return {
          result: outputs,
          tensors: Object.entries(outputs).map(([name, value]) => scalarOf(name, value)),
        };
      });
      this.#outputs ??= session.store(DType.float32, [capacity, names.length]);
      if (this.#compiled.size === 0) session.write(this.#outputs, new Float32Array(capacity * names.length));
      const sources: BatchSource[] = data.map(({ stored, as }) => ({ stored, dtype: dtypeNumber(as) }));
      one = { trace, loop: writeLoop(session, trace, sources, this.#outputs), names };
      this.#compiled.set(batchSize, one);
    }
    return one;
  }
}

/**
 * Puts a training step into a loop inside the graph. The step is traced once for each batch size.
 *
 * @throws GraphError at the first run, when the step cannot be traced
 * @example
 * const loop = trainLoop({ session, data: [x, y], scalars: ["learningRate"], step: ([x, y], { learningRate }) => ({ loss: ... }) });
 * const { loss } = await loop.run(shuffledRows, { batchSize: 32, scalars: { learningRate: 1e-3 } });
 */
export function trainLoop(options: TrainLoopOptions): TrainLoop {
  return new TrainLoop(options);
}

function scalarOf(name: string, value: Tensor): Tensor {
  if (value.size !== 1)
    throw new GraphError(`A step gives scalars; ${name} has the shape [${value.shape.join(", ")}]`);
  return tf.cast(tf.reshape(value, []), "float32");
}

function columnOf(values: Float32Array, column: number, width: number): Float32Array {
  return Float32Array.from({ length: values.length / width }, (_, row) => values[row * width + column]!);
}

function joined(parts: Record<string, Float32Array>[]): Record<string, Float32Array> {
  const [first] = parts;
  if (first === undefined) return {};
  if (parts.length === 1) return first;
  return Object.fromEntries(
    Object.keys(first).map((name) => [name, Float32Array.from(parts.flatMap((part) => [...part[name]!]))]),
  );
}
