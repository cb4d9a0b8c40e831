import type { Evaluation } from "./lbfgs/minimize.ts";
import type { Session } from "./sgd/session.ts";

/** How many samples one task has; fixed, so that the order of all sums, and so the result, is the same on every machine. */
const partSize = 2000;

/** The samples of a logistic regression. */
export interface LogisticSamples {
  readonly session: Session;
  readonly rows: Int32Array;
  readonly targets: Int32Array;
  readonly weights: Float64Array | undefined;
}

/**
 * What scikit-learn's `LinearModelLoss` evaluates: the mean log loss plus half the squared weights over C times the number of
 * samples. The intercepts are not punished.
 */
export function logisticObjective(
  { session, rows, targets, weights }: LogisticSamples,
  { C, fitIntercept }: { C: number; fitIntercept: boolean },
): (coef: Float64Array) => Promise<Evaluation> {
  const { features } = session.samples;
  const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? rows.length;
  const strength = 1 / (C * total);
  return async (coef) => {
    const parts = [];
    for (let from = 0; from < rows.length; from += partSize) {
      const cut = <A extends Int32Array | Float64Array>(list: A) => list.slice(from, from + partSize) as A;
      parts.push(
        session.perform({
          rows: cut(rows),
          targets: cut(targets),
          sampleWeights: weights && cut(weights),
          coef,
        }),
      );
    }
    const gradient = new Float64Array(coef.length);
    let value = 0;
    for (const part of await Promise.all(parts)) {
      value += part.loss / total;
      for (let i = 0; i < gradient.length; i++) gradient[i]! += part.gradient[i]! / total;
    }
    for (let i = 0; i < coef.length; i++) {
      if (i % (features + 1) === features) {
        if (!fitIntercept) gradient[i] = 0;
        continue;
      }
      value += 0.5 * strength * coef[i]! * coef[i]!;
      gradient[i]! += strength * coef[i]!;
    }
    return { value, gradient };
  };
}
