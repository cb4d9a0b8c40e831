const full = "━";
const empty = "─";

/**
 * A progress bar as text, in the look of the library's: `━━━━━━────  60% 164/274 MB`.
 * @param {number} done
 * @param {number} total
 * @param {string} [unit] "MB" divides by a million; anything else is a count
 */
export function bar(done, total, unit = "MB") {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const cells = Math.round(share * 24);
  const scale = unit === "MB" ? 1e6 : 1;
  const numbers = `${Math.round(done / scale)}/${Math.round(total / scale)} ${unit}`;
  return `${full.repeat(cells)}${empty.repeat(24 - cells)} ${String(Math.floor(share * 100)).padStart(3)}% ${numbers}`;
}

/**
 * A number of bytes for people: "815 MB", "1.8 GB".
 * @param {number} bytes
 */
export function size(bytes) {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}

/** One line a step on a stream; on a terminal the line moves while the step runs. */
export class Progress {
  /** @param {NodeJS.WriteStream | {write(text: string): unknown, isTTY?: boolean, columns?: number}} [stream] */
  constructor(stream = process.stdout) {
    this.stream = stream;
    this.title = "";
    this.started = 0;
    this.drawn = 0;
  }

  /** @param {string} title */
  begin(title) {
    this.title = title;
    this.started = Date.now();
    this.#draw("…");
  }

  /**
   * @param {number} done
   * @param {number} total
   * @param {string} [unit]
   */
  update(done, total, unit) {
    if (Date.now() - this.drawn < 80 && done < total) return;
    this.#draw(bar(done, total, unit));
  }

  /** @param {string} text */
  note(text) {
    this.#draw(text);
  }

  /** @param {string} outcome */
  done(outcome) {
    const seconds = (Date.now() - this.started) / 1000;
    const time = seconds >= 0.5 ? ` (${seconds.toFixed(seconds < 10 ? 1 : 0)} s)` : "";
    this.#clear();
    this.stream.write(`✓ ${this.title.padEnd(20)} ${outcome}${time}\n`);
  }

  /** @param {string} line */
  failed(line) {
    this.#clear();
    this.stream.write(`${line}\n`);
  }

  /** @param {string} text */
  #draw(text) {
    if (!this.stream.isTTY) return;
    this.drawn = Date.now();
    const width = (this.stream.columns ?? 80) - 1;
    this.stream.write(`\r\u001b[2K${`  ${this.title.padEnd(20)} ${text}`.slice(0, width)}`);
  }

  #clear() {
    if (this.stream.isTTY) this.stream.write("\r\u001b[2K");
  }
}
