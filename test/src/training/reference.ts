/** Softmax regression in plain float64 numbers, written down from Keras's documentation: nothing here is shared with the library. */
export interface Problem {
  x: number[][];
  y: number[];
  kernel: number[][];
}

/** How one weight changes: takes its gradient and the step number from 1, returns the change. */
export type Rule = (gradient: number, step: number) => number;

/** A small fixed problem with three inputs and four classes. */
export function problem(samples = 24): Problem {
  const wave = (i: number, j: number) => Math.fround(Math.sin(3.7 * i + 1.3 * j) * 1.5);
  return {
    x: Array.from({ length: samples }, (_, i) => [0, 1, 2].map((j) => wave(i, j))),
    y: Array.from({ length: samples }, (_, i) => (i * i + i) % 4),
    kernel: [0, 1, 2].map((i) => [0, 1, 2, 3].map((j) => wave(i + 50, j) / 3)),
  };
}

/** The mean loss before each of `steps` full-batch steps, every weight by a rule of its own. */
export function referenceLosses({ x, y, kernel }: Problem, steps: number, makeRule: () => Rule): number[] {
  const weights = [...kernel.map((row) => [...row]), [0, 0, 0, 0]];
  const rules = weights.map((row) => row.map(makeRule));
  return Array.from({ length: steps }, (_, step) => {
    const gradients = weights.map((row) => row.map(() => 0));
    let loss = 0;
    x.forEach((sample, n) => {
      const inputs = [...sample, 1];
      const scores = weights[0]!.map((_, c) => inputs.reduce((sum, v, i) => sum + v * weights[i]![c]!, 0));
      const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
      loss += (Math.log(total) - scores[y[n]!]!) / x.length;
      scores.forEach((score, c) => {
        const error = Math.exp(score) / total - (c === y[n] ? 1 : 0);
        inputs.forEach((v, i) => {
          gradients[i]![c]! += (v * error) / x.length;
        });
      });
    });
    weights.forEach((row, i) => {
      row.forEach((_, c) => {
        row[c]! += rules[i]![c]!(gradients[i]![c]!, step + 1);
      });
    });
    return loss;
  });
}
