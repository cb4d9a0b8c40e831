import { contours } from "d3-contour";
import type { Trace } from "./figure.ts";
import { palette, tint } from "./theme.ts";

type Position = readonly number[];

/** Numbers with a shape, such as what `predict` returns. */
export interface Numbers {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** What a classifier answers: for each point a class, a probability, or a score of each class. */
export type Predictions = Numbers | ArrayLike<number>;

/** A classifier's answers. */
export interface Scores {
  /** The class of each point. */
  readonly classes: readonly number[];
  /** How many classes there are at least. */
  readonly known: number;
  /** How far a point is on a class's side: more than zero within, zero on the boundary. */
  margin(point: number, label: number): number;
}

/**
 * The answers to so many points, whatever their form: the largest of several scores, a probability's side of one half, or the class itself.
 *
 * @throws RangeError where the numbers are not as many for each point
 */
export function scoresOf(predictions: Predictions, count: number): Scores {
  const data = Array.from("data" in predictions ? predictions.data : predictions);
  const each = data.length / count;
  if (!Number.isInteger(each) || each === 0) {
    throw new RangeError(
      `the classifier returned ${data.length} numbers for ${count} points; it must return as many for each`,
    );
  }
  if (each > 1) return ofScores(data, each, count);
  return data.every((value) => Number.isInteger(value)) ? ofClasses(data) : ofProbabilities(data);
}

function ofScores(data: readonly number[], each: number, count: number): Scores {
  const rows = Array.from({ length: count }, (_, i) => data.slice(i * each, (i + 1) * each));
  const best = (row: readonly number[], without: number) =>
    Math.max(...row.map((score, label) => (label === without ? Number.NEGATIVE_INFINITY : score)));
  return {
    classes: rows.map((row) => row.indexOf(Math.max(...row))),
    known: each,
    margin: (point, label) => rows[point]![label]! - best(rows[point]!, label),
  };
}

function ofProbabilities(data: readonly number[]): Scores {
  return {
    classes: data.map((value) => (value > 0.5 ? 1 : 0)),
    known: 2,
    margin: (point, label) => (label === 1 ? 1 : -1) * (data[point]! - 0.5),
  };
}

function ofClasses(classes: readonly number[]): Scores {
  const margin = (point: number, label: number) => (classes[point] === label ? 1 : -1);
  return { classes, known: Math.max(1, ...classes) + 1, margin };
}

/**
 * Each class's area in a tint, with a line around it; the line runs between the points that were asked, where the scores are equal, so that a
 * curve is a curve.
 *
 * @param x the columns of the grid
 * @param y the rows of the grid; the scores go through it row by row
 */
export function areaTraces(x: readonly number[], y: readonly number[], scores: Scores): Trace[] {
  const labels = Array.from({ length: scores.known }, (_, label) => label);
  const contour = contours().size([x.length, y.length]);
  return labels.flatMap((label) => {
    const margins = Array.from({ length: x.length * y.length }, (_, point) => scores.margin(point, label));
    const rings = contour.contour(margins, 0).coordinates.flat();
    if (rings.length === 0) return [];
    const color = tint(palette[label % palette.length]!);
    return {
      ...{
        type: "scatter",
        mode: "lines",
        fill: "toself",
        fillcolor: color,
        line: { color: "#57606a", width: 1.5 },
      },
      ...{ showlegend: false, hoverinfo: "skip" },
      x: outline(rings, 0, x),
      y: outline(rings, 1, y),
    };
  });
}

/** One coordinate of rings, with a gap after each; d3 counts cells, whose middles are the points of the grid. */
function outline(rings: readonly Position[][], axis: 0 | 1, grid: readonly number[]): (number | null)[] {
  const step = (grid.at(-1)! - grid[0]!) / (grid.length - 1);
  const digits = Math.max(0, 3 - Math.floor(Math.log10(step * grid.length)));
  return rings.flatMap((ring) => [
    ...withoutStraight(ring).map((at) => Number((grid[0]! + (at[axis]! - 0.5) * step).toFixed(digits))),
    null,
  ]);
}

/** A ring without the points that lie between their neighbours. */
function withoutStraight(ring: readonly Position[]): readonly Position[] {
  return ring.filter(([x = 0, y = 0], i) => {
    const [before, after] = [ring[i - 1], ring[i + 1]];
    if (before === undefined || after === undefined) return true;
    const area = (x - before[0]!) * (after[1]! - y) - (y - before[1]!) * (after[0]! - x);
    return Math.abs(area) > 0.002;
  });
}
