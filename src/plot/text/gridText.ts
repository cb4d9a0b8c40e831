import { short } from "../describe.ts";
import type { Trace } from "../figure.ts";
import { meanBlocks } from "../thin.ts";
import { padded, widthOf } from "./width.ts";

type Row = readonly (number | null)[];

/** A grid of numbers: as a table where it is small and has names, otherwise in shades. */
export function gridText(trace: Trace, columns: number): string {
  const z = trace.z as Row[];
  const across = names(trace.x);
  const down = names(trace.y);
  if (across !== undefined && down !== undefined && z[0]!.length <= 12) {
    return tableText(z, across, down, columns, trace.text);
  }
  const block = Math.max(1, Math.ceil(z[0]!.length / Math.floor(columns / 2)));
  // A heatmap's first row is its lowest.
  return shadeText([...z].reverse(), block);
}

function names(values: unknown): string[] | undefined {
  const all = Array.isArray(values) && values.every((value) => typeof value === "string");
  return all ? (values as string[]) : undefined;
}

function tableText(
  z: readonly Row[],
  across: string[],
  down: string[],
  columns: number,
  text: unknown,
): string {
  const written = (i: number, j: number) => {
    const own = (text as string[][] | undefined)?.[i]?.[j];
    const value = z[i]![j];
    return own ?? (value === null || value === undefined ? "" : short(value));
  };
  const gutter = Math.min(20, Math.max(...down.map(widthOf)));
  const widest = Math.max(
    ...across.map(widthOf),
    ...z.flatMap((row, i) => row.map((_, j) => written(i, j).length)),
  );
  const width = Math.max(4, Math.min(widest, Math.floor((columns - gutter) / across.length) - 1));
  const line = (head: string, cells: readonly string[]) =>
    `${padded(head, gutter)} ${cells.map((cell) => padded(cell, width)).join(" ")}`;
  return [
    line("", across),
    ...z.map((row, i) =>
      line(
        down[i] ?? "",
        row.map((_, j) => written(i, j)),
      ),
    ),
  ].join("\n");
}

const shades = [" ", "░", "▒", "▓", "█"];

/**
 * Numbers as shades, the largest the fullest, two characters each so that they are about square.
 *
 * @param block how many rows and columns become one
 * @param reversed makes the smallest the fullest
 */
export function shadeText(numbers: readonly Row[], block = 1, reversed = false): string {
  const rows = block === 1 ? numbers : meanBlocks(numbers, block);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of rows.flat()) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const shade = (value: number | null) => {
    const share = value === null ? 0 : (value - low) / (high - low || 1);
    const full = reversed ? 1 - share : share;
    return shades[Math.min(shades.length - 1, Math.floor(full * shades.length))]!.repeat(2);
  };
  return rows.map((row) => row.map(shade).join("").trimEnd()).join("\n");
}
