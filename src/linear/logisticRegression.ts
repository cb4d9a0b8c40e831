import type { NDArray } from "../array/ndarray.ts";
import { completeParams, flag, integer, interval, type Rules } from "./checkParams.ts";
import { type ClassWeight, classWeights } from "./classWeight.ts";
import { distinct, encode, type Label, type Labels, labelsOf } from "./labels.ts";
import { minimize } from "./lbfgs/minimize.ts";
import { LinearClassifier, type LinearState } from "./linearClassifier.ts";
import { logisticObjective } from "./logisticObjective.ts";
import { everyRow, type MatrixLike, toMatrix } from "./matrix.ts";
import { binaryPairs, softmax } from "./probabilities.ts";
import type { FitProgress } from "./reporters.ts";
import { workersFor } from "./sgd/parallelism.ts";
import { Session } from "./sgd/session.ts";
import { warnOnConsole } from "./warn.ts";

/** The settings of {@link LogisticRegression}: scikit-learn's names in camelCase and its defaults. */
export interface LogisticRegressionParams {
  /** The inverse of the penalty's strength, above 0; Infinity for no penalty. Default 1. */
  C?: number;
  /** Training stops when no entry of the gradient is larger. Default 0.0001. */
  tol?: number;
  /** Whether to learn an intercept. Default true. */
  fitIntercept?: boolean;
  /** Weights by class, or `"balanced"`. Default null: all equal. */
  classWeight?: ClassWeight | null;
  /** At most this many steps of the optimizer. Default 100. */
  maxIter?: number;
  /** Whether `fit` goes on from the weights of the last `fit`. Default false. */
  warmStart?: boolean;
  /** How many parts of the samples are worked on at a time; null and -1: as many as there are cores. Default null. */
  nJobs?: number | null;
}

type FullParams = Required<LogisticRegressionParams>;

const defaults: FullParams = {
  C: 1,
  tol: 1e-4,
  fitIntercept: true,
  classWeight: null,
  maxIter: 100,
  warmStart: false,
  nJobs: null,
};

const rules: Rules<FullParams> = {
  C: (value) => (typeof value === "number" && value > 0 ? undefined : "a number in the range (0, inf]"),
  tol: interval(0, Infinity),
  fitIntercept: flag,
  maxIter: integer(0),
  warmStart: flag,
};

interface State<L extends Label> extends LinearState<L> {
  readonly nIter: number;
}

/** The options of {@link LogisticRegression.fit}. */
export interface LogisticFitOptions {
  /** How much each sample counts. */
  sampleWeight?: ArrayLike<number>;
  /** Called after each step of the optimizer. */
  onProgress?: (progress: FitProgress) => void;
}

/**
 * Logistic regression with an L2 penalty, over all classes at once (softmax): scikit-learn 1.9's `LogisticRegression` with its
 * default solver, L-BFGS. It minimizes the same objective until the same tolerance.
 *
 * `Label` is the type of the class labels, numbers by default.
 *
 * @example
 * const regression = await new LogisticRegression({ maxIter: 200 }).fit(trainScaled, trainTarget);
 * regression.predictProba(testScaled).shape; // [10000, 10]
 */
export class LogisticRegression<L extends Label = number> extends LinearClassifier<L> {
  readonly params: FullParams;
  protected state: State<L> | undefined;

  /** @throws RangeError for a setting that does not exist or has a wrong value */
  constructor(params: LogisticRegressionParams = {}) {
    super();
    this.params = completeParams("LogisticRegression", params, defaults, rules);
  }

  /** How many steps the optimizer took: `n_iter_`. */
  get nIter(): number {
    return this.fitted().nIter;
  }

  /** An untrained classifier with the same settings: scikit-learn's `clone`. */
  clone(): LogisticRegression<L> {
    return new LogisticRegression<L>(this.params);
  }

