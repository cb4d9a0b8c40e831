/** A step along a line, the function's value there and its slope. */
export interface Point {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

/** The best point so far, the other end of the interval, whether a minimum lies between them, and the next step to try. */
export interface Interval {
  readonly best: Point;
  readonly other: Point;
  readonly bracketed: boolean;
  readonly next: number;
}

/**
 * The next trial step of Moré and Thuente's line search, by cubic and quadratic interpolation: MINPACK's `dcstep`.
 *
 * @param low the least step that may come next
 * @param high the largest
 */
export function safeguardedStep(
  { best, other, bracketed }: Interval,
  trial: Point,
  low: number,
  high: number,
): Interval {
  const opposite = Math.sign(trial.slope) * Math.sign(best.slope) < 0;
  if (trial.value > best.value) {
    return { best, other: trial, bracketed: true, next: higherValue(best, trial) };
  }
  if (opposite) return { best: trial, other: best, bracketed: true, next: oppositeSlope(best, trial) };
  if (Math.abs(trial.slope) < Math.abs(best.slope)) {
    const next = flatterSlope(best, other, trial, bracketed, low, high);
    return { best: trial, other, bracketed, next };
  }
  if (bracketed)
    return { best: trial, other, bracketed, next: cubic(other, trial, trial.step > other.step).step };
  return { best: trial, other, bracketed, next: trial.step > best.step ? high : low };
}

function higherValue(best: Point, trial: Point): number {
  const width = trial.step - best.step;
  const { gamma, theta } = cubic(best, trial, trial.step < best.step);
  const p = gamma - best.slope + theta;
  const q = gamma - best.slope + gamma + trial.slope;
  const byCubic = best.step + (p / q) * width;
  const byQuadratic =
    best.step + (best.slope / ((best.value - trial.value) / width + best.slope) / 2) * width;
  const closer = Math.abs(byCubic - best.step) <= Math.abs(byQuadratic - best.step);
  return closer ? byCubic : byCubic + (byQuadratic - byCubic) / 2;
}

function oppositeSlope(best: Point, trial: Point): number {
  const byCubic = cubic(best, trial, trial.step > best.step).step;
  const bySecant = secant(best, trial);
  return Math.abs(byCubic - trial.step) > Math.abs(bySecant - trial.step) ? byCubic : bySecant;
}

function flatterSlope(
  best: Point,
  other: Point,
  trial: Point,
  bracketed: boolean,
  low: number,
  high: number,
): number {
  const ahead = trial.step > best.step;
  const { gamma, theta } = cubic(best, trial, ahead);
  const ratio = (gamma - trial.slope + theta) / (gamma + (best.slope - trial.slope) + gamma);
  const limit = ahead ? high : low;
  const byCubic = ratio < 0 && gamma !== 0 ? trial.step + ratio * (best.step - trial.step) : limit;
  const bySecant = secant(best, trial);
  const cubicCloser = Math.abs(byCubic - trial.step) < Math.abs(bySecant - trial.step);
  if (!bracketed) {
    const cubicFarther = Math.abs(byCubic - trial.step) > Math.abs(bySecant - trial.step);
    return Math.min(high, Math.max(low, cubicFarther ? byCubic : bySecant));
  }
  const chosen = cubicCloser ? byCubic : bySecant;
  const bound = trial.step + 0.66 * (other.step - trial.step);
  return ahead ? Math.min(bound, chosen) : Math.max(bound, chosen);
}

function secant(best: Point, trial: Point): number {
  return trial.step + (trial.slope / (trial.slope - best.slope)) * (best.step - trial.step);
}

/** The minimum of the cubic through two points with their slopes, seen from the second; and its coefficients. */
function cubic(from: Point, to: Point, negative: boolean) {
  const theta = (3 * (from.value - to.value)) / (to.step - from.step) + from.slope + to.slope;
  const size = Math.max(Math.abs(theta), Math.abs(from.slope), Math.abs(to.slope));
  const square = (theta / size) ** 2 - (from.slope / size) * (to.slope / size);
  const root = size * Math.sqrt(Math.max(0, square));
  const gamma = negative ? -root : root;
  const p = gamma - to.slope + theta;
  const q = gamma - to.slope + gamma + from.slope;
  return { theta, gamma, step: to.step + (p / q) * (from.step - to.step) };
}
