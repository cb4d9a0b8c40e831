import { lineSearch } from "./lineSearch.ts";

/** A function's value and gradient at a point. */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** When to stop, by scipy's names. */
export interface MinimizeOptions {
  readonly maxIter: number;
  /** The largest entry of the gradient at which it counts as zero. */
  readonly gtol: number;
  /** The relative decrease at which there is nothing more to gain. */
  readonly ftol: number;
  /** How often the function may be evaluated along one line. */
  readonly maxLineSearch: number;
  onIteration?: ((iteration: number, value: number) => void) | undefined;
}

/** Where the minimum was found. */
export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly iterations: number;
  /** scipy's status: 0 for convergence, 1 for too many iterations, 2 for a line search that failed. */
  readonly status: 0 | 1 | 2;
  readonly message: string;
}

/** How many steps the curvature is estimated from, scipy's default. */
const memorySize = 10;
const maxEvaluations = 15_000;

interface Correction {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly product: number;
}

/**
 * Minimizes a smooth function: scipy's `minimize(method="L-BFGS-B")` without bounds (Byrd, Lu, Nocedal and Zhu, 1995).
 *
 * @param x where to start
 */
export async function minimize(
  evaluate: (x: Float64Array) => Promise<Evaluation>,
  x: Float64Array,
  options: MinimizeOptions,
): Promise<Minimum> {
  let point = x;
  let { value, gradient } = await evaluate(point);
  let memory: Correction[] = [];
  let evaluations = 1;
  let iterations = 0;
  const end = (status: Minimum["status"], message: string) => ({
    x: point,
    value,
    iterations,
    status,
    message,
  });
  if (largest(gradient) <= options.gtol) return end(0, "CONVERGENCE: NORM OF PROJECTED GRADIENT <= PGTOL");
  for (;;) {
    if (iterations >= options.maxIter) return end(1, "STOP: TOTAL NO. OF ITERATIONS REACHED LIMIT");
    if (evaluations > maxEvaluations) return end(1, "STOP: TOTAL NO. OF F,G EVALUATIONS EXCEEDS LIMIT");
    const direction = descent(gradient, memory);
    const slope = dot(gradient, direction);
    const first = iterations === 0 ? Math.min(1 / Math.sqrt(dot(direction, direction)), 1e10) : 1;
    let next = { at: point, value, gradient, slope };
    const step =
      slope >= 0
        ? undefined
        : await lineSearch(
            { value, slope },
            first,
            async (length) => {
              const at = point.map((entry, i) => entry + length * direction[i]!);
              evaluations++;
              const result = await evaluate(at);
              next = { at, ...result, slope: dot(result.gradient, direction) };
              return next;
            },
            options.maxLineSearch,
          );
    if (step === undefined) {
      if (memory.length === 0) return end(2, "ABNORMAL: ");
      memory = [];
      continue;
    }
    const before = { point, value, gradient };
    ({ at: point, value, gradient } = next);
    iterations++;
    options.onIteration?.(iterations, value);
    if (largest(gradient) <= options.gtol) return end(0, "CONVERGENCE: NORM OF PROJECTED GRADIENT <= PGTOL");
    const scale = Math.max(Math.abs(before.value), Math.abs(value), 1);
    if ((before.value - value) / scale <= options.ftol) {
      return end(0, "CONVERGENCE: RELATIVE REDUCTION OF F <= FACTR*EPSMCH");
    }
    const product = (next.slope - slope) * step;
    if (product > Number.EPSILON * -slope * step) {
      const change = gradient.map((entry, i) => entry - before.gradient[i]!);
      const moved = direction.map((entry) => entry * step);
      memory = [...memory, { step: moved, change, product }].slice(-memorySize);
    }
  }
}

/** The gradient's opposite, stretched by the curvature of the last steps: the two-loop recursion (Nocedal, 1980). */
function descent(gradient: Float64Array, memory: readonly Correction[]): Float64Array {
  const direction = gradient.map((entry) => -entry);
  const shares: number[] = [];
  for (const { step, change, product } of memory.toReversed()) {
    const share = dot(step, direction) / product;
    shares.push(share);
    addScaled(direction, change, -share);
  }
  const last = memory.at(-1);
  if (last !== undefined) {
    const scale = last.product / dot(last.change, last.change);
    for (let i = 0; i < direction.length; i++) direction[i]! *= scale;
  }
  for (const { step, change, product } of memory) {
    const share = dot(change, direction) / product;
    addScaled(direction, step, shares.pop()! - share);
  }
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addScaled(target: Float64Array, values: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i]! += factor * values[i]!;
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