  /**
   * Trains from zero, or with `warmStart` from the last weights.
   *
   * @param x samples of any number type, shape (samples, features); the computation is in float64
   * @param y class labels, numbers or strings, shape (samples,)
   * @throws RangeError for shapes that do not fit or a single class
   * @throws KeyboardInterrupt when the user interrupts the cell; the classifier then stays as it was
   */
  async fit(x: MatrixLike, y: Labels<L>, options: LogisticFitOptions = {}): Promise<this> {
    const { params } = this;
    const matrix = toMatrix(x, "LogisticRegression");
    const labels = labelsOf(y, matrix.rows, "LogisticRegression.fit");
    const classes = distinct(labels);
    if (classes.length < 2) {
      throw new RangeError(
        `This solver needs samples of at least 2 classes in the data, but the data contains only one class: ${classes[0]}`,
      );
    }
    const planes = classes.length === 2 ? 1 : classes.length;
    const codes = encode(labels, classes);
    const workers = workersFor(params.nJobs, Infinity, matrix.data.length * planes * params.maxIter);
    const session = await Session.open(matrix, workers, planes);
    try {
      const weights = weightsOf(params, classes, codes, options.sampleWeight);
      const samples = { session, rows: everyRow(matrix.rows), targets: codes, weights };
      const minimum = await minimize(
        logisticObjective(samples, params),
        this.#start(planes, matrix.features),
        {
          maxIter: params.maxIter,
          gtol: params.tol,
          ftol: 64 * Number.EPSILON,
          maxLineSearch: 50,
          onIteration: (done) => options.onProgress?.({ done, total: params.maxIter }),
        },
      );
      this.state = stateOf(minimum.x, classes, matrix.features, minimum.iterations);
      if (minimum.status !== 0) warnOnConsole("ConvergenceWarning", failure(minimum, params.maxIter));
      return this;
    } finally {
      await session.close();
    }
  }

  /**
   * The probability of each class.
   *
   * @returns float64, shape (samples, classes)
   */
  predictProba(x: MatrixLike): NDArray<"float64"> {
    const scores = this.decisionFunction(x);
    return scores.ndim === 1 ? binaryPairs(scores) : softmax(scores);
  }

  protected override fitted(): State<L> {
    return super.fitted() as State<L>;
  }

  /** Weights and intercept plane by plane: zeros, or with a warm start the last ones. */
  #start(planes: number, features: number): Float64Array {
    const start = new Float64Array(planes * (features + 1));
    const last = this.params.warmStart ? this.state : undefined;
    if (last === undefined) return start;
    if (last.intercept.length !== planes || last.features !== features) {
      throw new RangeError(
        `warmStart: the last weights have shape (${last.intercept.length}, ${last.features}), now (${planes}, ${features}) is needed`,
      );
    }
    for (let plane = 0; plane < planes; plane++) {
      start.set(last.coef.subarray(plane * features, (plane + 1) * features), plane * (features + 1));
      start[plane * (features + 1) + features] = last.intercept[plane]!;
    }
    return start;
  }
}

function weightsOf<L extends Label>(
  { classWeight }: FullParams,
  classes: readonly L[],
  codes: Int32Array,
  sampleWeight: ArrayLike<number> | undefined,
): Float64Array | undefined {
  if (sampleWeight !== undefined && sampleWeight.length !== codes.length) {
    throw new RangeError(`sampleWeight has ${sampleWeight.length} weights for ${codes.length} samples`);
  }
  if (classWeight === null) return sampleWeight && Float64Array.from(sampleWeight);
  const byClass = classWeights(classWeight, classes, codes, sampleWeight);
  return Float64Array.from(codes, (code, i) => byClass[code]! * (sampleWeight?.[i] ?? 1));
}

function stateOf<L extends Label>(
  x: Float64Array,
  classes: readonly L[],
  features: number,
  nIter: number,
): State<L> {
  const planes = x.length / (features + 1);
  const coef = new Float64Array(planes * features);
  const intercept = new Float64Array(planes);
  for (let plane = 0; plane < planes; plane++) {
    const from = plane * (features + 1);
    coef.set(x.subarray(from, from + features), plane * features);
    intercept[plane] = x[from + features]!;
  }
  return { classes, features, coef, intercept, nIter };
}

function failure(
  { iterations, status, message }: { iterations: number; status: number; message: string },
  maxIter: number,
) {
  const more =
    iterations === maxIter
      ? `\nIncrease the number of iterations to improve the convergence (maxIter=${maxIter}).`
      : "";
  return `lbfgs failed to converge after ${iterations} iteration(s) (status=${status}):\n${message}\n${more}\nYou might also want to scale the data with StandardScaler.`;
}
