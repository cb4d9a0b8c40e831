/** How many samples each part gets. */
export interface SplitSizes {
  train: number;
  test: number;
}

/**
 * Sizes of both parts by scikit-learn's rules: a share of the test part is rounded up, one of the train part down;
 * without any size a quarter is the test part.
 *
 * @throws RangeError when a size is out of range or the parts do not fit
 */
export function splitSizes(
  samples: number,
  { testSize, trainSize }: { testSize?: number; trainSize?: number },
): SplitSizes {
  check("testSize", testSize, samples);
  check("trainSize", trainSize, samples);
  const share = testSize ?? (trainSize === undefined ? 0.25 : undefined);
  const wantedTest = share === undefined ? undefined : toCount(share, samples, Math.ceil);
  const wantedTrain = trainSize === undefined ? undefined : toCount(trainSize, samples, Math.floor);
  const test = wantedTest ?? samples - wantedTrain!;
  const train = wantedTrain ?? samples - test;
  if (train + test > samples) {
    throw new RangeError(`trainSize ${trainSize} and testSize ${testSize} need more than ${samples} samples`);
  }
  if (train === 0) {
    throw new RangeError(`with ${samples} samples and testSize ${share} the train part would be empty`);
  }
  return { train, test };
}

function toCount(size: number, samples: number, round: (value: number) => number): number {
  return Number.isInteger(size) ? size : round(size * samples);
}

function check(name: string, size: number | undefined, samples: number): void {
  if (size === undefined) return;
  const valid = size > 0 && (size < 1 || (Number.isInteger(size) && size < samples));
  if (!valid) {
    throw new RangeError(
      `${name} is a share between 0 and 1 or a number of samples from 1 to ${samples - 1}, got ${size}`,
    );
  }
}
