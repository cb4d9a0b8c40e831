import type { Logs } from "./history.ts";

/** How much `fit` and `evaluate` print: nothing, or a line an epoch; `"auto"` is 1. */
export type Verbose = 0 | 1 | 2 | "auto";

/** Prints the progress of training in Keras's words. */
export class Progress {
  readonly #silent: boolean;
  readonly #steps: number;
  #started = performance.now();

  constructor(verbose: Verbose, steps: number) {
    this.#silent = verbose === 0;
    this.#steps = steps;
  }

  /** Announces an epoch, counted from 0. */
  epochBegin(epoch: number, epochs: number): void {
    this.#print(`Epoch ${epoch + 1}/${epochs}`);
  }

  /** Starts the clock of the line that {@link end} prints. */
  begin(): void {
    this.#started = performance.now();
  }

  /** Prints `1200/1200 - 3s 2ms/step - loss: 0.6326 - accuracy: 0.7853`. */
  end(logs: Logs): void {
    const elapsed = performance.now() - this.#started;
    const perStep = formatDuration(elapsed / this.#steps);
    const values = Object.entries(logs).map(([name, value]) => ` - ${name}: ${formatValue(value)}`);
    this.#print(
      `${this.#steps}/${this.#steps} - ${Math.round(elapsed / 1000)}s ${perStep}/step${values.join("")}`,
    );
  }

  #print(line: string): void {
    if (!this.#silent) process.stdout.write(`${line}\n`);
  }
}

/** Keras's units: seconds, whole milliseconds, or microseconds. */
function formatDuration(milliseconds: number): string {
  if (milliseconds >= 1000) return `${Math.round(milliseconds / 1000)}s`;
  return milliseconds >= 1 ? `${Math.round(milliseconds)}ms` : `${Math.round(milliseconds * 1000)}us`;
}

function formatValue(value: number): string {
  return Math.abs(value) > 1e-3 || value === 0 ? value.toFixed(4) : value.toExponential(4);
}
