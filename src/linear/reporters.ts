import type { Report } from "./sgd/problem.ts";

/** How far a fit has come, in epochs over all classes. */
export interface FitProgress {
  readonly done: number;
  /** At most; a class that converges early jumps ahead. */
  readonly total: number;
}

interface Reporter {
  receive(report: Report): void;
  finish(): void;
}

/**
 * Collects what problems that run side by side report: their lines are printed problem by problem, as if they had run one after
 * another, and their epochs are counted together.
 */
export function reporters(
  problems: number,
  maxIter: number,
  onProgress: ((progress: FitProgress) => void) | undefined,
  onStart: (() => void) | undefined,
): Reporter[] {
  const epochs = new Array<number>(problems).fill(0);
  const finished = new Array<boolean>(problems).fill(false);
  const waiting = Array.from({ length: problems }, (): string[] => []);
  let printing = 0;
  let started = false;
  const start = () => {
    if (!started) onStart?.();
    started = true;
  };
  const advance = () => {
    for (; printing < problems; printing++) {
      for (const line of waiting[printing]!.splice(0)) console.log(line);
      if (!finished[printing]) return;
    }
  };
  const count = (problem: number, epoch: number) => {
    epochs[problem] = epoch;
    onProgress?.({ done: epochs.reduce((sum, done) => sum + done, 0), total: problems * maxIter });
  };
  return epochs.map((_, problem) => ({
    receive(report) {
      if ("started" in report) return start();
      if ("epoch" in report) return count(problem, report.epoch);
      waiting[problem]!.push(report.line);
      if (problem === printing) advance();
    },
    finish() {
      finished[problem] = true;
      advance();
      if (epochs[problem] !== maxIter) count(problem, maxIter);
    },
  }));
}
