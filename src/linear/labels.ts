import { NDArray } from "../array/ndarray.ts";
import { formatShape } from "../array/shape.ts";

/** What names a class. */
export type Label = number | string;

/** One label a sample. */
export type Labels<L extends Label = Label> = L extends string ? readonly L[] : NDArray | ArrayLike<number>;

/** Predicted labels: strings for string labels, else an array. */
export type Predicted<L extends Label> = L extends string ? L[] : NDArray;

/** The labels as a plain list. */
export function labelList(labels: NDArray | ArrayLike<Label>): ArrayLike<Label> {
  return labels instanceof NDArray ? labels.data : labels;
}

/**
 * The labels as a plain list, one a sample.
 *
 * @throws RangeError for another number of labels, or for labels with more than one axis
 */
export function labelsOf<L extends Label>(labels: Labels<L>, samples: number, owner: string): ArrayLike<L> {
  const list = labelList(labels as NDArray | ArrayLike<Label>) as ArrayLike<L>;
  if (labels instanceof NDArray && labels.ndim !== 1) {
    throw new RangeError(`${owner} needs labels of shape (samples,), got ${formatShape(labels.shape)}`);
  }
  if (list.length !== samples) {
    throw new RangeError(`${owner} got ${samples} samples and ${list.length} labels`);
  }
  return list;
}

/** The distinct labels in ascending order: numpy's `np.unique`. */
export function distinct<L extends Label>(labels: ArrayLike<L>): L[] {
  const seen = new Set<L>();
  for (let i = 0; i < labels.length; i++) seen.add(labels[i]!);
  return [...seen].sort((a, b) => (a < b ? -1 : 1));
}

/**
 * The place of each label among the classes.
 *
 * @throws RangeError for a label that is none of them
 */
export function encode(labels: ArrayLike<Label>, classes: readonly Label[]): Int32Array {
  const places = new Map(classes.map((label, i) => [label, i]));
  const codes = new Int32Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    const place = places.get(labels[i]!);
    if (place === undefined) {
      throw new RangeError(
        `the label ${JSON.stringify(labels[i])} is none of the classes ${classes.join(", ")}`,
      );
    }
    codes[i] = place;
  }
  return codes;
}

/** The labels at these places: string labels as strings, others as an array of integers where all of them are. */
export function decode(codes: Int32Array, classes: readonly Label[]): string[] | NDArray {
  if (classes.some((label) => typeof label === "string"))
    return Array.from(codes, (code) => String(classes[code]));
  const numbers = classes as readonly number[];
  const small = numbers.every((label) => Number.isInteger(label) && Math.abs(label) < 2 ** 31);
  const values = Array.from(codes, (code) => numbers[code]!);
  return small
    ? new NDArray(Int32Array.from(values), [codes.length], "int32")
    : new NDArray(Float64Array.from(values), [codes.length], "float64");
}
