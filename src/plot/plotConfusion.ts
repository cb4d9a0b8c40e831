import { Figure } from "./figure.ts";
import { axis, baseLayout, paper, scaleEnd } from "./theme.ts";

/** A square of counts: nested lists, or an array of shape (classes, classes). */
export type Matrix =
  | readonly (readonly number[])[]
  | { readonly data: ArrayLike<number>; readonly shape: readonly number[] };

/** The options of {@link plotConfusion}. */
export interface PlotConfusionOptions {
  /** The classes' names. Default their numbers. */
  names?: readonly string[];
  /** The picture's title. Default the share that is right. */
  title?: string;
}

/**
 * A confusion matrix: rows are the true classes, columns what was predicted, the colour is the share of the row.
 *
 * @param matrix counts of shape (classes, classes), as `confusionMatrix` returns them
 * @throws RangeError for a matrix that is not square
 * @example plotConfusion(confusionMatrix(target, predicted), { names: classNames });
 */
export function plotConfusion(matrix: Matrix, { names, title }: PlotConfusionOptions = {}): Figure {
  const rows = rowsOf(matrix);
  const labels = rows.map((_, i) => names?.[i] ?? String(i));
  const sums = rows.map((row) => row.reduce((sum, count) => sum + count, 0));
  const total = sums.reduce((sum, count) => sum + count, 0);
  const right = rows.reduce((sum, row, i) => sum + row[i]!, 0);
  const accuracy = `${((100 * right) / (total || 1)).toFixed(1)} %`;
  const cell = Math.max(40, ...rows.flat().map((count) => 14 + 9 * write(count).length));
  const longest = Math.max(...labels.map((label) => label.length));
  const side = Math.max(180, cell * rows.length);
  const trace = {
    type: "heatmap",
    z: rows.map((row, i) => row.map((count) => count / (sums[i] || 1))),
    text: rows.map((row) => row.map(write)),
    texttemplate: "%{text}",
    x: labels,
    y: labels,
    zmin: 0,
    zmax: 1,
    colorscale: [
      [0, paper],
      [1, scaleEnd],
    ],
    showscale: false,
    xgap: 1,
    ygap: 1,
    hovertemplate: "true %{y}<br>predicted %{x}<br>%{text} (%{z:.1%})<extra></extra>",
  };
  const layout = {
    ...baseLayout,
    width: side + 90 + 9 * longest,
    height: side + 130 + 5 * longest,
    title: { text: title ?? `Confusion matrix: ${accuracy} right`, x: 0.5 },
    margin: { l: 70, r: 24, t: 56, b: 60 },
    xaxis: axis("predicted", { type: "category", showgrid: false, constrain: "domain" }),
    yaxis: axis("true", { type: "category", showgrid: false, autorange: "reversed" }),
  };
  return new Figure(
    [trace],
    layout,
    `${title ?? "Confusion matrix"}: ${accuracy} of ${total} right. ${worst(rows, labels)}`,
  );
}

function rowsOf(matrix: Matrix): number[][] {
  const rows =
    "data" in matrix
      ? Array.from({ length: matrix.shape[0] ?? 0 }, (_, i) =>
          Array.from({ length: matrix.shape[1] ?? 0 }, (_, j) => matrix.data[i * matrix.shape[1]! + j]!),
        )
      : matrix.map((row) => [...row]);
  if (rows.length === 0 || rows.some((row) => row.length !== rows.length)) {
    throw new RangeError(
      `plotConfusion needs a square matrix, got ${rows.length} rows of ${rows[0]?.length ?? 0}; confusionMatrix(target, predicted) makes one`,
    );
  }
  return rows;
}

function write(count: number): string {
  return Number.isInteger(count) ? String(count) : count.toFixed(2);
}

/** The most frequent mistake, in words. */
function worst(rows: readonly number[][], labels: readonly string[]): string {
  let [most, from, to] = [0, 0, 0];
  rows.forEach((row, i) => {
    row.forEach((count, j) => {
      if (i !== j && count > most) [most, from, to] = [count, i, j];
    });
  });
  return most === 0
    ? "No mistakes"
    : `Most often mistaken: ${labels[from]} for ${labels[to]} (${write(most)})`;
}
