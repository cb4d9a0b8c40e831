import type { NDArray } from "../array/ndarray.ts";
import { completeParams } from "./checkParams.ts";
import { decode, distinct, type Label, type Labels, labelsOf, type Predicted } from "./labels.ts";
import { LinearClassifier, winners } from "./linearClassifier.ts";
import { everyRow, type Matrix, type MatrixLike, toMatrix } from "./matrix.ts";
import { sgdProbabilities } from "./probabilities.ts";
import type { FitProgress } from "./reporters.ts";
import { workersFor } from "./sgd/parallelism.ts";
import { Session } from "./sgd/session.ts";
import {
  checkSGDParams,
  type FullSGDParams,
  type SGDClassifierParams,
  sgdDefaults,
  sgdRules,
} from "./sgdParams.ts";
import { checkPartial, initialState, partialClasses, type SGDState } from "./sgdState.ts";
import { train } from "./sgdTraining.ts";
import type { SharedEstimator, SharedFit } from "./sharedEstimator.ts";
import { warnOnConsole } from "./warn.ts";

const notConverged =
  "Maximum number of iteration reached before convergence. Consider increasing max_iter to improve the fit.";
const deprecatedLog =
  "The loss 'log' was deprecated in v1.1 and will be removed in version 1.3. Use `loss='log_loss'` which is equivalent.";

/** The options of {@link SGDClassifier.fit}. */
export interface SGDFitOptions {
  /** How much each sample counts. */
  sampleWeight?: ArrayLike<number>;
  /** Weights to start from, shape (classes, features), or (1, features) for two classes. */
  coefInit?: NDArray | readonly (readonly number[])[];
  /** Intercepts to start from. */
  interceptInit?: NDArray | ArrayLike<number>;
  /** Called after each epoch of each class. */
  onProgress?: ((progress: FitProgress) => void) | undefined;
}

/**
 * Linear classifiers trained by stochastic gradient descent: logistic regression (`loss: "log_loss"`), support vector machines
 * (`"hinge"`), perceptrons. It is scikit-learn 1.9's `SGDClassifier`: the same algorithm, the same random numbers and, on the
 * same float64 samples, the same coefficients. Several classes are learnt one versus all, side by side on all cores.
 *
 * `Label` is the type of the class labels, numbers by default.
 *
 * @example
 * const classifier = new SGDClassifier({ loss: "log_loss", maxIter: 5, randomState: 42 });
 * await classifier.fit(trainScaled, trainTarget);
 * classifier.score(testScaled, testTarget); // 0.83
 */
