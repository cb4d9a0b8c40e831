import { type Tensor, tf } from "../tensorflow.ts";
import { dtypeName, dtypeNumber, type Value } from "./dtype.ts";
import { Emitter } from "./emitter.ts";
import { GraphError } from "./errors.ts";
import type { Recorder } from "./recorder.ts";
import { GraphSession, type RunSpec } from "./session.ts";
import type { SessionOptions } from "./sessionOptions.ts";
import { type Trace, type TraceOptions, traceOf } from "./trace.ts";
import { isTracing } from "./tracing.ts";
import { mapTensors } from "./tree.ts";
import { valuesOf } from "./values.ts";

/** The options of {@link graph}. */
export interface GraphOptions extends SessionOptions, TraceOptions {
  /** The seed of random operations (dropout, `tf.randomUniform`): the same seed gives the same bits. Default a random one. */
  seed?: number;
  /** Gives JavaScript values that the function depends on; when one changes, it is traced again. */
  retraceOn?: () => unknown;
}

/** A function of tensors that runs as a TensorFlow graph; see {@link graph}. */
export interface GraphFunction<Args extends unknown[], Result> {
  /** Runs the graph and waits for it, like any TensorFlow.js operation. */
  (...args: Args): Result;
  /** Runs the graph on another thread; the event loop goes on. */
  async(...args: Args): Promise<Result>;
  /** How many times the function was traced: once for each signature, and again where what it depends on has changed. */
  readonly traces: number;
  /** What the next run's random numbers depend on; put it back to repeat them. */
  randomState: { seed: number; step: number };
  /** Frees the graph, as the garbage collector does once nothing reaches it. The variables keep their values. */
  dispose(): Promise<void>;
}

interface Compiled {
  readonly trace: Trace;
  readonly spec: RunSpec;
  readonly inputs: number;
  readonly scalars: readonly (() => number)[];
  readonly seed: boolean;
  readonly step: boolean;
}

interface Flat {
  readonly tensors: Tensor[];
  readonly key: string;
}

/**
 * Compiles a function of tensors into a TensorFlow graph, as Python's `tf.function` does. The function runs once for each new
 * signature (shapes, types and plain values of its arguments) while what it does is recorded; later calls run the graph.
 *
 * Variables (`tf.variable`) that it reads or assigns live in the graph's session and are brought back when they are read elsewhere.
 * Other tensors from outside are constants. Gradients (`tf.variableGrads`, `tf.grad`, optimizers) inside are recorded too. Random
 * numbers become random operations of the graph. Everything else that JavaScript does happens only while tracing.
 *
 * @param fn a function whose arguments and result are tensors, or arrays and plain objects of them; other arguments are constants
 * @param options seed, threads, and what it is to be traced again for
 * @returns a function of the same arguments and results; its `async` computes on another thread
 * @throws GraphError at a call, when the function reads values back (`dataSync`), is async, or uses what a graph cannot hold
 * @example
 * const step = graph((x: tf.Tensor2D, y: tf.Tensor2D) => optimizer.minimize(() => loss(model(x), y), true));
 * const lossNow = step(x, y);
 * @see https://www.tensorflow.org/guide/function
 */
export function graph<Args extends unknown[], Result>(
  fn: (...args: Args) => Result,
  options: GraphOptions = {},
): GraphFunction<Args, Result> {
  const session = new GraphSession(options);
  const made = graphIn(session, fn, options);
  const forget = made.dispose;
  made.dispose = async () => {
    await forget();
    await session.dispose();
  };
  return made;
}

/** A {@link graph} in a session that others use too: graphs that share one share its variables, which then need no copying between them. */
export function graphIn<Args extends unknown[], Result>(
  session: GraphSession,
  fn: (...args: Args) => Result,
  options: Omit<GraphOptions, keyof SessionOptions> = {},
): GraphFunction<Args, Result> {
  const compiled = new Map<string, Compiled>();
  let traces = 0;
  const randomState = { seed: options.seed ?? Math.floor(Math.random() * 2 ** 32), step: 0 };
  requireSeed(randomState.seed);

  const prepare = (args: Args) => {
    const { tensors, key } = flatten(args, options.retraceOn?.());
    let one = compiled.get(key);
    if (one === undefined || one.trace.recorder.host.changed) {
      one = compile(session, fn, args, options);
      compiled.set(key, one);
      traces += 1;
    }
    const feeds = feedsOf(one, tensors, randomState);
    if (one.step) randomState.step += 1;
    return { one, feeds };
  };
  const call = (...args: Args): Result => {
    if (isTracing()) return fn(...args);
    const { one, feeds } = prepare(args);
    return resultOf(one, session.runSync(one.spec, feeds, one.trace)) as Result;
  };
  const properties = {
    async: async (...args: Args): Promise<Result> => {
      const { one, feeds } = prepare(args);
      return resultOf(one, await session.run(one.spec, feeds, one.trace)) as Result;
    },
    randomState,
    dispose: async () => compiled.clear(),
  };
  Object.defineProperty(properties, "traces", { get: () => traces, enumerable: true });
  return Object.defineProperties(call, Object.getOwnPropertyDescriptors(properties)) as GraphFunction<
    Args,
    Result
  >;
}

