/** Lists of numbers, an entry an epoch: `history.history`. */
export type Curves = Readonly<Record<string, readonly number[]>>;

/** What `fit` returned, or its `history`. */
export type HistoryLike = { readonly history: Curves } | Curves;

/** Several runs by name. */
export type Runs = Readonly<Record<string, HistoryLike>>;

/** The curves of a run. */
export function curvesOf(history: HistoryLike): Curves {
  return isHistory(history) ? history.history : history;
}

function isHistory(value: HistoryLike): value is { readonly history: Curves } {
  return value.history !== undefined && !Array.isArray(value.history);
}

/** Whether these are several runs by name, not one. */
export function isRuns(value: HistoryLike | Runs): value is Runs {
  if (isHistory(value as HistoryLike)) return false;
  const entries = Object.values(value);
  return entries.length > 0 && entries.every((entry) => typeof entry === "object" && !Array.isArray(entry));
}

/** @throws Error when there is no epoch of the metric; it lists what there is */
export function requireCurve(curves: Curves, name: string, run = "the history"): readonly number[] {
  const values = curves[name];
  if (!values?.length) {
    throw new Error(
      `${run} has no epochs of "${name}"; it has: ${Object.keys(curves).join(", ") || "nothing"}`,
    );
  }
  return values;
}
