import { NDArray } from "../array/ndarray.ts";
import { type Matrix, type MatrixLike, toMatrix } from "../linear/matrix.ts";

/** The settings of {@link StandardScaler}. */
export interface StandardScalerParams {
  /** Whether to subtract the mean. Default true. */
  withMean?: boolean;
  /** Whether to divide by the standard deviation. Default true. */
  withStd?: boolean;
}

interface Moments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly scale: Float64Array;
  readonly samples: number;
}

/**
 * Brings each feature to mean 0 and standard deviation 1: scikit-learn's `StandardScaler`. Features that never change are only
 * centred.
 *
 * @example
 * const scaler = new StandardScaler();
 * const trainScaled = scaler.fitTransform(train);
 * const testScaled = scaler.transform(test);
 */
export class StandardScaler {
  readonly #withMean: boolean;
  readonly #withStd: boolean;
  #moments: Moments | undefined;

  constructor({ withMean = true, withStd = true }: StandardScalerParams = {}) {
    this.#withMean = withMean;
    this.#withStd = withStd;
  }

  /** The features' means, float64, shape (features,): `mean_`. */
  get mean(): NDArray<"float64"> {
    return new NDArray(this.#fitted().mean);
  }

  /** The features' variances, float64, shape (features,): `var_`. */
  get variance(): NDArray<"float64"> {
    return new NDArray(this.#fitted().variance);
  }

  /** What each feature is divided by, float64, shape (features,); 1 for features that never change: `scale_`. */
  get scale(): NDArray<"float64"> {
    return new NDArray(this.#fitted().scale);
  }

  /**
   * Learns means and deviations.
   *
   * @param x samples, shape (samples, features)
   * @throws RangeError for another number of axes, for no samples, or for NaN and infinity
   */
  fit(x: MatrixLike): this {
    const matrix = toMatrix(x, "StandardScaler");
    const mean = columnMeans(matrix);
    const variance = columnVariances(matrix, mean);
    const scale = variance.map((value, i) =>
      isConstant(value, mean[i]!, matrix.rows) ? 1 : Math.sqrt(value),
    );
    this.#moments = { mean, variance, scale, samples: matrix.rows };
    return this;
  }

  /**
   * Centres and scales samples.
   *
   * @returns float64, or float32 for float32 samples; shape (samples, features)
   * @throws RangeError when the number of features is not that of the training
   */
  transform(x: MatrixLike): NDArray<"float64"> | NDArray<"float32"> {
    const { mean, scale } = this.#fitted();
    const shift = (value: number, i: number) => (this.#withMean ? value - mean[i]! : value);
    return this.#map(x, (value, i) => (this.#withStd ? shift(value, i) / scale[i]! : shift(value, i)));
  }

  /** Learns from samples and transforms them. */
  fitTransform(x: MatrixLike): NDArray<"float64"> | NDArray<"float32"> {
    return this.fit(x).transform(x);
  }

  /** Undoes {@link transform}. */
  inverseTransform(x: MatrixLike): NDArray<"float64"> | NDArray<"float32"> {
    const { mean, scale } = this.#fitted();
    return this.#map(x, (value, i) => {
      const stretched = this.#withStd ? value * scale[i]! : value;
      return this.#withMean ? stretched + mean[i]! : stretched;
    });
  }

  #map(
    x: MatrixLike,
    change: (value: number, feature: number) => number,
  ): NDArray<"float64"> | NDArray<"float32"> {
    const { data, rows, features } = toMatrix(x, "StandardScaler");
    const expected = this.#fitted().mean.length;
    if (features !== expected) {
      throw new RangeError(
        `X has ${features} features, but StandardScaler is expecting ${expected} features as input.`,
      );
    }
    const narrow = data instanceof Float32Array;
    const result = narrow ? new Float32Array(data.length) : new Float64Array(data.length);
    for (let i = 0; i < data.length; i++) result[i] = change(data[i]!, i % features);
    return narrow
      ? new NDArray(result as Float32Array, [rows, features], "float32")
      : new NDArray(result as Float64Array, [rows, features], "float64");
  }

  #fitted(): Moments {
    if (this.#moments !== undefined) return this.#moments;
    throw new Error(
      "This StandardScaler instance is not fitted yet. Call 'fit' with appropriate arguments before using this estimator.",
    );
  }
}

function columnMeans({ data, rows, features }: Matrix): Float64Array {
  const sums = new Float64Array(features);
  for (let i = 0; i < data.length; i++) sums[i % features]! += data[i]!;
  return sums.map((sum) => sum / rows);
}

/** The mean square of the deviations, less what rounding left in their mean (Chan, Golub and LeVeque, 1983). */
function columnVariances({ data, rows, features }: Matrix, mean: Float64Array): Float64Array {
  const squares = new Float64Array(features);
  const rest = new Float64Array(features);
  for (let i = 0; i < data.length; i++) {
    const deviation = data[i]! - mean[i % features]!;
    squares[i % features]! += deviation * deviation;
    rest[i % features]! += deviation;
  }
  return squares.map((square, i) => (square - rest[i]! ** 2 / rows) / rows);
}

/** Whether a variance is no more than rounding makes of one repeated number. */
function isConstant(variance: number, mean: number, samples: number): boolean {
  return variance <= samples * Number.EPSILON * variance + (samples * mean * Number.EPSILON) ** 2;
}
