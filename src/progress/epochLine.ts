import { toExponential, toFixed } from "./pythonNumber.ts";
import type { LineStyle } from "./screen.ts";

/** How far an epoch, an evaluation or a prediction is. */
export interface EpochState {
  /** How many steps are done. */
  readonly done: number;
  /** How many steps there are, where that is known. */
  readonly steps: number | undefined;
  /** Seconds since the start. */
  readonly seconds: number;
  /** The means so far. */
  readonly logs: Readonly<Record<string, number>>;
  /** Whether this is the end; else the time is what is left. */
  readonly isFinal: boolean;
}

const widestBar = 20;
const narrowestBar = 3;

/**
 * A line of progress in Keras 3's look (keras/src/utils/progbar.py): steps, bar, time, time a step, values. Where it would be
 * too wide the bar shrinks; then the final line goes on in a second row, and a changing one leaves its last values out.
 */
export function epochLine(state: EpochState, { colour, columns }: LineStyle): string {
  const { done, steps, seconds, logs, isFinal } = state;
  const perStep = done === 0 ? 0 : seconds / done;
  const left = isFinal || steps === undefined ? undefined : perStep * (steps - done);
  const head = steps === undefined ? `${String(done).padStart(7)}/Unknown` : count(done, steps);
  const time = left === undefined ? `${toFixed(seconds, 0)}s` : remaining(left);
  const rest = ` ${duration(perStep)}/step`;
  const shown = Object.entries(logs).map(([name, value]) => ` - ${name}: ${number(value)}`);

  const fixed = head.length + 1 + time.length + rest.length;
  const room = columns - fixed - 1 - shown.join("").length;
  const barWidth = steps === undefined ? 0 : room >= narrowestBar ? Math.min(room, widestBar) : widestBar;
  const cells = steps ? Math.min(barWidth, Math.floor((barWidth * done) / steps)) : 0;
  const bold = (text: string) => (colour ? `\x1b[1m${text}\x1b[0m` : text);
  const bar = barWidth === 0 ? "" : ` ${drawBar(cells, barWidth - cells, colour)}`;
  const start = `${bold(head)}${bar} ${bold(time)}${rest}`;
  return start + broken(shown, fixed + (barWidth && barWidth + 1), columns, isFinal);
}

/** Keras's line for `verbose: 2`. */
export function briefLine({ done, seconds, logs }: Pick<EpochState, "done" | "seconds" | "logs">): string {
  const shown = Object.entries(logs).map(([name, value]) => ` - ${name}: ${number(value)}`);
  return `${count(done, done)} - ${toFixed(seconds, 0)}s - ${duration(seconds / Math.max(1, done))}/step${shown.join("")}`;
}

/** A bar; without colours a thin line stands for what is left. */
export function drawBar(cells: number, left: number, colour: boolean): string {
  if (!colour) return "━".repeat(cells) + "─".repeat(left);
  const filled = cells > 0 ? `\x1b[32m${"━".repeat(cells)}\x1b[0m` : "";
  return left > 0 ? `${filled}\x1b[37m${"━".repeat(left)}\x1b[0m` : filled;
}

function broken(values: readonly string[], start: number, columns: number, mayBreak: boolean): string {
  let text = "";
  let used = start;
  for (const value of values) {
    if (used + value.length > columns) {
      if (!mayBreak) return text;
      text += "\n   ";
      used = 3;
    }
    text += value;
    used += value.length;
  }
  return text;
}

function count(done: number, steps: number): string {
  return `${String(done).padStart(String(steps).length)}/${steps}`;
}

function number(value: number): string {
  return Math.abs(value) > 1e-3 ? toFixed(value, 4) : toExponential(value, 4);
}

/** Keras's units: whole seconds, milliseconds or microseconds. */
function duration(seconds: number): string {
  if (seconds >= 1 || seconds === 0) return `${toFixed(seconds, 0)}s`;
  return seconds >= 1e-3 ? `${toFixed(seconds * 1e3, 0)}ms` : `${toFixed(seconds * 1e6, 0)}us`;
}

/** What is left, as Keras writes it: `9s`, `1:05`, `1:00:05`. */
export function remaining(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  if (seconds > 3600) return `${hours}:${two(minutes)}:${two(whole % 60)}`;
  return seconds > 60 ? `${minutes}:${two(whole % 60)}` : `${whole}s`;
}
