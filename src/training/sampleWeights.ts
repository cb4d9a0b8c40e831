import { formatShape } from "../array/shape.ts";
import { type Tensor, tf } from "../tensorflow.ts";
import { hold, type Samples } from "./inputs.ts";

/** How much each class counts, by its label; a class that is not named counts 1. */
export type ClassWeight = Readonly<Record<number, number>> | ReadonlyMap<number, number>;

/** What says how much samples count. */
export interface Weighting {
  /** How much each sample counts, one number a sample. */
  sampleWeight?: Samples | undefined;
  classWeight?: ClassWeight | undefined;
}

/**
 * The weight of each sample as a float32 tensor of shape [samples], which the caller disposes; undefined where all count the same.
 *
 * @param y the targets as they were given: labels or one-hot rows
 * @throws RangeError for weights that do not fit the samples
 */
export function holdWeights(y: Tensor, { sampleWeight, classWeight }: Weighting): Tensor | undefined {
  if (sampleWeight !== undefined && classWeight !== undefined) {
    throw new TypeError(
      "give sampleWeight or classWeight, not both: multiply them yourself where both should count",
    );
  }
  if (classWeight !== undefined) return tf.tensor1d(weightsByClass(y, classWeight), "float32");
  if (sampleWeight === undefined) return undefined;
  const samples = y.shape[0]!;
  const held = hold(sampleWeight, "sampleWeight");
  try {
    const { shape } = held.tensor;
    if (shape[0] !== samples || held.tensor.size !== samples) {
      throw new RangeError(
        `sampleWeight needs one number for each of the ${samples} samples, got the shape ${formatShape(shape)}`,
      );
    }
    return tf.tidy(() => tf.reshape(tf.cast(tf.clone(held.tensor), "float32"), [samples]).clone());
  } finally {
    held.dispose();
  }
}

function weightsByClass(y: Tensor, classWeight: ClassWeight): Float32Array {
  const weights = toMap(classWeight);
  const labels = tf.tidy(() => {
    const flat = y.rank > 1 && y.shape.at(-1) !== 1 ? tf.argMax(y, -1) : y;
    return flat.dataSync() as unknown as Tensor;
  }) as unknown as ArrayLike<number>;
  if (labels.length !== y.shape[0]) {
    throw new RangeError(
      `classWeight needs one class a sample, got targets of shape ${formatShape(y.shape)}`,
    );
  }
  return Float32Array.from(labels, (label) => weights.get(Math.round(label)) ?? 1);
}

function toMap(classWeight: ClassWeight): ReadonlyMap<number, number> {
  const entries =
    classWeight instanceof Map
      ? [...classWeight]
      : Object.entries(classWeight as Record<number, number>).map(
          ([key, value]) => [Number(key), value] as const,
        );
  for (const [label, weight] of entries) {
    if (!Number.isInteger(label))
      throw new RangeError(`classWeight names classes by whole numbers, got ${label}`);
    if (typeof weight !== "number" || Number.isNaN(weight)) {
      throw new TypeError(`classWeight of class ${label} is a number, got ${String(weight)}`);
    }
  }
  return new Map(entries);
}
