import type { Node } from "./ir.ts";

/** What of a recorded function stays in JavaScript: numbers that runs ask for, work after them, what a new trace depends on. */
export class HostSide {
  /** How the numbers of the nodes `@scalar` are asked for at each run. */
  readonly scalars = new Map<Node, () => number>();
  /** The names of the nodes `@stepScalar`, of which each step of a loop has its own. */
  readonly stepScalars = new Map<Node, string>();
  readonly #afterRuns: ((steps: number) => void)[] = [];
  readonly #guards: { read: () => unknown; value: unknown }[] = [];

  /** Has something done after each run, which is told how many steps it had. */
  afterRun(work: (steps: number) => void): void {
    this.#afterRuns.push(work);
  }

  /** Does what is to be done after a run. */
  finishRun(steps: number): void {
    for (const work of this.#afterRuns) work(steps);
  }

  /** Makes the function be traced again before a run for which this value is another than now. */
  guard(read: () => unknown): void {
    this.#guards.push({ read, value: read() });
  }

  /** Whether a guarded value is another by now. */
  get changed(): boolean {
    return this.#guards.some(({ read, value }) => !Object.is(read(), value));
  }
}
