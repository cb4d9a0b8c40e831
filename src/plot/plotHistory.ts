import { type Curves, curvesOf, type HistoryLike, isRuns, type Runs, requireCurve } from "./curves.ts";
import { Figure, type Trace } from "./figure.ts";
import { shortName } from "./legend.ts";
import { axisName, panelsLayout } from "./panels.ts";
import { palette } from "./theme.ts";

export type { Curves } from "./curves.ts";

/** The options of {@link plotHistory}. */
export interface PlotHistoryOptions {
  /** Which curves to show, a panel each. Default: all that the history has. */
  metrics?: readonly string[];
  /** The picture's title. Default none. */
  title?: string;
}

/**
 * The curves of a training run, a panel for the loss and one for each metric, with the validation's curve beside each; or of several runs
 * by name, a colour each, validation dashed.
 *
 * @param history what `fit` returned, its `history`, or several of them by name
 * @throws Error when there is no epoch to draw, or a named metric is not there
 * @example plotHistory(history);
 * @example plotHistory({ adam: adamHistory, sgd: sgdHistory }, { metrics: ["loss"] });
 */
export function plotHistory(
  history: HistoryLike | Runs,
  { metrics, title }: PlotHistoryOptions = {},
): Figure {
  const several = isRuns(history);
  const runs = Object.entries(several ? history : { "": history }).map(([name, one]): [string, Curves] => [
    name,
    curvesOf(one),
  ]);
  const names = metrics ?? metricsOf(runs);
  for (const name of names.length === 0 ? ["loss"] : names) {
    for (const [run, curves] of runs) requireCurve(curves, name, several ? `"${run}"` : undefined);
  }
  const lines = several ? runs.flatMap(runLines) : singleLines(runs[0]![1]);
  const data = names.flatMap((name, panel) => lines.flatMap((line) => lineTrace(line, name, panel)));
  const isValidated = data.some(
    ({ name }) => name !== undefined && lines.some((it) => it.validation && it.label === name),
  );
  const legend = several
    ? { names: runs.map(([run]) => shortName(run)), title: isValidated ? "dashed: validation" : undefined }
    : isValidated
      ? ("top" as const)
      : undefined;
  const epochs = Math.max(...data.map(({ x }) => (x as number[]).length));
  const panels = names.map((name) => ({
    x: "epoch",
    y: name,
    xaxis: { tickformat: "d", rangemode: "normal", ...(epochs < 8 ? { dtick: 1 } : {}) },
  }));
  const alt = several
    ? runs.map(([run, curves]) => `${run}: ${describe(curves, names)}`).join("; ")
    : describe(runs[0]![1], names);
  return new Figure(
    data,
    panelsLayout(panels, { title, legend }),
    title === undefined ? alt : `${title}: ${alt}`,
  );
}

function metricsOf(runs: readonly [string, Curves][]): string[] {
  const all = runs.flatMap(([, curves]) => Object.keys(curves));
  const shared = [...new Set(all)].filter((name) => runs.every(([, curves]) => curves[name] !== undefined));
  return shared.filter((name) => !name.startsWith("val_") && name !== "learning_rate");
}

/** How a curve is drawn in every panel. */
interface Line {
  curves: Curves;
  label: string;
  /** The curves that a click on the legend hides together, and whether this one stands there for them. */
  group: string;
  named: boolean;
  validation: boolean;
  color: string;
  symbol: string;
}

function singleLines(curves: Curves): Line[] {
  return [
    { ...one("train"), curves, validation: false, color: palette[0], symbol: "circle" },
    { ...one("validation"), curves, validation: true, color: palette[1], symbol: "square" },
  ];
}

function one(label: string) {
  return { label, group: label, named: true };
}

const symbols = ["circle", "square", "diamond", "triangle-up", "x", "cross"];

function runLines([run, curves]: [string, Curves], i: number): Line[] {
  // The signs move on with each round of colours, so that 36 runs differ.
  const symbol = symbols[(i + Math.floor(i / palette.length)) % symbols.length]!;
  const look = { curves, group: shortName(run), color: palette[i % palette.length]!, symbol };
  return [
    { ...look, label: shortName(run), named: true, validation: false },
    { ...look, label: `${shortName(run)}, validation`, named: false, validation: true },
  ];
}

function lineTrace(line: Line, name: string, panel: number): Trace[] {
  const { curves, label, group, named, validation, color, symbol } = line;
  const key = validation ? `val_${name}` : name;
  const values = curves[key];
  if (values === undefined) return [];
  return [
    {
      type: "scatter",
      mode: "lines+markers",
      name: label,
      legendgroup: group,
      showlegend: panel === 0 && named,
      x: values.map((_, epoch) => epoch + 1),
      y: [...values],
      xaxis: axisName("x", panel),
      yaxis: axisName("y", panel),
      line: { color, dash: validation ? "6px,4px" : "solid", width: 2 },
      marker: { color, symbol, size: 6, ...(values.length > 40 ? { maxdisplayed: 20 } : {}) },
      hovertemplate: `epoch %{x}<br>${label} ${key} %{y:.4f}<extra></extra>`,
    },
  ];
}

function describe(curves: Curves, names: readonly string[]): string {
  const epochs = curves[names[0]!]!.length;
  const parts = names
    .flatMap((name) => [name, `val_${name}`])
    .filter((name) => curves[name]?.length)
    .map((name) => `${name} from ${curves[name]![0]!.toFixed(4)} to ${curves[name]!.at(-1)!.toFixed(4)}`);
  return `Training curves over ${epochs} epoch${epochs === 1 ? "" : "s"}: ${parts.join(", ")}`;
}
