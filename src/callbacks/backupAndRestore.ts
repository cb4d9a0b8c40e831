import { copyFile, mkdir, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { ModelFileError } from "../formats/errors.ts";
import { writeFileAtomic } from "../formats/index.ts";
import { globalState } from "../random/globalState.ts";
import type { RandomStateSnapshot } from "../random/randomState.ts";
import { checkOptions } from "../training/checkOptions.ts";
import { resumeFrom } from "../training/trainee.ts";
import { BatchCounter, type SaveFreq } from "./batchCounter.ts";
import { Callback, type Work } from "./callback.ts";

/** The options of {@link backupAndRestore}. */
export interface BackupAndRestoreOptions {
  /** When to back up: `"epoch"`, after each, or a number of batches. Default `"epoch"`. */
  saveFreq?: SaveFreq;
  /** Whether the backup before the last is kept, for the case that the last cannot be read. Default false. */
  doubleCheckpoint?: boolean;
  /** Whether the backup is deleted once training is complete. Default true. */
  deleteCheckpoint?: boolean;
}

/** What is kept beside the weights; `epoch` and `batch` are Keras's. */
interface Metadata {
  /** The epoch, from 0, with which training goes on. */
  epoch: number;
  /** The last batch, from 0, that is done of that epoch; 0 where none is. */
  batch: number;
  /** The file of the weights and of the optimizer's state, beside this one. */
  weights: string;
  /** The random numbers that come next, so that the resumed run shuffles as the interrupted one would have. */
  random?: RandomStateSnapshot;
  /** Those of that epoch's beginning, which made its order; there where batches of it are done. */
  epochRandom?: RandomStateSnapshot;
}

/** See {@link backupAndRestore}. */
export class BackupAndRestore extends Callback {
  readonly backupDir: string;
  readonly saveFreq: SaveFreq;
  readonly doubleCheckpoint: boolean;
  readonly deleteCheckpoint: boolean;
  readonly #counter: BatchCounter;
  #epoch = 0;
  #epochRandom: RandomStateSnapshot | undefined;

  constructor(backupDir: string, options: BackupAndRestoreOptions = {}) {
    super();
    checkOptions("backupAndRestore", options, { saveFreq: 1, doubleCheckpoint: 1, deleteCheckpoint: 1 });
    if (typeof backupDir !== "string" || backupDir === "") {
      throw new TypeError(`backupAndRestore needs a folder, got ${JSON.stringify(backupDir)}`);
    }
    this.backupDir = backupDir;
    this.saveFreq = options.saveFreq ?? "epoch";
    this.doubleCheckpoint = options.doubleCheckpoint ?? false;
    this.deleteCheckpoint = options.deleteCheckpoint ?? true;
    this.#counter = new BatchCounter("backupAndRestore", this.saveFreq);
  }

  override watchesBatches(work: Work): boolean {
    return work === "train" && this.saveFreq !== "epoch";
  }

  /** Goes on where an earlier run was interrupted, if there was one. @throws ModelFileError for a backup of another model */
  override async onTrainBegin(): Promise<void> {
    try {
      await this.#restore(this.#metadata);
    } catch (error) {
      const isDamaged =
        error instanceof SyntaxError || (error instanceof ModelFileError && error.problem === "cut");
      if (!isDamaged || !this.doubleCheckpoint) throw error;
      await copyFile(`${this.#metadata}.bkp`, this.#metadata);
      await this.#restore(this.#metadata);
    }
  }

  override onEpochBegin(epoch: number): void {
    this.#epoch = epoch;
    if (this.saveFreq !== "epoch") this.#epochRandom = globalState().getState();
  }

  override async onTrainBatchEnd(batch: number): Promise<void> {
    if (!this.#counter.due(batch)) return;
    const isLast = batch + 1 === this.params?.steps;
    await this.#backUp(isLast ? { epoch: this.#epoch + 1, batch: 0 } : { epoch: this.#epoch, batch });
  }

  override async onEpochEnd(epoch: number): Promise<void> {
    if (this.saveFreq === "epoch") await this.#backUp({ epoch: epoch + 1, batch: 0 });
  }

  override async onTrainEnd(): Promise<void> {
    if (this.deleteCheckpoint) await rm(this.backupDir, { recursive: true, force: true });
  }

  get #metadata(): string {
    return path.join(this.backupDir, "training_metadata.json");
  }

  async #restore(file: string): Promise<void> {
    const metadata = await readMetadata(file);
    if (metadata === undefined) return;
    await this.model.loadWeights(path.join(this.backupDir, metadata.weights));
    const { epoch, batch, random, epochRandom } = metadata;
    const goOn = () => {
      if (random !== undefined) globalState().setState(random);
    };
    if (epochRandom === undefined) {
      goOn();
      resumeFrom(this.model, { epoch });
    } else {
      globalState().setState(epochRandom);
      resumeFrom(this.model, { epoch, done: { count: batch + 1, onPassed: goOn } });
    }
  }

  /** The metadata switches from one file of weights to the next at once: a crash never pairs an epoch with other weights. */
  async #backUp(at: Pick<Metadata, "epoch" | "batch">): Promise<void> {
    await mkdir(this.backupDir, { recursive: true });
    const weights = `epoch-${at.epoch}-batch-${at.batch}.weights.h5`;
    const isWithin = at.epoch === this.#epoch && this.#epochRandom !== undefined;
    const metadata: Metadata = {
      ...at,
      weights,
      random: globalState().getState(),
      ...(isWithin && { epochRandom: this.#epochRandom! }),
    };
    await this.model.saveWeights(path.join(this.backupDir, weights));
    if (this.doubleCheckpoint) await copyFile(this.#metadata, `${this.#metadata}.bkp`).catch(unlessMissing);
    await writeFileAtomic(this.#metadata, new TextEncoder().encode(JSON.stringify(metadata)));
    const before = this.doubleCheckpoint ? await readMetadata(`${this.#metadata}.bkp`) : undefined;
    for (const name of await readdir(this.backupDir)) {
      const isOld =
        /^epoch-\d+-batch-\d+\.weights\.h5$/.test(name) && name !== weights && name !== before?.weights;
      if (isOld) await rm(path.join(this.backupDir, name), { force: true });
    }
  }
}

async function readMetadata(file: string): Promise<Metadata | undefined> {
  const text = await readFile(file, "utf8").catch(unlessMissing);
  return text === undefined ? undefined : (JSON.parse(text) as Metadata);
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
  return undefined;
}

/**
 * Backs training up, so that a run that was interrupted goes on where it was: `keras.callbacks.BackupAndRestore`. Run the same
 * `fit` again after the interrupt or the crash: weights, the optimizer's state, the epoch, its order and the random numbers come back,
 * and the final weights are those of a run without interruption. Backed up within an epoch, Keras learns from its first batches
 * twice; here it goes on after the last batch, and that epoch's losses and metrics are those of the batches that were left.
 *
 * @param backupDir a folder for the backup alone; it is deleted once training is complete
 * @example await model.fit(x, y, { epochs: 50, callbacks: [callbacks.backupAndRestore("backup")] });
 */
export function backupAndRestore(backupDir: string, options: BackupAndRestoreOptions = {}): BackupAndRestore {
  return new BackupAndRestore(backupDir, options);
}
