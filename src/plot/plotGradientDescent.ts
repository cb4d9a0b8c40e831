import { short } from "./describe.ts";
import { Figure, type Trace } from "./figure.ts";
import { curveText } from "./text/curveText.ts";
import { axis, baseLayout, ink, palette, paper, terrain } from "./theme.ts";

/** A height over two weights. */
export type Surface = (x: number, y: number) => number;

/** One way down. */
export interface Descent {
  /** The size of a step, as a share of the gradient. */
  learningRate: number;
  /** How much of the last step stays in the next. Default 0. */
  momentum?: number;
}

/** The options of {@link plotGradientDescent}. */
export interface PlotGradientDescentOptions {
  /** The surface. Default one with a local and a global optimum. */
  surface?: Surface;
  /** Where the descent begins. Default [2.05, 1.2]. */
  start?: readonly [number, number];
  /** The ways to compare. Default: small steps, large steps, small steps with momentum. */
  descents?: readonly Descent[];
  /** How many steps each takes. Default 60. */
  steps?: number;
  /** The square that is drawn: the same range for both weights. Default -2.2 to 2.2. */
  range?: readonly [number, number];
  /** The picture's title. */
  title?: string;
}

/** Two valleys: the left one is deeper. */
const twoValleys: Surface = (x, y) => x ** 4 / 4 - x ** 2 + 0.35 * x + 0.6 * y ** 2;

const defaults: readonly Descent[] = [
  { learningRate: 0.05 },
  { learningRate: 0.25 },
  { learningRate: 0.05, momentum: 0.9 },
];

/**
 * Gradient descent seen from above: contours of a loss over two weights, and the path of each learning rate and momentum. The
 * default surface has a local optimum that holds small steps back from the global one.
 *
 * @example plotGradientDescent();
 * @example plotGradientDescent({ descents: [{ learningRate: 0.1 }, { learningRate: 0.9 }] });
 */
export function plotGradientDescent(options: PlotGradientDescentOptions = {}): Figure {
  const { surface = twoValleys, start = [2.05, 1.2], descents = defaults, steps = 60 } = options;
  const { range = [-2.2, 2.2], title = "Gradient descent" } = options;
  const paths = descents.map((descent) => descend(surface, start, descent, steps));
  const lines = paths.map((path, i) => pathTrace(path, nameOf(descents[i]!), i, range));
  const ends = paths.map((path) => path.at(-1)!);
  const layout = {
    ...baseLayout,
    width: 580,
    height: 490,
    title: { text: title, x: 0.5 },
    margin: { l: 64, r: 24, t: 56, b: 100 },
    legend: { orientation: "h", x: 0.5, xanchor: "center", y: -0.2, yanchor: "top" },
    xaxis: axis("weight 1", { range: [...range], showgrid: false }),
    yaxis: axis("weight 2", { range: [...range], showgrid: false }),
  };
  const alt = descents
    .map((descent, i) => `${nameOf(descent)} ends ${endText(ends[i]!, surface)}`)
    .join("; ");
  const marks = stars(surface, range);
  return new Figure([contour(surface, range), ...lines, ...marks], layout, `${title}: ${alt}`, {
    text: (columns) => curveText([...lines, ...marks], { x: "weight 1", y: "weight 2" }, columns),
  });
}

function nameOf({ learningRate, momentum }: Descent): string {
  return `rate ${learningRate}${momentum ? `, momentum ${momentum}` : ""}`;
}

function endText([x, y]: readonly [number, number], surface: Surface): string {
  const height = surface(x, y);
  return Number.isFinite(height) ? `at (${short(x)}, ${short(y)}), loss ${short(height)}` : "far outside";
}

function descend(
  surface: Surface,
  start: readonly [number, number],
  { learningRate, momentum = 0 }: Descent,
  steps: number,
): [number, number][] {
  const path: [number, number][] = [[...start]];
  let [vx, vy] = [0, 0];
  for (let step = 0; step < steps; step++) {
    const [x, y] = path.at(-1)!;
    const [gx, gy] = gradient(surface, x, y);
    [vx, vy] = [momentum * vx - learningRate * gx, momentum * vy - learningRate * gy];
    path.push([x + vx, y + vy]);
  }
  return path;
}

/** By central differences. */
function gradient(surface: Surface, x: number, y: number): [number, number] {
  const h = 1e-5;
  return [
    (surface(x + h, y) - surface(x - h, y)) / (2 * h),
    (surface(x, y + h) - surface(x, y - h)) / (2 * h),
  ];
}

const symbols = ["circle", "square", "diamond", "triangle-up", "cross", "x"];

function pathTrace(
  path: readonly [number, number][],
  name: string,
  i: number,
  range: readonly [number, number],
): Trace {
  const color = palette[[1, 0, 2, 3, 4, 5][i % 6]!]!;
  const far = 4 * (range[1] - range[0]);
  const inside = path.findIndex(([x, y]) => !(Math.abs(x) < far && Math.abs(y) < far));
  const drawn = inside < 0 ? path : path.slice(0, inside);
  const size = drawn.map((_, step) => (step === drawn.length - 1 ? 12 : 5));
  return {
    type: "scatter",
    mode: "lines+markers",
    name,
    x: drawn.map(([x]) => round(x)),
    y: drawn.map(([, y]) => round(y)),
    line: { color, width: 2 },
    marker: { color, symbol: symbols[i % symbols.length], size, line: { color: paper, width: 1 } },
  };
}

function round(value: number): number {
  return Number(value.toFixed(4));
}

const cells = 44;

function places([low, high]: readonly [number, number]): number[] {
  return Array.from({ length: cells + 1 }, (_, i) => low + (i * (high - low)) / cells);
}

function contour(surface: Surface, range: readonly [number, number]): Trace {
  const at = places(range);
  return {
    type: "contour",
    name: "loss",
    x: at.map(round),
    y: at.map(round),
    z: at.map((y) => at.map((x) => Number(surface(x, y).toPrecision(3)))),
    ncontours: 16,
    colorscale: [
      [0, terrain[0]],
      [0.35, terrain[1]],
      [1, terrain[2]],
    ],
    colorbar: { title: { text: "loss" }, thickness: 12, outlinewidth: 0 },
    line: { width: 0.5, color: "#7d8790" },
    hovertemplate: "weights %{x:.2f}, %{y:.2f}<br>loss %{z:.3f}<extra></extra>",
  };
}

/** The lowest points of the grid's valleys: a star for the lowest of all, a ring for the others. */
function stars(surface: Surface, range: readonly [number, number]): Trace[] {
  const at = places(range);
  const height = (i: number, j: number) => surface(at[i]!, at[j]!);
  const found: { x: number; y: number; z: number }[] = [];
  for (let i = 1; i < cells; i++) {
    for (let j = 1; j < cells; j++) {
      const around = [-1, 0, 1].flatMap((di) => [-1, 0, 1].map((dj) => height(i + di, j + dj)));
      if (around.every((other) => other >= height(i, j)))
        found.push({ x: at[i]!, y: at[j]!, z: height(i, j) });
    }
  }
  const [best, ...others] = found.sort((a, b) => a.z - b.z);
  const mark = (name: string, symbol: string, list: typeof found): Trace => ({
    type: "scatter",
    mode: "markers",
    name,
    x: list.map(({ x }) => round(x)),
    y: list.map(({ y }) => round(y)),
    marker: { symbol, size: 16, color: palette[5], line: { color: ink, width: 1.5 } },
  });
  return [
    ...(best === undefined ? [] : [mark("global optimum", "star", [best])]),
    ...(others.length === 0 ? [] : [mark("local optimum", "circle", others)]),
  ];
}
