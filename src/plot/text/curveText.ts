import { short } from "../describe.ts";
import type { Trace } from "../figure.ts";

const rows = 12;
const glyphs = ["●", "○", "■", "□", "▲", "△", "◆", "◇"];

interface Curve {
  name: string;
  line: boolean;
  x: number[];
  y: number[];
}

/** Curves and points on a grid of characters, a sign for each, with the ranges of both axes. */
export function curveText(
  traces: readonly Trace[],
  titles: { x: string; y: string },
  columns: number,
): string {
  const curves = traces.flatMap(curveOf);
  const [left, right] = range(curves.flatMap(({ x }) => x));
  const [low, high] = range(curves.flatMap(({ y }) => y));
  if (left === undefined || low === undefined) return "";
  const labels = [short(high!), short(low)];
  const gutter = Math.max(...labels.map((label) => label.length)) + 1;
  const width = Math.max(10, Math.min(72, columns - gutter - 2));
  const canvas = Array.from({ length: rows }, () => Array<string>(width).fill(" "));
  const column = (x: number) => Math.round(((x - left) / (right! - left || 1)) * (width - 1));
  const row = (y: number) => Math.round(((high! - y) / (high! - low || 1)) * (rows - 1));
  curves.forEach((curve, i) => {
    for (const [x, y] of curve.line ? joined(curve, column) : pointsOf(curve, column)) {
      canvas[row(y)]![x] = glyphs[i % glyphs.length]!;
    }
  });
  const lines = canvas.map((cells, i) => {
    const label = i === 0 ? labels[0]! : i === rows - 1 ? labels[1]! : "";
    return `${label.padStart(gutter)} ${i === 0 || i === rows - 1 ? "┤" : "│"}${cells.join("").trimEnd()}`;
  });
  const [from, to] = [short(left), short(right!)];
  const middle = titles.x.slice(0, Math.max(0, width - from.length - to.length - 2));
  const space = width - from.length - to.length - middle.length;
  const axis = `${from}${" ".repeat(Math.floor(space / 2))}${middle}${" ".repeat(Math.ceil(space / 2))}${to}`;
  const named = curves.filter(({ name }) => name !== "");
  const legend = named.map(
    ({ name }) => `${glyphs[curves.findIndex((it) => it.name === name) % glyphs.length]} ${name}`,
  );
  return [
    [titles.y, ...legend].filter((text) => text !== "").join("   "),
    ...lines,
    `${" ".repeat(gutter)} └${"─".repeat(width)}`,
    `${" ".repeat(gutter + 2)}${axis}`,
  ].join("\n");
}

function curveOf({ x, y, name, mode }: Trace): Curve[] {
  if (!Array.isArray(y)) return [];
  const at = Array.isArray(x) ? x : y.map((_, i) => i);
  const places = at.every((value) => typeof value === "number") ? (at as number[]) : at.map((_, i) => i);
  const kept = places.map((_, i) => i).filter((i) => Number.isFinite(places[i]) && typeof y[i] === "number");
  if (kept.length === 0) return [];
  return [
    {
      name: typeof name === "string" ? name : "",
      line: String(mode ?? "lines").includes("lines"),
      x: kept.map((i) => places[i]!),
      y: kept.map((i) => y[i] as number),
    },
  ];
}

function pointsOf({ x, y }: Curve, column: (x: number) => number): [number, number][] {
  return x.map((at, i) => [column(at), y[i]!]);
}

/** The points and, in the columns between two of them, what a straight line has there. */
function joined(curve: Curve, column: (x: number) => number): [number, number][] {
  const points = pointsOf(curve, column);
  const between = points.slice(1).flatMap(([to, end], i): [number, number][] => {
    const [from, start] = points[i]!;
    const step = Math.sign(to - from);
    return Array.from({ length: Math.max(0, Math.abs(to - from) - 1) }, (_, k): [number, number] => [
      from + step * (k + 1),
      start + ((end - start) * (k + 1)) / Math.abs(to - from),
    ]);
  });
  return [...between, ...points];
}

function range(values: readonly number[]): [number, number] | [undefined, undefined] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [undefined, undefined];
}
