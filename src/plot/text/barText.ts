import { short } from "../describe.ts";
import type { Trace } from "../figure.ts";
import { padded, widthOf } from "./width.ts";

const most = 30;

/** Bars, or the shares of a pie, one a line. */
export function barText(trace: Trace, columns: number): string {
  const flat = trace.orientation === "h";
  const [names, values] =
    trace.type === "pie"
      ? [trace.labels, trace.values]
      : [flat ? trace.y : trace.x, flat ? trace.x : trace.y];
  if (!Array.isArray(values)) return "";
  const labels = values.map((_, i) => String(Array.isArray(names) ? (names[i] ?? "") : i));
  const numbers = values.map((value) => (typeof value === "number" ? value : 0));
  const gutter = Math.min(24, Math.max(...labels.map(widthOf)));
  const longest = Math.max(...numbers.map(Math.abs)) || 1;
  const room = Math.max(8, Math.min(60, columns - gutter - 12));
  const lines = numbers.slice(0, most).map((number, i) => {
    const bar = "█".repeat(Math.round((Math.abs(number) / longest) * room));
    return `${padded(labels[i]!, gutter)} ${bar} ${short(number)}`;
  });
  const rest = numbers.length > most ? [`... ${numbers.length - most} more`] : [];
  const name = typeof trace.name === "string" && trace.name !== "" ? [trace.name] : [];
  return [...name, ...lines, ...rest].join("\n");
}
