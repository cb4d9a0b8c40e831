import { type Batch, type Batches, countBatches, type Pass, startPass } from "./batches.ts";
import type { BatchLoop } from "./batchLoop.ts";
import { type Feed, warnOfEnd } from "./feed.ts";
import type { Logs } from "./history.ts";
import type { RunningMeans } from "./means.ts";
import { stoppable } from "./stoppable.ts";
import type { DoneBatches } from "./trainee.ts";

/** Runs one batch; gives its sums and how many samples it had. */
export type RunBatch = (batch: Batch) => Promise<{ sums: ArrayLike<number>; samples: number }>;

/** How batches are divided into epochs. */
export interface StreamFeedOptions {
  /** How many batches an epoch has; by default as many as there are. */
  stepsPerEpoch: number | undefined;
  /** Whether an epoch goes on where the last one ended; else each begins with the first batch. */
  goesOn: boolean;
}

/** Batches that something makes one after another. */
export class StreamFeed implements Feed {
  readonly #batches: Batches;
  readonly #runBatch: RunBatch;
  readonly #means: RunningMeans;
  readonly #stepsPerEpoch: number | undefined;
  readonly #goesOn: boolean;
  #counted: number | undefined;
  #pass: Pass | undefined;

  constructor(
    batches: Batches,
    runBatch: RunBatch,
    means: RunningMeans,
    { stepsPerEpoch, goesOn }: StreamFeedOptions,
  ) {
    this.#goesOn = goesOn;
    this.#batches = batches;
    this.#runBatch = runBatch;
    this.#means = means;
    this.#stepsPerEpoch = stepsPerEpoch;
    this.#counted = countBatches(batches);
  }

  get steps(): number | undefined {
    return this.#stepsPerEpoch ?? this.#counted;
  }

  async run(loop: BatchLoop, passed?: DoneBatches): Promise<Logs> {
    const steps = this.#stepsPerEpoch ?? Number.POSITIVE_INFINITY;
    const logs = () => this.#means.logs;
    this.#means.reset();
    let done = 0;
    while (done < (passed?.count ?? 0)) {
      await this.#nextBatch(done === 0);
      done += 1;
    }
    passed?.onPassed();
    while (done < steps && !loop.stopped) {
      const batch = await this.#nextBatch(done === 0);
      if (batch === undefined) {
        this.#counted ??= done;
        if (this.#stepsPerEpoch !== undefined) warnOfEnd(this.#stepsPerEpoch, done);
        break;
      }
      await loop.begin(done);
      const { sums, samples } = await stoppable(() => this.#runBatch(batch), loop.what);
      this.#means.add(sums, samples);
      done += 1;
      await loop.end(done, logs);
    }
    if (this.#stepsPerEpoch === undefined || !this.#goesOn) await this.dispose();
    return logs();
  }

  async dispose(): Promise<void> {
    const pass = this.#pass;
    this.#pass = undefined;
    await pass?.close();
  }

  /** With a number of steps an epoch goes on where the last one ended; at the end of all batches they begin anew. */
  async #nextBatch(isFirst: boolean): Promise<Batch | undefined> {
    const wasRunning = this.#pass !== undefined;
    this.#pass ??= await startPass(this.#batches);
    let batch = await this.#pass.next();
    if (batch === undefined && isFirst && wasRunning) {
      this.#pass = await startPass(this.#batches);
      batch = await this.#pass.next();
    }
    if (batch !== undefined) return batch;
    this.#pass = undefined;
    if (isFirst) {
      throw new RangeError(
        "there are no batches (left): a generator runs once; give a list, a data loader or stepsPerEpoch",
      );
    }
    return undefined;
  }
}
