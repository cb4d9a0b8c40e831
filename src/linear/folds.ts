import { NDArray } from "../array/ndarray.ts";
import type { Split } from "../data/kFold.ts";
import { formatFixed } from "../metrics/formatFixed.ts";
import type { ClassLabels } from "../metrics/labelPair.ts";
import { WorkBar } from "../progress/workBar.ts";
import type { CrossValidateOptions } from "./crossValidate.ts";
import type { Label, Labels } from "./labels.ts";
import type { Matrix, MatrixLike } from "./matrix.ts";
import type { FitProgress } from "./reporters.ts";
import type { Scorer } from "./scoring.ts";
import type { Session } from "./sgd/session.ts";
import { isShared, type SharedEstimator } from "./sharedEstimator.ts";
import { once, type Warn, warnOnConsole } from "./warn.ts";

/** What a cross-validation trains: scikit-learn's idea of a classifier. */
export interface Estimator<L extends Label = Label> {
  /** An untrained estimator with the same settings. */
  clone(): Estimator<L>;
  /** Trains it. */
  fit(x: MatrixLike, y: Labels<L>): unknown;
  /** The predicted label of each sample. */
  predict(x: MatrixLike): ClassLabels | Promise<ClassLabels>;
}

/** What became of one division; the scores are in the order of the scorers. */
export interface FoldResult<E> {
  readonly estimator: E;
  readonly fitTime: number;
  readonly scoreTime: number;
  readonly test: readonly number[];
  readonly train: readonly number[];
}

export interface FoldsTask<L extends Label, E> {
  readonly estimator: E & Estimator<L>;
  readonly x: MatrixLike;
  readonly y: Labels<L>;
  readonly matrix: Matrix;
  readonly labels: ArrayLike<L>;
  readonly scorers: ReadonlyMap<string, Scorer<L>>;
  readonly options: CrossValidateOptions<L>;
  readonly splits: readonly Split[];
}

/** Trains and scores on each division: side by side on shared samples where the estimator can, else one after another. */
export async function runFolds<L extends Label, E extends Estimator<L>>(
  task: FoldsTask<L, E>,
): Promise<FoldResult<E>[]> {
  const { estimator, splits } = task;
  const done = printer(splits.length, task.options.verbose ?? 1);
  const bar = task.options.verbose === undefined || task.options.verbose === 1 ? foldBar(task) : undefined;
  const watched =
    bar === undefined ? task : { ...task, options: { ...task.options, onProgress: bar.onProgress } };
  const results: FoldResult<E>[] = [];
  try {
    const runs = isShared<L>(estimator) ? await runShared(watched, estimator) : runAlone(task);
    for await (const result of runs) {
      done(results.length, result);
      results.push(result);
      bar?.foldDone(results.length);
    }
  } finally {
    await bar?.end({ failed: results.length < splits.length });
  }
  return results;
}

/** The bar of a cross-validation that takes longer than a moment; it counts parts, and grows with their epochs where these are told. */
function foldBar<L extends Label, E>({ splits, options }: FoldsTask<L, E>) {
  const bar = new WorkBar("Cross-validation", { delay: 500 });
  let folds = 0;
  return {
    onProgress(progress: FitProgress) {
      options.onProgress?.(progress);
      bar.update(Math.max(folds, (splits.length * progress.done) / progress.total), splits.length);
    },
    foldDone(count: number) {
      folds = count;
      bar.update(count, splits.length);
    },
    end: (outcome: { failed: boolean }) => bar.end(outcome),
  };
}

async function* runAlone<L extends Label, E extends Estimator<L>>(
  task: FoldsTask<L, E>,
): AsyncGenerator<FoldResult<E>, void> {
  for (const [train, test] of task.splits) {
    const estimator = task.estimator.clone() as E;
    const started = performance.now();
    await estimator.fit(takeRows(task.x, train), pick(task.labels, train) as unknown as Labels<L>);
    const fitTime = performance.now() - started;
    yield score(task, estimator, [train, test], fitTime, (rows) => estimator.predict(takeRows(task.x, rows)));
  }
}

