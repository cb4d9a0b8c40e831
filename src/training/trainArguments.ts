import type { LayersModel } from "../tensorflow.ts";
import { type Arrays, isArrayLike, isNamedArrays, sampleArrays, type WeightArrays } from "./arrays.ts";
import { type Batches, isBatches, partsOf, startPass } from "./batches.ts";
import type { FeedData } from "./feeds.ts";
import type { Samples } from "./inputs.ts";

/** Inputs with targets, or batches of both, as a method was given them. */
export type Data = { readonly x: Arrays; readonly y: Arrays } | { readonly batches: Batches };

/** What `fit` and `evaluate` are called with. */
export interface TrainArguments<Options> {
  readonly x: Arrays | Batches;
  /** The targets, or the options where `x` gives batches. */
  readonly second: Arrays | Options | undefined;
  readonly third: Options | undefined;
  /** How many inputs the model has. */
  readonly inputs: number;
}

/** Tells `(x, y, options)` from `(batches, options)`. @throws TypeError when targets are missing */
export function dataOf<Options extends object>(
  method: string,
  { x, second, third, inputs }: TrainArguments<Options>,
): { data: Data; options: Options } {
  if (isBatches(x, inputs)) {
    if (third === undefined && !isArrayLike(second) && !Array.isArray(second)) {
      return { data: { batches: x }, options: (second ?? {}) as Options };
    }
    throw new TypeError(`${method} takes batches without targets: each batch is [x, y]`);
  }
  if (!isArrayLike(second) && !Array.isArray(second) && !isNamedArrays(second)) {
    throw new TypeError(
      `${method} needs targets: ${method}(x, y, options), or batches [x, y] in the place of x`,
    );
  }
  return { data: { x, y: second as Arrays }, options: third ?? ({} as Options) };
}

/** What was given, sorted by the model's inputs and outputs. @throws RangeError for what does not fit the model */
export function feedDataOf(model: LayersModel, data: Data, sampleWeight: WeightArrays | undefined): FeedData {
  if ("x" in data) return { arrays: sampleArrays(model, data.x, data.y, sampleWeight) };
  if (sampleWeight === undefined) return data;
  throw new TypeError("sampleWeight goes with arrays: give batches as [x, y, sampleWeight]");
}

/** The samples whose shape a model waits for, which has one input. */
export async function samplesOf(data: Data): Promise<Samples> {
  return firstOf("x" in data ? data.x : await firstInputs(data.batches));
}

/** One array of those that are given. */
export function firstOf(x: Arrays): Samples {
  if (isNamedArrays(x)) return Object.values(x)[0]!;
  return Array.isArray(x) && isArrayLike(x[0]) ? x[0] : (x as Samples);
}

/** The first batch's inputs, whose shape a model may wait for. @throws TypeError for batches that can be gone through once only */
async function firstInputs(batches: Batches): Promise<Arrays> {
  const once = batches as { [Symbol.iterator]?(): unknown; [Symbol.asyncIterator]?(): unknown };
  if (once[Symbol.asyncIterator]?.() === batches || once[Symbol.iterator]?.() === batches) {
    throw new TypeError(
      "the model has no input shape: give its first layer an inputShape, as a generator runs only once",
    );
  }
  const pass = await startPass(batches);
  const first = await pass.next();
  await pass.close();
  if (first === undefined) throw new RangeError("there are no batches");
  return partsOf(first)[0];
}
