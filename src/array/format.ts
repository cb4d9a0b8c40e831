import type { DType, DTypes } from "./dtype.ts";
import { formatNumbers } from "./formatNumbers.ts";
import { formatShape, sizeOf } from "./shape.ts";

interface Printable {
  readonly data: DTypes[DType];
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** numpy's `threshold` and `edgeitems`: longer arrays show their edges only. */
const threshold = 1000;
const edge = 3;

/**
 * An array as one reads it in numpy: dtype and shape, which numpy leaves out, then what its `print(a)` shows, long axes shortened to
 * their edges.
 *
 * @example formatArray(labels); // "uint8 (10,) [9 0 0 3 0 2 7 2 5 5]"
 */
export function formatArray(array: Printable): string {
  const { data, shape, dtype } = array;
  const short = data.length > threshold;
  const numbers = visible(shape, short).map((index) => data[index]!);
  const next = (shape.length === 0 ? [single(numbers[0]!, dtype)] : formatNumbers(numbers, dtype)).values();
  const body = rows(shape, short, () => next.next().value ?? "");
  return `${dtype} ${formatShape(shape)}${shape.length > 1 ? "\n" : " "}${body}`;
}

/** An array without axes, which numpy prints as a number: `0.5`, `3.0`. */
function single(value: number, dtype: DType): string {
  const [text = ""] = formatNumbers([value], dtype);
  return text.endsWith(".") ? `${text}0` : text;
}

/** Which positions of an axis are shown; null stands for the dots. */
function shown(length: number, short: boolean): (number | null)[] {
  if (!short || length <= 2 * edge) return Array.from({ length }, (_, i) => i);
  return [0, 1, 2, null, length - 3, length - 2, length - 1];
}

function visible(shape: readonly number[], short: boolean, offset = 0): number[] {
  const [length, ...rest] = shape;
  if (length === undefined) return [offset];
  const step = sizeOf(rest);
  return shown(length, short).flatMap((i) => (i === null ? [] : visible(rest, short, offset + i * step)));
}

function rows(shape: readonly number[], short: boolean, next: () => string, indent = " "): string {
  const [length, ...rest] = shape;
  if (length === undefined) return next();
  const parts = shown(length, short).map((i) => (i === null ? "..." : rows(rest, short, next, `${indent} `)));
  if (rest.length === 0) return `[${wrap(parts, indent)}]`;
  return `[${parts.join(`${"\n".repeat(rest.length)}${indent}`)}]`;
}

/** Breaks a row of numbers into lines of numpy's 75 characters, the brackets that may follow taken off. */
function wrap(parts: readonly string[], indent: string): string {
  const width = 75 - indent.length;
  const lines: string[] = [];
  let line = "";
  for (const part of parts) {
    if (line !== "" && indent.length + line.length + part.length + 1 > width) {
      lines.push(line);
      line = part;
    } else line = line === "" ? part : `${line} ${part}`;
  }
  return [...lines, line].join(`\n${indent}`);
}
