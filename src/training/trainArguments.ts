import { NDArray } from "../array/ndarray.ts";
import { tf } from "../tensorflow.ts";
import { type Batches, isBatches, partsOf, startPass } from "./batches.ts";
import type { Data } from "./feeds.ts";
import type { Samples } from "./inputs.ts";

/** Tells `(x, y, options)` from `(batches, options)`. @throws TypeError when targets are missing */
export function dataOf<Options extends object>(
  method: string,
  x: Samples | Batches,
  second: Samples | Options | undefined,
  third: Options | undefined,
): { data: Data; options: Options } {
  if (isBatches(x)) {
    if (third === undefined && !isSamples(second)) {
      return { data: { x, y: undefined }, options: (second ?? {}) as Options };
    }
    throw new TypeError(`${method} takes batches without targets: each batch is [x, y]`);
  }
  if (!isSamples(second)) {
    throw new TypeError(
      `${method} needs targets: ${method}(x, y, options), or batches [x, y] in the place of x`,
    );
  }
  return { data: { x, y: second }, options: third ?? ({} as Options) };
}

function isSamples(value: unknown): value is Samples {
  return value instanceof NDArray || value instanceof tf.Tensor || Array.isArray(value);
}

/** The first batch's inputs, whose shape a model may wait for. @throws TypeError for batches that can be gone through once only */
export async function firstSamples(batches: Batches): Promise<Samples> {
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