async function* runShared<L extends Label, E extends Estimator<L>>(
  task: FoldsTask<L, E>,
  shared: SharedEstimator<L>,
): AsyncGenerator<FoldResult<E>, void> {
  const { matrix, labels, splits, options } = task;
  const session = await shared.openSession(matrix, labels, splits.length, options.nJobs ?? null);
  const progress = totals(splits.length, options.onProgress);
  const warn = once(warnOnConsole);
  try {
    const runs = splits.map((split, i) => runOnSession(task, session, split, warn, progress(i)));
    // A failure of a later division is thrown when its turn comes; until then it is no unhandled rejection.
    for (const run of runs) run.catch(() => {});
    for (const run of runs) yield await run;
  } finally {
    await session.close();
  }
}

async function runOnSession<L extends Label, E extends Estimator<L>>(
  task: FoldsTask<L, E>,
  session: Session,
  split: Split,
  warn: Warn,
  onProgress: ((progress: FitProgress) => void) | undefined,
): Promise<FoldResult<E>> {
  const estimator = task.estimator.clone() as E & SharedEstimator<L>;
  let started = performance.now();
  const onStart = () => {
    started = performance.now();
  };
  await estimator.fitRows(session, split[0], pick(task.labels, split[0]), { warn, onStart, onProgress });
  const fitTime = performance.now() - started;
  return score(task, estimator, split, fitTime, (rows) => estimator.predictRows(session, rows));
}

async function score<L extends Label, E extends Estimator<L>>(
  { x, labels, scorers, options }: FoldsTask<L, E>,
  estimator: E,
  [train, test]: Split,
  fitTime: number,
  predict: (rows: Int32Array) => ClassLabels | Promise<ClassLabels>,
): Promise<FoldResult<E>> {
  const scoresOf = async (rows: Int32Array) => {
    const truth = pick(labels, rows) as ArrayLike<number> | ArrayLike<string>;
    let predicted: Promise<ClassLabels> | undefined;
    const part = {
      truth,
      predicted: async () => {
        predicted ??= Promise.resolve(predict(rows));
        return predicted;
      },
      samples: () => takeRows(x, rows),
    };
    return Promise.all([...scorers.values()].map((scorer) => scorer(estimator, part)));
  };
  const started = performance.now();
  const testScores = await scoresOf(test);
  const scoreTime = performance.now() - started;
  const trainScores = options.returnTrainScore ? await scoresOf(train) : [];
  return {
    estimator,
    fitTime: fitTime / 1000,
    scoreTime: scoreTime / 1000,
    test: testScores,
    train: trainScores,
  };
}

function pick<L extends Label>(labels: ArrayLike<L>, rows: Int32Array): L[] {
  return Array.from(rows, (row) => labels[row]!);
}

function takeRows(x: MatrixLike, rows: Int32Array): MatrixLike {
  return x instanceof NDArray ? x.take(rows) : Array.from(rows, (row) => x[row]!);
}

/** Adds up what the divisions report. */
function totals(folds: number, onProgress: ((progress: FitProgress) => void) | undefined) {
  const done = new Array<number>(folds).fill(0);
  return (fold: number) =>
    onProgress &&
    ((progress: FitProgress) => {
      done[fold] = progress.done;
      onProgress({ done: done.reduce((sum, value) => sum + value, 0), total: progress.total * folds });
    });
}

/** scikit-learn's lines for `verbose=3`. */
function printer(folds: number, verbose: number) {
  return (fold: number, { fitTime, scoreTime, test, train }: FoldResult<unknown>) => {
    if (verbose < 2) return;
    const tested = formatFixed(test[0]!, 3);
    const scores = train.length > 0 ? `(train=${formatFixed(train[0]!, 3)}, test=${tested})` : tested;
    const head = `[CV ${fold + 1}/${folds}] END `;
    const tail = `, score=${scores} total time= ${formatFixed(fitTime + scoreTime, 1).padStart(5)}s`;
    console.log(`${head}${".".repeat(Math.max(0, 80 - head.length - tail.length))}${tail}`);
  };
}
