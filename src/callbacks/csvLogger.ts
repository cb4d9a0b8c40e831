import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { pythonFloat } from "../progress/pythonNumber.ts";
import { checkOptions } from "../training/checkOptions.ts";
import type { Logs } from "../training/history.ts";
import { Callback } from "./callback.ts";

/** The options of {@link csvLogger}. */
export interface CSVLoggerOptions {
  /** What stands between two values. Default `","`. */
  separator?: string;
  /** Whether rows are added to a file that exists. Default false: it is replaced. */
  append?: boolean;
}

/** See {@link csvLogger}. */
export class CSVLogger extends Callback {
  readonly filename: string;
  readonly separator: string;
  readonly append: boolean;
  #keys: readonly string[] | undefined;
  #needsHeader = true;

  constructor(filename: string, options: CSVLoggerOptions = {}) {
    super();
    checkOptions("csvLogger", options, { separator: 1, append: 1 });
    if (typeof filename !== "string")
      throw new TypeError(`csvLogger needs a file name, got ${String(filename)}`);
    const { separator = ",", append = false } = options;
    if ([...separator].length !== 1) {
      throw new RangeError(`separator of csvLogger is one character, got ${JSON.stringify(separator)}`);
    }
    this.filename = filename;
    this.separator = separator;
    this.append = append;
  }

  override onTrainBegin(): void {
    this.#keys = undefined;
    this.#needsHeader = !(this.append && existsSync(this.filename) && readFileSync(this.filename).length > 0);
    if (!this.append) writeFileSync(this.filename, "");
  }

  override onEpochEnd(epoch: number, logs: Logs): void {
    const first = this.#keys === undefined;
    this.#keys ??= columns(logs);
    const rows = first && this.#needsHeader ? [["epoch", ...this.#keys]] : [];
    rows.push([String(epoch), ...this.#keys.map((key) => (key in logs ? pythonFloat(logs[key]!) : "NA"))]);
    appendFileSync(
      this.filename,
      rows.map((row) => `${row.map(this.#quote).join(this.separator)}\r\n`).join(""),
    );
  }

  /** As Python's csv module quotes where it must. */
  readonly #quote = (text: string): string =>
    text.includes(this.separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The columns, which the first epoch decides; those of a validation that may come later are there from the start. */
function columns(logs: Logs): string[] {
  const keys = Object.keys(logs).sort();
  return keys.some((key) => key.startsWith("val_")) ? keys : [...keys, ...keys.map((key) => `val_${key}`)];
}

/**
 * Writes the losses and metrics of every epoch to a file of comma-separated values, a row an epoch: `keras.callbacks.CSVLogger`,
 * byte for byte in its format.
 *
 * @example await model.fit(x, y, { callbacks: [callbacks.csvLogger("training.csv")] });
 */
export function csvLogger(filename: string, options: CSVLoggerOptions = {}): CSVLogger {
  return new CSVLogger(filename, options);
}
