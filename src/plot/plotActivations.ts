import { Figure, type Trace } from "./figure.ts";
import { axisName, panelsLayout } from "./panels.ts";
import { panelsText } from "./text/chartText.ts";
import { grid, palette } from "./theme.ts";

/** Activations that can be drawn, by Keras's names. */
export type ActivationName = keyof typeof functions;

/** The options of {@link plotActivations}. */
export interface PlotActivationsOptions {
  /** The inputs, from and to. Default -6 to 6. */
  range?: readonly [number, number];
  /** Whether the derivative is drawn too, and where it vanishes. Default true. */
  derivatives?: boolean;
  /** The picture's title. */
  title?: string;
}

interface Activation {
  f(x: number): number;
  derivative(x: number): number;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Keras's formulas and defaults. */
const functions = {
  sigmoid: { f: sigmoid, derivative: (x) => sigmoid(x) * (1 - sigmoid(x)) },
  tanh: { f: Math.tanh, derivative: (x) => 1 - Math.tanh(x) ** 2 },
  relu: { f: (x) => Math.max(0, x), derivative: (x) => (x > 0 ? 1 : 0) },
  leaky_relu: { f: (x) => (x > 0 ? x : 0.2 * x), derivative: (x) => (x > 0 ? 1 : 0.2) },
  elu: { f: (x) => (x > 0 ? x : Math.expm1(x)), derivative: (x) => (x > 0 ? 1 : Math.exp(x)) },
  softplus: { f: (x) => Math.log1p(Math.exp(x)), derivative: sigmoid },
  silu: {
    f: (x) => x * sigmoid(x),
    derivative: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))),
  },
  linear: { f: (x) => x, derivative: () => 1 },
} satisfies Record<string, Activation>;

/** Below this share of its input a gradient is called vanished. */
const vanished = 0.05;

/**
 * Activation functions with their derivatives, side by side; grey marks where almost no gradient comes through: at both ends of sigmoid and
 * tanh (vanishing gradients), left of zero for ReLU (dead units).
 *
 * @param names Keras's names. Default sigmoid, tanh and relu
 * @throws RangeError for a name that is not known
 * @example plotActivations();
 * @example plotActivations(["relu", "leaky_relu", "elu"]);
 */
export function plotActivations(
  names: readonly ActivationName[] = ["sigmoid", "tanh", "relu"],
  { range = [-6, 6], derivatives = true, title = "Activation functions" }: PlotActivationsOptions = {},
): Figure {
  for (const name of names) {
    if (!Object.hasOwn(functions, name)) {
      throw new RangeError(
        `no activation "${name}" to draw; there are: ${Object.keys(functions).join(", ")}`,
      );
    }
  }
  const x = Array.from({ length: 61 }, (_, i) => range[0] + (i * (range[1] - range[0])) / 60);
  const data = names.flatMap((name, panel) => panelTraces(functions[name], x, panel, derivatives));
  const panels = names.map((name) => ({
    x: "input",
    y: "",
    title: name,
    xaxis: { range: [...range], rangemode: "normal" },
  }));
  const layout = panelsLayout(panels, {
    title,
    legend: derivatives ? "top" : undefined,
    // The three names above the panels need the width of two.
    width: derivatives && names.length === 1 ? 380 : 220,
    height: 200,
    between: 50,
  });
  layout.shapes = derivatives
    ? names.flatMap((name, panel) => vanishing(functions[name], x).map((ends) => band(ends, panel)))
    : [];
  const flat = names.map((name) => `${name} ${vanishingText(vanishing(functions[name], x))}`);
  return new Figure(data, layout, `${title}: ${derivatives ? flat.join("; ") : names.join(", ")}`, {
    text: (columns) => panelsText(data, names, { x: "input", y: "" }, columns),
  });
}

function panelTraces(
  { f, derivative }: Activation,
  x: number[],
  panel: number,
  derivatives: boolean,
): Trace[] {
  const base = {
    type: "scatter",
    mode: "lines",
    x: x.map(round),
    xaxis: axisName("x", panel),
    yaxis: axisName("y", panel),
    showlegend: panel === 0,
  };
  const value = {
    ...base,
    name: "value",
    legendgroup: "value",
    y: x.map(f).map(round),
    line: { color: palette[0], width: 3 },
  };
  if (!derivatives) return [value];
  const slope = {
    ...base,
    name: "derivative",
    legendgroup: "derivative",
    y: x.map(derivative).map(round),
    line: { color: palette[1], width: 2, dash: "6px,4px" },
  };
  const area = {
    ...base,
    name: "gradient almost zero",
    legendgroup: "vanished",
    x: [null],
    y: [null],
    mode: "markers",
    marker: { symbol: "square", size: 12, color: grid },
  };
  return panel === 0 ? [value, slope, area] : [value, slope];
}

function round(value: number): number {
  return Number(value.toFixed(3));
}

/** The stretches of x in which the derivative is almost zero. */
function vanishing({ derivative }: Activation, x: readonly number[]): [number, number][] {
  const stretches: [number, number][] = [];
  x.forEach((at, i) => {
    if (Math.abs(derivative(at)) >= vanished) return;
    const last = stretches.at(-1);
    if (last !== undefined && last[1] === x[i - 1]) last[1] = at;
    else stretches.push([at, at]);
  });
  return stretches.filter(([from, to]) => to > from);
}

function vanishingText(stretches: readonly [number, number][]): string {
  if (stretches.length === 0) return "keeps its gradient everywhere";
  const parts = stretches.map(([from, to]) => `from ${from.toFixed(1)} to ${to.toFixed(1)}`);
  return `has almost no gradient ${parts.join(" and ")}`;
}

function band([x0, x1]: [number, number], panel: number): object {
  return {
    type: "rect",
    layer: "below",
    xref: axisName("x", panel),
    yref: `${axisName("y", panel)} domain`,
    ...{ x0, x1, y0: 0, y1: 1 },
    fillcolor: grid,
    opacity: 0.6,
    line: { width: 0 },
  };
}
