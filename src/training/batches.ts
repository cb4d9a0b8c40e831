import { type Arrays, isArrayLike, isNamedArrays, type WeightArrays } from "./arrays.ts";

/**
 * One batch: inputs, targets, and the samples' weights where there are any; tfjs's `{ xs, ys }` works too. For a model of several
 * inputs or outputs each part is a list in the model's order or an object by name.
 */
export type Batch = BatchParts | { readonly xs: Arrays; readonly ys: Arrays };

/** The parts of a batch. */
export type BatchParts = readonly [x: Arrays, y: Arrays, sampleWeight?: WeightArrays];

/** Batches that something makes: a list, a generator, a data loader, a `tf.data` set. */
export type Batches = Iterable<Batch> | AsyncIterable<Batch> | TfjsDataset;

/** A data set of `tf.data`, as far as it is used. */
export interface TfjsDataset {
  iterator(): Promise<{ next(): Promise<{ value: unknown; done: boolean }> }>;
}

/**
 * Whether an argument gives batches, and not samples.
 *
 * @param inputs how many inputs the model has, on which it depends what a list of lists means
 */
export function isBatches(given: unknown, inputs = 1): given is Batches {
  if (typeof given !== "object" || given === null || isArrayLike(given)) return false;
  if (Array.isArray(given)) return isBatch(given[0]) && hasInputs(given[0], inputs);
  return Symbol.asyncIterator in given || Symbol.iterator in given || isTfjsDataset(given);
}

/** How many batches there are, where they say so by a `length`. */
export function countBatches(batches: Batches): number | undefined {
  const { length } = batches as { length?: unknown };
  return typeof length === "number" ? length : undefined;
}

/** One pass through batches. */
export interface Pass {
  /** The next batch; undefined after the last. */
  next(): Promise<Batch | undefined>;
  /** Ends the pass early, so that a generator's `finally` runs. */
  close(): Promise<void>;
}

/** Begins a pass. */
export async function startPass(batches: Batches): Promise<Pass> {
  const iterator = await iteratorOf(batches);
  return {
    async next() {
      const { value, done } = await iterator.next();
      return done ? undefined : checkBatch(value);
    },
    async close() {
      await iterator.return?.();
    },
  };
}

/** The parts of a batch. */
export function partsOf(batch: Batch): BatchParts {
  return "xs" in batch ? [batch.xs, batch.ys] : batch;
}

type AnyIterator = {
  next(): unknown;
  return?(): unknown;
};

async function iteratorOf(
  batches: Batches,
): Promise<{ next(): Promise<IteratorResult<unknown>>; return?(): Promise<unknown> }> {
  let inner: AnyIterator;
  if (Symbol.asyncIterator in batches) inner = batches[Symbol.asyncIterator]() as AnyIterator;
  else if (Symbol.iterator in batches) inner = batches[Symbol.iterator]() as AnyIterator;
  else inner = await batches.iterator();
  return {
    next: async () => (await inner.next()) as IteratorResult<unknown>,
    return: async () => inner.return?.(),
  };
}

function checkBatch(value: unknown): Batch {
  if (isBatch(value)) return value;
  throw new TypeError(`a batch is [x, y] or [x, y, sampleWeight], got ${describe(value)}`);
}

function isBatch(value: unknown): value is Batch {
  if (typeof value !== "object" || value === null) return false;
  if ("xs" in value && "ys" in value) return true;
  if (!Array.isArray(value) || value.length < 2 || value.length > 3) return false;
  const [x] = value as unknown[];
  if (isArrayLike(x) || isNamedArrays(x)) return true;
  if (!Array.isArray(x)) return false;
  const areParts = value.every((part) => isArrayLike(part) || isNamedArrays(part) || Array.isArray(part));
  return areParts && (depth(x) > 1 || x.every(isArrayLike));
}

/** Whether a batch's first part can be the samples of a model with so many inputs. */
function hasInputs(batch: Batch, inputs: number): boolean {
  const [x] = partsOf(batch);
  if (isNamedArrays(x)) return true;
  if (Array.isArray(x) && x.every(isArrayLike)) return x.length === inputs;
  return inputs === 1;
}

function depth(value: unknown): number {
  return Array.isArray(value) ? 1 + depth(value[0]) : 0;
}

function isTfjsDataset(value: object): value is TfjsDataset {
  return typeof (value as { iterator?: unknown }).iterator === "function";
}

function describe(value: unknown): string {
  if (isArrayLike(value)) return "one array";
  return Array.isArray(value) ? `a list of ${value.length}` : String(value);
}
