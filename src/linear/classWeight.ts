import type { Label } from "./labels.ts";

/** Weights by class label, or `"balanced"`: inversely proportional to how often each class occurs. */
export type ClassWeight = "balanced" | Readonly<Record<string, number>> | ReadonlyMap<Label, number>;

/**
 * The weight of each class, scikit-learn's `compute_class_weight`.
 *
 * @param codes the place of each sample's class among `classes`
 * @throws RangeError where weights name a label that is no class, or a balanced class has no samples
 */
export function classWeights(
  weight: ClassWeight | null,
  classes: readonly Label[],
  codes: Int32Array,
  sampleWeight?: ArrayLike<number>,
): Float64Array {
  if (weight === "balanced") return balanced(classes, codes, sampleWeight);
  const given = new Map(weight instanceof Map ? weight : Object.entries(weight ?? {}));
  const weights = Float64Array.from(classes, (label) => given.get(label) ?? given.get(String(label)) ?? 1);
  const known = new Set<Label>([...classes, ...classes.map(String)]);
  const unknown = [...given.keys()].filter((label) => !known.has(label));
  if (unknown.length > 0) {
    throw new RangeError(
      `classWeight names ${unknown.join(", ")}, but the classes are ${classes.join(", ")}`,
    );
  }
  return weights;
}

function balanced(
  classes: readonly Label[],
  codes: Int32Array,
  sampleWeight?: ArrayLike<number>,
): Float64Array {
  const counts = new Float64Array(classes.length);
  codes.forEach((code, i) => {
    counts[code]! += sampleWeight?.[i] ?? 1;
  });
  const empty = counts.indexOf(0);
  if (empty >= 0) throw new RangeError(`classWeight "balanced" needs samples of class ${classes[empty]}`);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => total / (classes.length * count));
}
