import { Figure, type FigureLayout, type Trace } from "./figure.ts";
import { axis, baseLayout, palette } from "./theme.ts";

/** Lists of numbers, an entry an epoch: `history.history`. */
export type Curves = Readonly<Record<string, readonly number[]>>;

/** The options of {@link plotHistory}. */
export interface PlotHistoryOptions {
  /** Which curves to show, a panel each. Default: all that the history has. */
  metrics?: readonly string[];
  /** The picture's title. Default none. */
  title?: string;
}

/**
 * The curves of a training run, a panel for the loss and one for each metric, with the validation's curve beside each.
 *
 * @param history what `fit` returned, or its `history`
 * @throws Error when there is no epoch to draw, or a named metric is not there
 * @example plotHistory(history);
 */
export function plotHistory(
  history: { readonly history: Curves } | Curves,
  { metrics, title }: PlotHistoryOptions = {},
): Figure {
  const curves = isHistory(history) ? history.history : history;
  const names = metrics ?? Object.keys(curves).filter((name) => !name.startsWith("val_"));
  for (const name of names.length === 0 ? ["loss"] : names) {
    if (!curves[name]?.length) {
      throw new Error(
        `the history has no epochs of "${name}"; it has: ${Object.keys(curves).join(", ") || "nothing"}`,
      );
    }
  }
  const data = names.flatMap((name, panel) => panelTraces(curves, name, panel));
  const layout = panels(
    names,
    title,
    names.some((name) => curves[`val_${name}`] !== undefined),
  );
  return new Figure(data, layout, describe(curves, names));
}

function isHistory(value: { readonly history: Curves } | Curves): value is { readonly history: Curves } {
  return value.history !== undefined && !Array.isArray(value.history);
}

function panelTraces(curves: Curves, name: string, panel: number): Trace[] {
  const parts = [
    { key: name, label: "train", color: palette[0], dash: "solid", symbol: "circle" },
    { key: `val_${name}`, label: "validation", color: palette[1], dash: "dash", symbol: "square" },
  ];
  return parts.flatMap(({ key, label, color, dash, symbol }) => {
    const values = curves[key];
    if (values === undefined) return [];
    return {
      type: "scatter",
      mode: values.length > 40 ? "lines" : "lines+markers",
      name: label,
      legendgroup: label,
      showlegend: panel === 0,
      x: values.map((_, epoch) => epoch + 1),
      y: [...values],
      xaxis: axisName("x", panel),
      yaxis: axisName("y", panel),
      line: { color, dash, width: 2 },
      marker: { color, symbol, size: 7 },
      hovertemplate: `epoch %{x}<br>${key} %{y:.4f}<extra></extra>`,
    };
  });
}

function axisName(letter: string, panel: number): string {
  return panel === 0 ? letter : `${letter}${panel + 1}`;
}

function panels(names: readonly string[], title: string | undefined, legend: boolean): FigureLayout {
  const gap = 0.14;
  const width = (1 - gap * (names.length - 1)) / names.length;
  const layout: FigureLayout = {
    ...baseLayout,
    width: 80 + 380 * names.length,
    height: 360,
    margin: { l: 70, r: 24, t: legend || title ? 64 : 24, b: 60 },
    showlegend: legend,
    legend: { orientation: "h", x: 1, xanchor: "right", y: 1.02, yanchor: "bottom" },
  };
  if (title) layout.title = { text: title, x: 0.02, xanchor: "left" };
  names.forEach((name, panel) => {
    const from = panel * (width + gap);
    const suffix = panel === 0 ? "" : panel + 1;
    layout[`xaxis${suffix}`] = axis("epoch", {
      domain: [from, Math.min(1, from + width)],
      anchor: axisName("y", panel),
      tickformat: "d",
      rangemode: "normal",
    });
    layout[`yaxis${suffix}`] = axis(name, { anchor: axisName("x", panel) });
  });
  return layout;
}

function describe(curves: Curves, names: readonly string[]): string {
  const epochs = curves[names[0]!]!.length;
  const parts = names
    .flatMap((name) => [name, `val_${name}`])
    .filter((name) => curves[name]?.length)
    .map((name) => `${name} from ${curves[name]![0]!.toFixed(4)} to ${curves[name]!.at(-1)!.toFixed(4)}`);
  return `Training curves over ${epochs} epoch${epochs === 1 ? "" : "s"}: ${parts.join(", ")}`;
}
