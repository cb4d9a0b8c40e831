import type { RandomState } from "../random/randomState.ts";
import type { SplitSizes } from "./splitSizes.ts";

/**
 * Indices of a stratified split, number for number those of scikit-learn's `StratifiedShuffleSplit`.
 *
 * @throws RangeError when a class has one member only or a part cannot hold every class
 */
export function stratifiedIndices(
  labels: ArrayLike<number | string>,
  sizes: SplitSizes,
  random: RandomState,
): { train: Int32Array; test: Int32Array } {
  const classes = groupByClass(labels);
  checkClasses(classes, sizes);
  const counts = classes.map((members) => members.length);
  const trainCounts = approximateMode(counts, sizes.train, random);
  const rest = counts.map((count, i) => count - trainCounts[i]!);
  const testCounts = approximateMode(rest, sizes.test, random);
  const train: number[] = [];
  const test: number[] = [];
  classes.forEach((members, i) => {
    const order = Array.from(random.permutation(members.length), (index) => members[index]!);
    const end = trainCounts[i]! + testCounts[i]!;
    for (const index of order.slice(0, trainCounts[i])) train.push(index);
    for (const index of order.slice(trainCounts[i], end)) test.push(index);
  });
  random.shuffle(train);
  random.shuffle(test);
  return { train: Int32Array.from(train), test: Int32Array.from(test) };
}

/** The members of each class, classes in ascending order of their labels. */
function groupByClass(labels: ArrayLike<number | string>): number[][] {
  const groups = new Map<number | string, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const members = groups.get(labels[i]!);
    if (members) members.push(i);
    else groups.set(labels[i]!, [i]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, members]) => members);
}

function checkClasses(classes: readonly number[][], { train, test }: SplitSizes): void {
  if (classes.some((members) => members.length < 2)) {
    throw new RangeError("stratify needs at least two samples of every class");
  }
  if (Math.min(train, test) < classes.length) {
    throw new RangeError(`parts of ${train} and ${test} samples cannot hold ${classes.length} classes each`);
  }
}

/** How many of `draws` fall to each class, remainders by size, ties at random (sklearn.utils._approximate_mode). */
function approximateMode(counts: readonly number[], draws: number, random: RandomState): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const continuous = counts.map((count) => (count / total) * draws);
  const result = continuous.map(Math.floor);
  let missing = draws - result.reduce((sum, count) => sum + count, 0);
  const remainders = continuous.map((value, i) => value - result[i]!);
  for (const value of [...new Set(remainders)].sort((a, b) => b - a)) {
    if (missing <= 0) break;
    const tied = remainders.flatMap((remainder, i) => (remainder === value ? [i] : []));
    const order = random.permutation(tied.length).subarray(0, Math.min(tied.length, missing));
    for (const index of order) result[tied[index]!]! += 1;
    missing -= order.length;
  }
  return result;
}
