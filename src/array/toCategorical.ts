import { NDArray } from "./ndarray.ts";
import { max } from "./reduce.ts";

/**
 * Class numbers as one-hot rows, 1 in the column of the class and 0 elsewhere: Keras's `keras.utils.to_categorical`. This is what the loss
 * `categorical_crossentropy` needs; `sparse_categorical_crossentropy` takes the class numbers themselves.
 *
 * @param labels whole numbers from 0, any shape
 * @param numClasses how many columns; by default one more than the largest label
 * @returns float32, the labels' shape with `numClasses` appended
 * @throws RangeError for a label that is no whole number from 0 to `numClasses` - 1
 * @example toCategorical(trainTarget, 10).shape; // [60000, 10]
 */
export function toCategorical(labels: NDArray | ArrayLike<number>, numClasses?: number): NDArray<"float32"> {
  const { data, shape } = labels instanceof NDArray ? labels : { data: labels, shape: [labels.length] };
  const classes = numClasses ?? (data.length === 0 ? 0 : max(data) + 1);
  if (!Number.isInteger(classes) || classes < 0) {
    throw new RangeError(`toCategorical() needs a whole number of classes, got ${classes}`);
  }
  const rows = new Float32Array(data.length * classes);
  for (let i = 0; i < data.length; i++) {
    const label = data[i]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new RangeError(`label ${label} at position ${i} is no class number from 0 to ${classes - 1}`);
    }
    rows[i * classes + label] = 1;
  }
  return new NDArray(rows, [...shape, classes], "float32");
}