export class SGDClassifier<L extends Label = number>
  extends LinearClassifier<L>
  implements SharedEstimator<L>
{
  readonly params: FullSGDParams;
  protected state: SGDState<L> | undefined;

  /**
   * @param params the settings; see {@link SGDClassifierParams}
   * @throws RangeError for a setting that does not exist or has a wrong value
   */
  constructor(params: SGDClassifierParams = {}) {
    super();
    this.params = completeParams("SGDClassifier", params, sgdDefaults, sgdRules);
  }

  /** How many epochs were run; over several classes the most: `n_iter_`. */
  get nIter(): number {
    return this.fitted().nIter;
  }

  /** How many weight updates there were, plus one: `t_`. */
  get t(): number {
    return this.fitted().t;
  }

  /** An untrained classifier with the same settings: scikit-learn's `clone`. */
  clone(): SGDClassifier<L> {
    return new SGDClassifier<L>(this.params);
  }

  /**
   * Trains from the start, or with `warmStart` from the last weights.
   *
   * @param x samples of any number type, shape (samples, features). The computation is in float64: scikit-learn's numbers are
   *   those for `x.astype(np.float64)`. Pixels that `div(255)` rounded to float32 count as the exact quotients, which is what
   *   numpy's `pixels / 255.0` gives scikit-learn
   * @param y class labels, numbers or strings, shape (samples,)
   * @throws RangeError for shapes that do not fit, a single class, settings that do not go together, or an overflow
   * @throws KeyboardInterrupt when the user interrupts the cell; the classifier then stays as it was
   */
  async fit(x: MatrixLike, y: Labels<L>, options: SGDFitOptions = {}): Promise<this> {
    const matrix = toMatrix(x, "SGDClassifier");
    const labels = labelsOf(y, matrix.rows, "SGDClassifier.fit");
    const session = await this.openSession(matrix, labels);
    try {
      return await this.fitRows(session, everyRow(matrix.rows), labels, options);
    } finally {
      await session.close();
    }
  }

  /**
   * Runs one epoch on some samples and goes on from there at the next call: for data that comes in parts.
   *
   * @param options `classes`: all labels that will ever come, needed at the first call
   * @throws RangeError where `classes` is missing or changes, or for `earlyStopping` and `classWeight: "balanced"`
   */
  async partialFit(
    x: MatrixLike,
    y: Labels<L>,
    options: { classes?: Labels<L>; sampleWeight?: ArrayLike<number> } = {},
  ): Promise<this> {
    checkSGDParams(this.params);
    if (this.state === undefined) checkPartial(this.params);
    const matrix = toMatrix(x, "SGDClassifier");
    const labels = labelsOf(y, matrix.rows, "SGDClassifier.partialFit");
    const classes = partialClasses(this.state?.classes, options.classes);
    const start = this.state ?? initialState(classes, matrix.features, this.params);
    const workers = this.#workers(matrix, classes.length, 1);
    const session = await Session.open(matrix, workers);
    try {
      const samples = { session, rows: everyRow(matrix.rows), labels, sampleWeight: options.sampleWeight };
      this.state = await train(start, samples, { ...this.params, maxIter: 1 });
      return this;
    } finally {
      await session.close();
    }
  }

  /**
   * The probability of each class; only for the losses `"log_loss"` and `"modified_huber"`.
   *
   * @returns float64, shape (samples, classes)
   * @throws Error for other losses
   */
  predictProba(x: MatrixLike): NDArray<"float64"> {
    return sgdProbabilities(this.params.loss, () => this.decisionFunction(x));
  }

  /** @internal */
  openSession(matrix: Matrix, labels: ArrayLike<L>, fits = 1, nJobs = this.params.nJobs): Promise<Session> {
    checkSGDParams(this.params);
    const classes = distinct(labels).length;
    const problems = (classes === 2 ? 1 : classes) * fits;
    return Session.open(matrix, this.#workers(matrix, problems, this.params.maxIter, nJobs));
  }

  /** @internal */
  async fitRows(
    session: Session,
    rows: Int32Array,
    labels: ArrayLike<L>,
    { warn = warnOnConsole, onStart, ...options }: SGDFitOptions & SharedFit = {},
  ): Promise<this> {
    const { params } = this;
    if (params.loss === "log") warn("FutureWarning", deprecatedLog);
    const classes = distinct(labels);
    const warm = params.warmStart ? this.state : undefined;
    const start = initialState(classes, session.samples.features, params, options, warm);
    const { sampleWeight, onProgress } = options;
    this.state = await train(start, { session, rows, labels, sampleWeight }, params, onProgress, onStart);
    if (params.tol !== null && this.state.nIter === params.maxIter) warn("ConvergenceWarning", notConverged);
    return this;
  }

  /** @internal */
  predictRows(session: Session, rows: Int32Array): Predicted<L> {
    const { coef, intercept, classes } = this.fitted();
    const scores = session.scores(rows, coef, intercept);
    return decode(winners(scores, intercept.length), classes) as Predicted<L>;
  }

  protected override fitted(): SGDState<L> {
    return super.fitted() as SGDState<L>;
  }

  #workers(matrix: Matrix, problems: number, epochs: number, nJobs = this.params.nJobs): number {
    return workersFor(nJobs, problems, matrix.data.length * problems * epochs);
  }
}
