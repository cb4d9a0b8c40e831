import { areaTraces, type Numbers, type Predictions, scoresOf } from "./areas.ts";
import { Figure, type Trace } from "./figure.ts";
import { axis, baseLayout, palette } from "./theme.ts";

export type { Numbers } from "./areas.ts";

/** What classifies points: a model with `predict`, or a function; both take points of shape (points, 2). */
export type Classifier =
  | ((points: [x1: number, x2: number][]) => Predictions | Promise<Predictions>)
  | { predict(points: [x1: number, x2: number][]): Predictions | Promise<Predictions> };

/** The options of {@link plotDecisionBoundary}. */
export interface PlotDecisionBoundaryOptions {
  /** The classes' names. Default `class 0`, `class 1`, ... */
  names?: readonly string[];
  /** The names of the two features. Default `x1` and `x2`. */
  features?: readonly [string, string];
  /** How many points in each direction are asked. Default 100. */
  resolution?: number;
  /** The picture's title. Default the share that is right. */
  title?: string;
}

/**
 * Which class a classifier gives to every point of the plane, with the points it learned from: for XOR, two corners that a straight line
 * cannot part from the other two.
 *
 * @param classifier a model or a function. It returns a class, one probability or one score for each class, for each point
 * @param points shape (points, 2)
 * @param labels the points' classes, from 0
 * @throws RangeError where points are not pairs, or labels are missing
 * @example await plotDecisionBoundary(model, [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]);
 */
export async function plotDecisionBoundary(
  classifier: Classifier,
  points: Numbers | readonly (readonly number[])[],
  labels: ArrayLike<number> | Numbers,
  options: PlotDecisionBoundaryOptions = {},
): Promise<Figure> {
  const { features = ["x1", "x2"], resolution = 100 } = options;
  const places = pairsOf(points);
  const classes = "data" in labels ? Array.from(labels.data) : Array.from(labels);
  if (classes.length !== places.length) {
    throw new RangeError(`plotDecisionBoundary: ${places.length} points have ${classes.length} labels`);
  }
  const [xs, ys] = [0, 1].map((feature) =>
    sweep(
      places.map((point) => point[feature]!),
      resolution,
    ),
  );
  const asked = ys!.flatMap((y) => xs!.map((x): [number, number] => [x, y]));
  const scores = scoresOf(await ask(classifier, [...asked, ...places]), asked.length + places.length);
  const answers = scores.classes;
  const known = Math.max(scores.known - 1, ...classes) + 1;
  const names = Array.from({ length: known }, (_, i) => options.names?.[i] ?? `class ${i}`);
  const right = classes.filter((label, i) => answers[asked.length + i] === label).length;
  const title = options.title ?? `Decision boundary: ${right} of ${classes.length} points right`;
  const layout = {
    ...baseLayout,
    width: 520,
    height: 460,
    title: { text: title, x: 0.5 },
    margin: { l: 64, r: 24, t: 56, b: 96 },
    legend: { orientation: "h", x: 0.5, xanchor: "center", y: -0.22, yanchor: "top" },
    xaxis: axis(features[0], { showgrid: false, range: [xs![1], xs!.at(-2)] }),
    yaxis: axis(features[1], { showgrid: false, range: [ys![1], ys!.at(-2)] }),
  };
  const z = ys!.map((_, row) => answers.slice(row * xs!.length, (row + 1) * xs!.length));
  const data = [...areaTraces(xs!, ys!, scores), ...pointTraces(places, classes, names)];
  return new Figure(data, layout, `${title}. Classes: ${names.join(", ")}`, {
    text: () => planeText(z, [xs!, ys!], places, classes),
  });
}

/** The classes' areas in shades, and each point as the number of its class. */
function planeText(
  z: readonly number[][],
  [xs, ys]: readonly number[][],
  points: readonly number[][],
  classes: readonly number[],
): string {
  const shades = [" ", "░", "▒", "▓", "█"];
  const [rows, columns] = [20, 40];
  const pick = (at: number, count: number, length: number) => Math.round((at * (length - 1)) / (count - 1));
  const cells = Array.from({ length: rows }, (_, row) => {
    const line = z[pick(rows - 1 - row, rows, z.length)]!;
    return Array.from(
      { length: columns },
      (_, column) => shades[line[pick(column, columns, line.length)]! % 5]!,
    );
  });
  const place = (value: number, sweep: readonly number[], count: number) =>
    Math.round(((value - sweep[0]!) / (sweep.at(-1)! - sweep[0]!)) * (count - 1));
  points.forEach(([x, y], i) => {
    cells[rows - 1 - place(y!, ys!, rows)]![place(x!, xs!, columns)] = String(classes[i]);
  });
  return cells.map((line) => line.join("").trimEnd()).join("\n");
}

function pairsOf(points: Numbers | readonly (readonly number[])[]): [number, number][] {
  const rows =
    "data" in points
      ? Array.from({ length: points.shape[0] ?? 0 }, (_, i) => [points.data[2 * i]!, points.data[2 * i + 1]!])
      : points.map((point) => [...point]);
  const width = "data" in points ? points.shape[1] : (rows.find((row) => row.length !== 2)?.length ?? 2);
  if (rows.length === 0 || width !== 2) {
    throw new RangeError(
      `plotDecisionBoundary draws a plane: points need shape (points, 2), got (${rows.length}, ${width})`,
    );
  }
  return rows as [number, number][];
}

/** Evenly spaced, a quarter wider than the values. */
function sweep(values: readonly number[], count: number): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const space = 0.25 * (high - low || 1);
  const step = (high - low + 2 * space) / (count - 1);
  return Array.from({ length: count }, (_, i) => Number((low - space + i * step).toPrecision(6)));
}

function ask(classifier: Classifier, points: [number, number][]): Predictions | Promise<Predictions> {
  return typeof classifier === "function" ? classifier(points) : classifier.predict(points);
}

const symbols = ["circle", "square", "diamond", "triangle-up", "cross", "x"];

function pointTraces(
  points: readonly number[][],
  classes: readonly number[],
  names: readonly string[],
): Trace[] {
  return names.flatMap((name, label) => {
    const own = points.filter((_, i) => classes[i] === label);
    if (own.length === 0) return [];
    const [size, rim] = points.length > 200 ? [7, 0.75] : [11, 1.5];
    const look = { color: palette[label % palette.length], symbol: symbols[label % symbols.length], size };
    return {
      type: "scatter",
      mode: "markers",
      name,
      x: own.map(([x]) => x),
      y: own.map(([, y]) => y),
      marker: { ...look, line: { color: "#ffffff", width: rim } },
    };
  });
}
