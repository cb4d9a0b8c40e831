import type { Labels } from "../linear/labels.ts";
import { labelsOf } from "../linear/labels.ts";
import {
  type Countable,
  checkFolds,
  checkSamples,
  generator,
  type KFoldOptions,
  type Split,
  type Splitter,
  splitsByFold,
} from "./kFold.ts";

/**
 * Divides samples into parts that each hold the classes in the same proportions: scikit-learn's `StratifiedKFold`, index by
 * index.
 *
 * @example
 * for (const [train, test] of new StratifiedKFold(5).split(x, y)) console.log(train.length, test.length);
 */
export class StratifiedKFold implements Splitter {
  readonly nSplits: number;
  readonly #options: KFoldOptions;

  /**
   * @param nSplits how many parts, from 2
   * @throws RangeError for fewer parts, or for a `randomState` without `shuffle`
   */
  constructor(nSplits = 5, options: KFoldOptions = {}) {
    checkFolds(nSplits, options);
    this.nSplits = nSplits;
    this.#options = options;
  }

  /**
   * The parts one after another.
   *
   * @param x the samples; only their number matters
   * @param y their class labels
   * @throws RangeError when every class has fewer samples than there are parts
   */
  *split(x: Countable, y?: Labels): Generator<Split, void> {
    if (y === undefined)
      throw new RangeError("StratifiedKFold.split needs the class labels as its second argument");
    const labels = labelsOf(y, x.length, "StratifiedKFold.split");
    checkSamples(this.nSplits, labels.length);
    yield* splitsByFold(this.#folds(labels), this.nSplits);
  }

  /** The fold of each sample. Classes are taken in the order in which they appear. */
  #folds(labels: ArrayLike<number | string>): Int32Array {
    const members = new Map<number | string, number[]>();
    for (let i = 0; i < labels.length; i++) {
      const known = members.get(labels[i]!);
      if (known) known.push(i);
      else members.set(labels[i]!, [i]);
    }
    const classes = [...members.values()];
    this.#checkClasses(classes.map(({ length }) => length));
    const random = this.#options.shuffle ? generator(this.#options) : undefined;
    const folds = new Int32Array(labels.length);
    let before = 0;
    for (const samples of classes) {
      const places = this.#allocate(before, samples.length);
      random?.shuffle(places);
      samples.forEach((sample, i) => {
        folds[sample] = places[i]!;
      });
      before += samples.length;
    }
    return folds;
  }

  /** The folds of one class in blocks: round robin over all samples sorted by class, which starts where the last class ended. */
  #allocate(before: number, count: number): Int32Array {
    return Int32Array.from({ length: count }, (_, i) => (before + i) % this.nSplits).sort();
  }

  #checkClasses(counts: readonly number[]): void {
    if (counts.every((count) => count < this.nSplits)) {
      throw new RangeError(
        `nSplits=${this.nSplits} cannot be greater than the number of members in each class.`,
      );
    }
    const least = Math.min(...counts);
    if (least >= this.nSplits) return;
    console.warn(
      `UserWarning: The least populated class in y has only ${least} members, which is less than nSplits=${this.nSplits}.`,
    );
  }
}
