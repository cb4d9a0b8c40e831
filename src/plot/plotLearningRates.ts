import { curvesOf, type HistoryLike, requireCurve } from "./curves.ts";
import { short } from "./describe.ts";
import { Figure, type Trace } from "./figure.ts";
import { axisName, columnsOf, panelsLayout } from "./panels.ts";
import { panelsText } from "./text/chartText.ts";
import { palette } from "./theme.ts";

/** Pixels between two panels, whose scale is the same. */
const between = 34;

/** The options of {@link plotLearningRates}. */
export interface PlotLearningRatesOptions {
  /** Which curve to compare. Default `loss`. */
  metric?: string;
  /** The picture's title. */
  title?: string;
}

/**
 * The same training at several learning rates, side by side on one scale, in rows where they are many: too small crawls, too large jumps about or runs away.
 *
 * @param runs what `fit` returned at each rate, by the rate
 * @throws Error when a run has no epoch of the metric
 * @example plotLearningRates({ 1: tooLarge, 0.1: right, 0.001: tooSmall });
 */
export function plotLearningRates(
  runs: Readonly<Record<string | number, HistoryLike>>,
  { metric = "loss", title = `Learning rates: ${metric} by epoch` }: PlotLearningRatesOptions = {},
): Figure {
  const rates = Object.entries(runs).sort(([a], [b]) => Number(a) - Number(b));
  if (rates.length === 0) throw new Error("there is no run to draw; pass { rate: history, ... }");
  const curves = rates.map(([rate, run]) => requireCurve(curvesOf(run), metric, `the run at rate ${rate}`));
  const range = rangeOf(curves);
  const data = curves.flatMap((values, panel) =>
    tracesOf(values, curvesOf(rates[panel]![1])[`val_${metric}`], panel),
  );
  const columns = columnsOf(rates.length, 150, between);
  const panels = rates.map(([rate], i) => ({
    x: "epoch",
    y: i % columns === 0 ? metric : "",
    title: `rate ${rate}`,
    xaxis: { tickformat: "d", rangemode: "normal", nticks: 6 },
    yaxis: { range, ...(i === 0 ? {} : { matches: "y", showticklabels: i % columns === 0 }) },
  }));
  const legend = data.some(({ name }) => name === "validation") ? ("top" as const) : undefined;
  const width = Math.max(150, Math.min(300, Math.floor(760 / columns) - 60));
  const layout = panelsLayout(panels, { title, legend, width, height: 240, between });
  const ends = rates.map(([rate], i) => `at ${rate} from ${short(curves[i]![0]!)} to ${ending(curves[i]!)}`);
  const headings = rates.map(([rate]) => `rate ${rate}`);
  return new Figure(data, layout, `${title}: ${ends.join(", ")}`, {
    text: (columns) => panelsText(data, headings, { x: "epoch", y: metric }, columns),
  });
}

function ending(values: readonly number[]): string {
  const last = values.at(-1)!;
  return Number.isFinite(last) ? short(last) : "no number at all";
}

function tracesOf(
  values: readonly number[],
  validation: readonly number[] | undefined,
  panel: number,
): Trace[] {
  const look = [
    { name: "train", y: values, color: palette[0], dash: "solid" },
    { name: "validation", y: validation, color: palette[1], dash: "6px,4px" },
  ];
  return look.flatMap(({ name, y, color, dash }) =>
    y === undefined
      ? []
      : [
          {
            type: "scatter",
            mode: y.length > 25 ? "lines" : "lines+markers",
            name,
            legendgroup: name,
            showlegend: panel === 0,
            x: y.map((_, epoch) => epoch + 1),
            y: [...y],
            xaxis: axisName("x", panel),
            yaxis: axisName("y", panel),
            line: { color, dash, width: 2 },
            marker: { color, size: 5, symbol: name === "train" ? "circle" : "square" },
          },
        ],
  );
}

/** A run that runs away is cut at twice the worst start, so that the others can be read. */
function rangeOf(curves: readonly (readonly number[])[]): [number, number] {
  const all = curves.flat().filter(Number.isFinite);
  const start = Math.max(...curves.map((values) => values[0]!).filter(Number.isFinite));
  const low = Math.min(...all);
  const high = Math.min(Math.max(...all), low + 2 * Math.max(start - low, Number.EPSILON));
  const space = 0.06 * (high - low || 1);
  return [low - space, high + space];
}
