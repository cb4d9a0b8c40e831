import type { Logs } from "../training/history.ts";
import { toExponential, toFixed } from "./pythonFormat.ts";

/** What a {@link ProgressLine} is made for. */
export interface ProgressLineOptions {
  /** How many steps there are, where that is known. */
  steps: number | undefined;
  /** 0 prints nothing, 1 a bar, 2 one line at the end. */
  verbose: number;
  /** Whether the line can be rewritten in place, in colours. */
  isLive: boolean;
  /** Where to. Default: standard output. */
  write?: (text: string) => void;
}

const barWidth = 20;
/** The shortest time between two pictures of the bar, in milliseconds. */
const interval = 50;

/** One line of progress in Keras 3's look (keras/src/utils/progbar.py). */
export class ProgressLine {
  readonly #options: ProgressLineOptions;
  readonly #write: (text: string) => void;
  readonly #started = performance.now();
  #updated = 0;
  #width = 0;

  constructor(options: ProgressLineOptions) {
    this.#options = options;
    this.#write = options.write ?? ((text) => process.stdout.write(text));
  }

  /** Shows progress on the way, at most every 50 ms. */
  update(done: number, logs: Logs): void {
    const now = performance.now();
    if (!this.#options.isLive || this.#options.verbose !== 1 || now - this.#updated < interval) return;
    this.#updated = now;
    this.#draw(done, logs, false);
  }

  /** Shows the final state and ends the line. */
  end(done: number, logs: Logs): void {
    if (this.#options.verbose === 1) this.#draw(done, logs, true);
    if (this.#options.verbose === 2) {
      const [elapsed, perStep] = this.#times(done);
      this.#write(
        `${count(done, done)} - ${toFixed(elapsed, 0)}s - ${duration(perStep)}/step${values(logs)}\n`,
      );
    }
  }

  #draw(done: number, logs: Logs, isFinal: boolean): void {
    const { isLive } = this.#options;
    const steps = isFinal ? done : this.#options.steps;
    const [elapsed, perStep] = this.#times(done);
    const time =
      isFinal || steps === undefined ? `${toFixed(elapsed, 0)}s` : remaining(perStep * (steps - done));
    const rest = ` ${duration(perStep)}/step${values(logs)}`;
    const head = steps === undefined ? `${String(done).padStart(7)}/Unknown` : count(done, steps);
    const filled = steps ? Math.floor((barWidth * done) / steps) : 0;
    const width = head.length + 1 + barWidth + 1 + time.length + rest.length;
    const blank = " ".repeat(Math.max(0, this.#width - width));
    if (isLive) {
      const bar =
        steps === undefined ? "" : ` ${green(filled)}\x1b[37m${"━".repeat(barWidth - filled)}\x1b[0m`;
      this.#write(`\r\x1b[1m${head}\x1b[0m${bar} \x1b[1m${time}\x1b[0m${rest}${blank}${isFinal ? "\n" : ""}`);
    } else {
      const bar = steps === undefined ? "" : ` ${"━".repeat(barWidth)}`;
      this.#write(`${head}${bar} ${time}${rest}\n`);
    }
    this.#width = width;
  }

  /** Seconds since the start, and seconds a step. */
  #times(done: number): [elapsed: number, perStep: number] {
    const elapsed = (performance.now() - this.#started) / 1000;
    return [elapsed, done === 0 ? 0 : elapsed / done];
  }
}

function green(cells: number): string {
  return cells > 0 ? `\x1b[32m${"━".repeat(cells)}\x1b[0m` : "";
}

function count(done: number, steps: number): string {
  return `${String(done).padStart(String(steps).length)}/${steps}`;
}

/** Keras's units: whole seconds, milliseconds or microseconds. */
function duration(seconds: number): string {
  if (seconds >= 1 || seconds === 0) return `${toFixed(seconds, 0)}s`;
  return seconds >= 1e-3 ? `${toFixed(seconds * 1e3, 0)}ms` : `${toFixed(seconds * 1e6, 0)}us`;
}

function remaining(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  if (seconds > 3600) return `${hours}:${two(minutes)}:${two(whole % 60)}`;
  return seconds > 60 ? `${minutes}:${two(whole % 60)}` : `${whole}s`;
}

function values(logs: Logs): string {
  return Object.entries(logs)
    .map(
      ([name, value]) =>
        ` - ${name}: ${Math.abs(value) > 1e-3 ? toFixed(value, 4) : toExponential(value, 4)}`,
    )
    .join("");
}
