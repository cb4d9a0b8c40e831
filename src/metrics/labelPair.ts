import { NDArray } from "../array/ndarray.ts";
import { formatShape } from "../array/shape.ts";
import { distinct, type Label, labelList } from "../linear/labels.ts";

/** One class label a sample. */
export type ClassLabels = NDArray | ArrayLike<number> | ArrayLike<string>;

/** True and predicted labels of the same samples, and all labels that occur in either, ascending. */
export interface LabelPair {
  readonly truth: ArrayLike<Label>;
  readonly predicted: ArrayLike<Label>;
  readonly present: readonly Label[];
  readonly weights: ArrayLike<number> | undefined;
}

/**
 * Brings two lists of labels together.
 *
 * @throws RangeError where their lengths differ, or that of the weights, or where one mixes numbers with strings
 */
export function labelPair(yTrue: ClassLabels, yPred: ClassLabels, weights?: ArrayLike<number>): LabelPair {
  for (const labels of [yTrue, yPred]) {
    if (labels instanceof NDArray && labels.ndim !== 1) {
      throw new RangeError(
        `labels have shape (samples,), got ${formatShape(labels.shape)}; of probabilities take argMax() first`,
      );
    }
  }
  const truth = labelList(yTrue as ArrayLike<Label>);
  const predicted = labelList(yPred as ArrayLike<Label>);
  const lengths = [truth.length, predicted.length, ...(weights ? [weights.length] : [])];
  if (lengths.some((length) => length !== truth.length)) {
    throw new RangeError(
      `Found input variables with inconsistent numbers of samples: [${lengths.join(", ")}]`,
    );
  }
  const present = distinct([...Array.from(truth), ...Array.from(predicted)]);
  if (new Set(present.map((label) => typeof label)).size > 1) {
    throw new RangeError("Labels in yTrue and yPred should be all strings or all numbers, not a mix of them");
  }
  return { truth, predicted, present, weights };
}
