import { ownSeed } from "../random/seeded.ts";
import { tf } from "../tensorflow.ts";
import { engine } from "./backend.ts";
import { DType, dtypeNumber } from "./dtype.ts";
import { GraphError } from "./errors.ts";
import type { Output } from "./ir.ts";
import type { Recorder } from "./recorder.ts";

type Floats = ArrayLike<number>;

/** How TensorFlow.js makes the numbers of a sampler in JavaScript, and TensorFlow's operation of the same distribution. */
interface Sampler {
  readonly op: string;
  /** The numbers that TensorFlow.js makes from a seed at the distribution's standard parameters. */
  standard(size: number, seed: number): Floats;
}

const samplers: Record<string, Sampler> = {
  randomUniform__op: {
    op: "StatelessRandomUniform",
    standard: (size, seed) => tf.randomUniform([size], 0, 1, "float32", seed).dataSync(),
  },
  randomNormal__op: {
    op: "StatelessRandomNormal",
    standard: (size, seed) => tf.randomNormal([size], 0, 1, "float32", seed).dataSync(),
  },
  truncatedNormal__op: {
    op: "StatelessTruncatedNormal",
    standard: (size, seed) => tf.truncatedNormal([size], 0, 1, "float32", seed).dataSync(),
  },
};

const unsupported = ["randomGamma__op", "randomUniformInt__op", "rand__op"];

/** TensorFlow.js draws the seeds of its samplers from Math.random; while tracing they get this one instead. */
const traceSeed = 0.7236067977;

/** Makes TensorFlow.js's samplers draw known numbers, from which their parameters can be told. Returns what undoes it. */
export function hookMathRandom(): () => void {
  const { random } = Math;
  Math.random = () => (samplers[scopes().at(-1) ?? ""] === undefined ? random() : traceSeed);
  return () => {
    Math.random = random;
  };
}

/**
 * Random numbers that TensorFlow.js has just made in JavaScript become a random operation of the graph: else every run would
 * have the same ones. Numbers with a seed of their own are the same at every call in TensorFlow.js too, and stay constants.
 *
 * @returns the recorded value, or undefined when these values are not random
 * @throws GraphError for a sampler that has no counterpart here
 */
export function recordRandom(
  recorder: Recorder,
  values: unknown,
  shape: readonly number[],
  dtype: string,
): Output | undefined {
  const scope = scopes();
  const name = scope.findLast((one) => samplers[one] !== undefined || unsupported.includes(one));
  if (name === undefined || !ArrayBuffer.isView(values)) return undefined;
  const sampler = samplers[name];
  if (sampler === undefined || dtype !== "float32") throw constantRandom(name, dtype);
  if (scope.includes("dropout__op")) return draw(recorder, sampler.op, shape);
  const parameters = recorder.unrecorded(() => tf.tidy(() => parametersOf(values as Float32Array, sampler)));
  if (parameters === "constant") return undefined;
  if (parameters === undefined) throw singleRandom(name);
  return scaled(recorder, draw(recorder, sampler.op, shape), parameters);
}

function scopes(): string[] {
  return engine().state.scopeStack.map(({ name }) => name);
}

/** The offset and scale with which the standard numbers give these. */
function parametersOf(
  values: Float32Array,
  sampler: Sampler,
): { offset: number; scale: number } | "constant" | undefined {
  const standard = sampler.standard(values.length, traceSeed);
  let low = 0;
  let high = 0;
  for (let i = 1; i < values.length; i += 1) {
    if (standard[i]! < standard[low]!) low = i;
    if (standard[i]! > standard[high]!) high = i;
  }
  if (low === high) return values[0] === standard[0] ? { offset: 0, scale: 1 } : undefined;
  const scale = rounded((values[high]! - values[low]!) / (standard[high]! - standard[low]!));
  const offset = rounded(values[low]! - scale * standard[low]!);
  const tolerance = 1e-5 * (Math.abs(scale) + Math.abs(offset));
  const fits = values.every((value, i) => Math.abs(offset + scale * standard[i]! - value) <= tolerance);
  return fits ? { offset, scale } : "constant";
}

/** Rounding errors of float32 taken off: parameters are short numbers. */
function rounded(value: number): number {
  return Math.abs(value) < 1e-6 ? 0 : Number(value.toPrecision(6));
}

/** Random numbers whose bits depend on the seed (the graph's, or the layer's own), the step and the place in the graph alone. */
function draw(recorder: Recorder, op: string, shape: readonly number[]): Output {
  const { list } = recorder;
  const scalar = [{ dtype: DType.int64, shape: [] }];
  recorder.step ??= list.add({ op: "@step", outputs: scalar }).outputs[0]!;
  const place = recorder.constant({
    dtype: DType.int64,
    shape: [],
    data: BigInt64Array.of(BigInt(list.nodes.length) * 0x9e3779b97f4an),
  });
  const int64 = { type: DType.int64 };
  const key = list.add({
    op: "AddV2",
    inputs: [seedOf(recorder), place],
    attrs: { T: int64 },
    outputs: scalar,
  }).outputs[0]!;
  const pair = [{ dtype: DType.int64, shape: [2] }];
  const pack = { N: { i: 2 }, T: int64, axis: { i: 0 } };
  const seed = list.add({ op: "Pack", inputs: [key, recorder.step], attrs: pack, outputs: pair }).outputs[0]!;
  const size = recorder.constant({ dtype: DType.int32, shape: [shape.length], data: Int32Array.from(shape) });
  const float = { type: DType.float32 };
  const attrs = { dtype: float, T: { type: DType.int32 }, Tseed: int64 };
  return list.add({ op, inputs: [size, seed], attrs, outputs: [{ dtype: DType.float32, shape }] })
    .outputs[0]!;
}

function seedOf(recorder: Recorder): Output {
  const own = ownSeed();
  if (own !== undefined) {
    return recorder.constant({ dtype: DType.int64, shape: [], data: BigInt64Array.of(BigInt(own)) });
  }
  recorder.seed ??= recorder.list.add({ op: "@seed", outputs: [{ dtype: DType.int64, shape: [] }] })
    .outputs[0]!;
  return recorder.seed;
}

function scaled(
  recorder: Recorder,
  drawn: Output,
  { offset, scale }: { offset: number; scale: number },
): Output {
  const apply = (op: string, value: Output, by: number): Output => {
    const data = Float32Array.of(by);
    const constant = recorder.constant({ dtype: dtypeNumber("float32"), shape: [], data });
    const { dtype, shape } = value;
    return recorder.list.add({
      op,
      inputs: [value, constant],
      attrs: { T: { type: dtype } },
      outputs: [{ dtype, shape }],
    }).outputs[0]!;
  };
  const wide = scale === 1 ? drawn : apply("Mul", drawn, scale);
  return offset === 0 ? wide : apply("AddV2", wide, offset);
}

function constantRandom(scope: string, dtype: string): GraphError {
  const name = `tf.${scope.replace("__op", "")}`;
  return new GraphError(
    `${name} (${dtype}) makes its numbers in JavaScript: in a graph they would be the same at every run. Use tf.randomUniform, ` +
      "tf.randomNormal or tf.truncatedNormal of float32, which become random operations of the graph, or pass the numbers in",
  );
}

function singleRandom(scope: string): GraphError {
  const name = `tf.${scope.replace("__op", "")}`;
  return new GraphError(
    `${name} with one element and parameters of its own cannot be traced: draw it with the standard parameters, then scale it`,
  );
}
