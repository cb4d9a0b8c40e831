import { type Interval, type Point, safeguardedStep } from "./safeguardedStep.ts";

/** The tolerances of L-BFGS-B's line search: sufficient decrease, curvature, and the width of the interval. */
const decrease = 1e-3;
const curvature = 0.9;
const width = 0.1;
const largest = 1e10;

/**
 * Finds a step that lowers a function enough and flattens its slope: Moré and Thuente's line search (1994), MINPACK's `dcsrch`
 * with the tolerances of L-BFGS-B.
 *
 * @param start value and slope at step 0; the slope must be negative
 * @param first the first step to try
 * @param evaluate value and slope at a step
 * @param limit how often the function may be evaluated
 * @returns the step that was evaluated last, or undefined where none was found
 */
export async function lineSearch(
  start: Omit<Point, "step">,
  first: number,
  evaluate: (step: number) => Promise<Omit<Point, "step">>,
  limit: number,
): Promise<number | undefined> {
  const origin: Point = { step: 0, ...start };
  const test = decrease * start.slope;
  let interval: Interval = { best: origin, other: origin, bracketed: false, next: first };
  let [low, high] = [0, 5 * first];
  let [span, spanBefore] = [largest, 2 * largest];
  let modified = true;
  for (let i = 0; i < limit; i++) {
    const step = interval.next;
    const trial: Point = { step, ...(await evaluate(step)) };
    const enough = start.value + step * test;
    if (modified && trial.value <= enough && trial.slope >= 0) modified = false;
    if (trial.value <= enough && Math.abs(trial.slope) <= curvature * -start.slope) return step;
    if (isExhausted(interval, trial, low, high, enough, test)) return step;
    const useModified = modified && trial.value <= interval.best.value && trial.value > enough;
    interval = useModified
      ? shift(safeguardedStep(shift(interval, -test), lift(trial, -test), low, high), test)
      : safeguardedStep(interval, trial, low, high);
    let { next } = interval;
    const { best, other, bracketed } = interval;
    if (bracketed) {
      const now = Math.abs(other.step - best.step);
      if (now >= 0.66 * spanBefore) next = best.step + 0.5 * (other.step - best.step);
      [spanBefore, span] = [span, now];
      [low, high] = [Math.min(best.step, other.step), Math.max(best.step, other.step)];
    } else {
      [low, high] = [next + 1.1 * (next - best.step), next + 4 * (next - best.step)];
    }
    next = Math.min(largest, Math.max(0, next));
    if (bracketed && (next <= low || next >= high || high - low <= width * high)) next = best.step;
    interval = { ...interval, next };
  }
  return undefined;
}

/** Whether the search cannot get any further, so that the last point has to do. */
function isExhausted(
  { bracketed }: Interval,
  { step, value, slope }: Point,
  low: number,
  high: number,
  enough: number,
  test: number,
): boolean {
  if (bracketed && (step <= low || step >= high || high - low <= width * high)) return true;
  if (step === largest && value <= enough && slope <= test) return true;
  return step === 0 && (value > enough || slope >= test);
}

/** The point of the function to which a line of this slope is added. */
function lift(point: Point, slope: number): Point {
  return { step: point.step, value: point.value + point.step * slope, slope: point.slope + slope };
}

function shift(interval: Interval, slope: number): Interval {
  return { ...interval, best: lift(interval.best, slope), other: lift(interval.other, slope) };
}
