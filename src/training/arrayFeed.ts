import { globalState } from "../random/globalState.ts";
import type { BatchLoop } from "./batchLoop.ts";
import { type Feed, warnOfEnd } from "./feed.ts";
import type { Logs } from "./history.ts";
import { afterEachBatch, type Step } from "./step.ts";
import { stoppable } from "./stoppable.ts";
import type { DoneBatches } from "./trainee.ts";

/** How samples that are held as tensors are divided into epochs. */
export interface ArrayFeedOptions {
  samples: number;
  batchSize: number;
  /** How many batches an epoch has; by default as many as there are. */
  stepsPerEpoch?: number | undefined;
  /** Whether the samples come in a new order each time. */
  shuffle: boolean;
  /** Whether an epoch of fewer steps than there are batches leaves the rest to the next; else each begins at the first sample. */
  goesOn: boolean;
}

/** Batches out of samples that are held as tensors. */
export class ArrayFeed implements Feed {
  readonly steps: number;
  readonly #step: Step;
  readonly #options: ArrayFeedOptions;
  readonly #dispose: () => void;
  #order: Int32Array | undefined;
  #next = 0;

  /** @param dispose frees the samples */
  constructor(step: Step, options: ArrayFeedOptions, dispose: () => void) {
    this.#step = step;
    this.#options = options;
    this.#dispose = dispose;
    this.steps = options.stepsPerEpoch ?? Math.ceil(options.samples / options.batchSize);
  }

  async run(loop: BatchLoop, passed?: DoneBatches): Promise<Logs> {
    const { samples, batchSize, stepsPerEpoch } = this.#options;
    const order = this.#orderOfEpoch();
    const end = Math.min(samples, this.#next + this.steps * batchSize);
    const slice = order.subarray(0, end);
    const logs = () => this.#step.logs;
    this.#step.reset();
    let done = passed?.count ?? 0;
    this.#next += done * batchSize;
    passed?.onPassed();
    while (this.#next < end && !loop.stopped) {
      await loop.begin(done);
      const pause = loop.eachBatch ? afterEachBatch : loop.due;
      const next = await stoppable(() => this.#step.run(slice, this.#next, pause), loop.what);
      done += Math.ceil((next - this.#next) / batchSize);
      this.#next = next;
      await loop.end(done, logs);
    }
    if (stepsPerEpoch !== undefined && done < stepsPerEpoch && !loop.stopped) warnOfEnd(stepsPerEpoch, done);
    return logs();
  }

  async dispose(): Promise<void> {
    try {
      await this.#step.dispose();
    } finally {
      this.#dispose();
    }
  }

  #orderOfEpoch(): Int32Array {
    const { samples, stepsPerEpoch, shuffle, goesOn } = this.#options;
    const isLeft = goesOn && stepsPerEpoch !== undefined && this.#next < samples;
    if (this.#order === undefined || !isLeft) {
      this.#order = inOrder(samples);
      if (shuffle) globalState().shuffle(this.#order);
      this.#next = 0;
    }
    return this.#order;
  }
}

/** The samples in their own order. */
function inOrder(samples: number): Int32Array {
  const order = new Int32Array(samples);
  for (let i = 0; i < samples; i++) order[i] = i;
  return order;
}
