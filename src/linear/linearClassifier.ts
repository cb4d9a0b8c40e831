import { NDArray } from "../array/ndarray.ts";
import { decode, type Label, type Labels, labelList, type Predicted } from "./labels.ts";
import { type MatrixLike, toMatrix } from "./matrix.ts";
import { scores } from "./scores.ts";

/** What a linear classifier has learnt. */
export interface LinearState<L extends Label> {
  readonly classes: readonly L[];
  readonly features: number;
  /** Row by row: one row for two classes, else one a class. */
  coef: Float64Array;
  intercept: Float64Array;
}

/** What all linear classifiers share: scores, predictions and accuracy from weights and intercepts. */
export abstract class LinearClassifier<L extends Label> {
  protected abstract readonly state: LinearState<L> | undefined;

  /** The weights, float64, shape (1, features) for two classes and else (classes, features): `coef_`. */
  get coef(): NDArray<"float64"> {
    const { coef, features } = this.fitted();
    return new NDArray(coef, [-1, features], "float64");
  }

  /** The intercepts, float64, shape (1,) for two classes and else (classes,): `intercept_`. */
  get intercept(): NDArray<"float64"> {
    return new NDArray(this.fitted().intercept);
  }

  /** The class labels in ascending order: `classes_`. */
  get classes(): readonly L[] {
    return this.fitted().classes;
  }

  /**
   * How far each sample lies on the classes' sides of their planes.
   *
   * @param x samples, shape (samples, features)
   * @returns float64, shape (samples,) for two classes, where a positive number means the second, else (samples, classes)
   * @throws RangeError when the number of features is not that of the training
   */
  decisionFunction(x: MatrixLike): NDArray<"float64"> {
    const state = this.fitted();
    const matrix = toMatrix(x, this.constructor.name);
    if (matrix.features !== state.features) {
      throw new RangeError(
        `X has ${matrix.features} features, but ${this.constructor.name} is expecting ${state.features} features as input.`,
      );
    }
    const planes = state.intercept.length;
    const values = scores(matrix, state.coef, state.intercept);
    return new NDArray(values, planes === 1 ? [matrix.rows] : [matrix.rows, planes], "float64");
  }

  /**
   * The class of each sample.
   *
   * @param x samples, shape (samples, features)
   * @returns labels, shape (samples,); int32 for integer labels, a list of strings for strings
   */
  predict(x: MatrixLike): Predicted<L> {
    return decode(this.predictCodes(x), this.classes) as Predicted<L>;
  }

  /**
   * The share of samples whose class is predicted right.
   *
   * @param sampleWeight how much each sample counts
   */
  score(x: MatrixLike, y: Labels<L>, sampleWeight?: ArrayLike<number>): number {
    const truth = labelList(y);
    const predicted = this.predictCodes(x);
    if (truth.length !== predicted.length) {
      throw new RangeError(`score got ${predicted.length} samples and ${truth.length} labels`);
    }
    let right = 0;
    let total = 0;
    for (let i = 0; i < predicted.length; i++) {
      const weight = sampleWeight?.[i] ?? 1;
      total += weight;
      if (this.classes[predicted[i]!] === truth[i]) right += weight;
    }
    return right / total;
  }

  /** The place of each sample's class among the classes. */
  protected predictCodes(x: MatrixLike): Int32Array {
    const values = this.decisionFunction(x);
    return values.ndim === 2
      ? values.argMax().data
      : Int32Array.from(values.data, (value) => (value > 0 ? 1 : 0));
  }

  protected fitted(): LinearState<L> {
    if (this.state !== undefined) return this.state;
    throw new Error(
      `This ${this.constructor.name} instance is not fitted yet. Call 'fit' with appropriate arguments before using this estimator.`,
    );
  }
}

/** The place of the winning class in each row of scores; a single score decides between two classes by its sign. */
export function winners(scores: Float64Array, planes: number): Int32Array {
  if (planes === 1) return Int32Array.from(scores, (score) => (score > 0 ? 1 : 0));
  return new NDArray(scores, [-1, planes], "float64").argMax().data;
}