function flatten(args: unknown[], extra: unknown): Flat {
  const tensors: Tensor[] = [];
  const tree = mapTensors(args, (tensor) => {
    if (tensor instanceof tf.Variable) return `variable ${tensor.id}`;
    tensors.push(tensor);
    return `${tensor.dtype}[${tensor.shape.join(",")}]`;
  });
  return { tensors, key: JSON.stringify([tree, extra], plainValue) };
}

function plainValue(key: string, value: unknown): unknown {
  if (typeof value === "bigint" || typeof value === "number") return String(value);
  if (typeof value !== "function" && typeof value !== "symbol") return value;
  throw new GraphError(
    `A graph's arguments are tensors and plain values; argument ${key} is a ${typeof value}`,
  );
}

function compile<Args extends unknown[], Result>(
  session: GraphSession,
  fn: (...args: Args) => Result,
  args: Args,
  options: TraceOptions,
): Compiled {
  let inputs = 0;
  const trace = traceOf((recorder: Recorder) => {
    const standIns = mapTensors(args, (tensor) => {
      if (tensor instanceof tf.Variable) return tensor;
      inputs += 1;
      return recorder.input(tensor);
    });
    const tensors: Tensor[] = [];
    const result = mapTensors(fn(...(standIns as Args)), (tensor) => new Place(tensors.push(tensor) - 1));
    return { result, tensors };
  }, options);
  return { ...write(session, trace), trace, inputs };
}

/** Stands in a recorded result for the tensor of that number. */
class Place {
  readonly index: number;

  constructor(index: number) {
    this.index = index;
  }
}

function write(session: GraphSession, trace: Trace): Omit<Compiled, "trace" | "inputs"> {
  const feeds: string[] = [];
  let step: string | undefined;
  const surroundings = {
    input: ({ outputs: [output] }: Trace["effects"][number], emitter: Emitter) => ({
      name: emitter.placeholder(output!.dtype, output!.shape),
      inLoop: false,
    }),
    step: (emitter: Emitter) => {
      step = emitter.placeholder(dtypeNumber("int64"), []);
      return { name: step, inLoop: false };
    },
  };
  const { recorder } = trace;
  const emitter = new Emitter(session, recorder, surroundings, trace.changedHandles);
  const inputs = recorder.list.nodes.filter(({ op }) => op === "@input");
  emitter.emit([...inputs, ...trace.outputs.map(({ node }) => node), ...trace.effects]);
  const fetches = trace.outputs.map(
    (output) => `${emitter.add("Identity", [emitter.use(output, false)], { T: { type: output.dtype } })}`,
  );
  session.extend(emitter.nodes);
  feeds.push(...inputs.map((node) => emitter.nameOf(node).name), ...emitter.scalars.map(({ name }) => name));
  if (emitter.seed !== undefined) feeds.push(emitter.seed);
  if (step !== undefined) feeds.push(step);
  const targets = trace.effects.map((node) => emitter.nameOf(node).name);
  const scalars = emitter.scalars.map(({ node }) => recorder.host.scalars.get(node)!);
  return {
    spec: { feeds, fetches, targets },
    scalars,
    seed: emitter.seed !== undefined,
    step: step !== undefined,
  };
}

function feedsOf(
  { scalars, seed, step }: Compiled,
  tensors: readonly Tensor[],
  random: { seed: number; step: number },
): Value[] {
  const long = (value: number): Value => ({
    dtype: dtypeNumber("int64"),
    shape: [],
    data: BigInt64Array.of(BigInt(value)),
  });
  return [
    ...tensors.map((tensor) => ({
      dtype: dtypeNumber(tensor.dtype),
      shape: tensor.shape,
      data: valuesOf(tensor),
    })),
    ...scalars.map((read) => ({ dtype: dtypeNumber("float32"), shape: [], data: Float32Array.of(read()) })),
    ...(seed ? [long(random.seed)] : []),
    ...(step ? [long(random.step)] : []),
  ];
}

function resultOf({ trace }: Compiled, values: readonly Value[]): unknown {
  trace.recorder.host.finishRun(1);
  return replacePlaces(trace.result, values.map(toTensor));
}

function replacePlaces(tree: unknown, tensors: readonly Tensor[]): unknown {
  if (tree instanceof Place) return tensors[tree.index];
  if (Array.isArray(tree)) return tree.map((one) => replacePlaces(one, tensors));
  if (typeof tree !== "object" || tree === null || Object.getPrototypeOf(tree) !== Object.prototype)
    return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, one]) => [key, replacePlaces(one, tensors)]));
}

function toTensor({ dtype, shape, data }: Value): Tensor {
  return tf.tensor(data as Float32Array, [...shape], dtypeName(dtype));
}

function requireSeed(seed: number): void {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a whole number, got ${seed}`);
}
