import type { NDArray } from "../array/ndarray.ts";
import { Pacing } from "../training/pacing.ts";
import { ArrayDataset, type Batch } from "./arrayDataset.ts";
import { collate, type Sample } from "./collate.ts";
import { type Shuffler, torchShuffler } from "./torchShuffle.ts";

/** Samples that a {@link DataLoader} asks for one by one. `get` may return a promise, then the loader needs `for await`. */
export interface Dataset {
  /** How many samples there are. */
  readonly length: number;
  /** The sample at an index from 0. */
  get(index: number): Sample | Promise<Sample>;
  /** Several samples at once, for data that have them faster than one by one. */
  getBatch?(indices: ArrayLike<number>): Batch;
}

/** The options of a {@link DataLoader}, by PyTorch's names and defaults. */
export interface DataLoaderOptions {
  /** How many samples a batch has. Default 1. */
  batchSize?: number;
  /** Whether the samples come in a new order each time. Default false. */
  shuffle?: boolean;
  /** Whether a last batch that is smaller is left out. Default false. */
  dropLast?: boolean;
  /** Makes the orders repeatable: an integer from 0 to 2^32 - 1. Default: what `setRandomSeed` sets, else a new one each time. */
  seed?: number;
}

/**
 * Gives samples batch by batch, in a new order each time where asked: PyTorch's `torch.utils.data.DataLoader`. A seed gives the order
 * that `generator=torch.Generator().manual_seed(seed)` gives there. Batches are arrays, so nothing has to be disposed.
 *
 * Both `for (... of loader)` and `for await (... of loader)` go through all batches once. With `for await` a notebook can draw and
 * be interrupted meanwhile.
 *
 * @example
 * const trainloader = new DataLoader(trainset, { batchSize: 64, shuffle: true });
 * for await (const [inputs, labels] of trainloader) console.log(inputs.shape, labels.shape);
 */
export class DataLoader implements Iterable<Batch>, AsyncIterable<Batch> {
  readonly dataset: Dataset;
  readonly batchSize: number;
  readonly dropLast: boolean;
  readonly #shuffler: Shuffler | undefined;

  /**
   * @param dataset arrays `[x, y]`, or anything with `length` and `get(index)`
   * @throws RangeError for a batch size or seed that is no such number; TypeError for data of another form
   */
  constructor(dataset: Dataset | readonly [x: NDArray, y: NDArray], options: DataLoaderOptions = {}) {
    const { batchSize = 1, shuffle = false, dropLast = false, seed } = options;
    if (!Number.isInteger(batchSize) || batchSize < 1) {
      throw new RangeError(`batchSize is a whole number of at least 1, got ${batchSize}`);
    }
    if (seed !== undefined && !shuffle) throw new RangeError("seed has no effect without shuffle: true");
    this.dataset = toDataset(dataset);
    this.batchSize = batchSize;
    this.dropLast = dropLast;
    this.#shuffler = shuffle ? torchShuffler(seed) : undefined;
  }

  /** How many batches there are: PyTorch's `len(loader)`. */
  get length(): number {
    return (this.dropLast ? Math.floor : Math.ceil)(this.dataset.length / this.batchSize);
  }

  *[Symbol.iterator](): Generator<Batch, void> {
    for (const indices of this.#batches()) {
      const batch = this.#load(indices);
      if (batch instanceof Promise) {
        batch.catch(() => {}); // what is wrong is how it is iterated
        throw new TypeError(
          "the data set's get() returns promises: iterate with `for await (... of loader)`",
        );
      }
      yield batch;
    }
  }

  /** @throws KeyboardInterrupt when the user interrupts */
  async *[Symbol.asyncIterator](): AsyncGenerator<Batch, void> {
    const pacing = new Pacing("the data loader");
    for (const indices of this.#batches()) {
      if (pacing.due()) await pacing.rest();
      yield await this.#load(indices);
    }
  }

  *#batches(): Generator<Int32Array, void> {
    const { length: samples } = this.dataset;
    const order = this.#shuffler?.order(samples) ?? Int32Array.from({ length: samples }, (_, i) => i);
    for (let batch = 0; batch < this.length; batch++) {
      yield order.subarray(batch * this.batchSize, (batch + 1) * this.batchSize);
    }
    this.#shuffler?.finish(samples);
  }

  #load(indices: Int32Array): Batch | Promise<Batch> {
    if (this.dataset.getBatch) return this.dataset.getBatch(indices);
    const samples = Array.from(indices, (index) => this.dataset.get(index));
    if (samples.some((sample) => sample instanceof Promise)) return Promise.all(samples).then(collate);
    return collate(samples as Sample[]);
  }
}

function toDataset(dataset: Dataset | readonly [x: NDArray, y: NDArray]): Dataset {
  if (Array.isArray(dataset)) {
    const [x, y] = dataset as readonly [NDArray, NDArray];
    return new ArrayDataset(x, y);
  }
  const { length, get } = dataset as Dataset;
  if (typeof length === "number" && typeof get === "function") return dataset as Dataset;
  throw new TypeError("DataLoader() takes arrays [x, y], or an object with length and get(index)");
}
