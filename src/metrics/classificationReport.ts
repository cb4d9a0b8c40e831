import { NDArray } from "../array/ndarray.ts";
import type { Label } from "../linear/labels.ts";
import { formatFixed } from "./formatFixed.ts";
import { type ClassLabels, labelPair } from "./labelPair.ts";
import { type Average, precisionRecallFscoreSupport } from "./precisionRecall.ts";

/** The options of {@link classificationReport}. */
export interface ClassificationReportOptions {
  /** Which classes are shown, in this order. Default: all that occur, ascending. */
  labels?: readonly Label[];
  /** The classes' names, in the order of the labels. */
  targetNames?: readonly string[];
  /** How much each sample counts. */
  sampleWeight?: ArrayLike<number>;
  /** How many decimals are shown. Default 2. */
  digits?: number;
  /** What a number without samples is; by default 0, with a warning. */
  zeroDivision?: "warn" | number;
  /** Whether to return the numbers themselves. Default false. */
  outputDict?: boolean;
}

/** One line of the report, by scikit-learn's headings. */
export interface ReportRow {
  precision: number;
  recall: number;
  "f1-score": number;
  support: number;
}

/** The report's numbers by class name; `accuracy` is a single number. */
export type ReportDict = Record<string, ReportRow> & { readonly accuracy?: number };

const headers = ["precision", "recall", "f1-score", "support"] as const;

/**
 * Precision, recall, F1 and support of each class and on average, as text: scikit-learn's `classification_report`, character by
 * character.
 *
 * @param yTrue true labels, shape (samples,)
 * @param yPred predicted labels, shape (samples,)
 * @throws RangeError for lists of different lengths, or names that are not as many as the classes
 * @example console.log(classificationReport(testTarget, predicted, { targetNames: fashionMnist.labels }));
 */
export function classificationReport(
  yTrue: ClassLabels,
  yPred: ClassLabels,
  options: ClassificationReportOptions & { outputDict: true },
): ReportDict;
export function classificationReport(
  yTrue: ClassLabels,
  yPred: ClassLabels,
  options?: ClassificationReportOptions,
): string;
export function classificationReport(
  yTrue: ClassLabels,
  yPred: ClassLabels,
  options: ClassificationReportOptions = {},
): string | ReportDict {
  const { present } = labelPair(yTrue, yPred, options.sampleWeight);
  const labels = options.labels ?? present;
  const names = options.targetNames ?? labels.map((label) => labelName(label, yTrue));
  checkNames(names, labels, options);
  const isAccuracy = present.every((label) => labels.includes(label));
  const rows = [...classRows(yTrue, yPred, labels, names, options)];
  const averages = averageRows(yTrue, yPred, labels, isAccuracy, options);
  if (options.outputDict) return toDict([...rows, ...averages]);
  return toText(rows, averages, options.digits ?? 2, isFractional(options.sampleWeight));
}

type NamedRow = readonly [name: string, row: ReportRow];

function* classRows(
  yTrue: ClassLabels,
  yPred: ClassLabels,
  labels: readonly Label[],
  names: readonly string[],
  { sampleWeight, zeroDivision }: ClassificationReportOptions,
): Generator<NamedRow> {
  const options = { labels, ...defined({ sampleWeight, zeroDivision }) };
  const { precision, recall, fscore, support } = precisionRecallFscoreSupport(yTrue, yPred, options);
  for (let i = 0; i < Math.min(labels.length, names.length); i++) {
    const values = [precision, recall, fscore, support].map((list) => list.item(i));
    yield [names[i]!, row(values)];
  }
}

function averageRows(
  yTrue: ClassLabels,
  yPred: ClassLabels,
  labels: readonly Label[],
  isAccuracy: boolean,
  { sampleWeight, zeroDivision }: ClassificationReportOptions,
): NamedRow[] {
  const options = { labels, ...defined({ sampleWeight, zeroDivision }) };
  const { support } = precisionRecallFscoreSupport(yTrue, yPred, { ...options, zeroDivision: 0 });
  const total = support.data.reduce((sum, count) => sum + count, 0);
  return (["micro", "macro", "weighted"] as const).map((average) => {
    const { precision, recall, fscore } = precisionRecallFscoreSupport<Exclude<Average, null>>(yTrue, yPred, {
      ...options,
      average,
    });
    const name = average === "micro" && isAccuracy ? "accuracy" : `${average} avg`;
    return [name, row([precision, recall, fscore, total])];
  });
}

function row([precision, recall, fscore, support]: readonly number[]): ReportRow {
  return { precision: precision!, recall: recall!, "f1-score": fscore!, support: support! };
}

function toDict(rows: readonly NamedRow[]): ReportDict {
  const entries = rows.map(([name, values]) => [name, name === "accuracy" ? values.precision : values]);
  return Object.fromEntries(entries) as ReportDict;
}

function toText(
  rows: readonly NamedRow[],
  averages: readonly NamedRow[],
  digits: number,
  fractional: boolean,
): string {
  const width = Math.max(...rows.map(([name]) => [...name].length), "weighted avg".length, digits);
  const line = (name: string, cells: readonly string[]) =>
    `${padStart(name, width)} ${cells.map((cell) => ` ${padStart(cell, 9)}`).join("")}`;
  const cells = (values: ReportRow) => headers.map((header) => cell(values, header, digits, fractional));
  const shown = averages.map(([name, values]) =>
    line(name, name === "accuracy" ? ["", "", ...cells(values).slice(2)] : cells(values)),
  );
  const classes = rows.map(([name, values]) => line(name, cells(values)));
  return [line("", headers), "", ...classes, "", ...shown, ""].join("\n");
}

function cell(values: ReportRow, header: keyof ReportRow, digits: number, fractional: boolean): string {
  if (header !== "support") return formatFixed(values[header], digits);
  return fractional && Number.isInteger(values.support) ? `${values.support}.0` : String(values.support);
}

/** Whether numpy would hold these weights as floats, whose sums it prints with a point. */
function isFractional(weights: ArrayLike<number> | undefined): boolean {
  if (weights instanceof Float64Array || weights instanceof Float32Array) return true;
  return weights !== undefined && !Array.from(weights).every(Number.isInteger);
}

/** Counts characters, not UTF-16 units, as Python does. */
function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - [...text].length)) + text;
}

/** numpy prints floats that are whole with ".0". */
function labelName(label: Label, source: ClassLabels): string {
  const float = source instanceof NDArray && (source.dtype === "float32" || source.dtype === "float64");
  return float && Number.isInteger(label) ? `${label}.0` : String(label);
}

function checkNames(
  names: readonly string[],
  labels: readonly Label[],
  options: ClassificationReportOptions,
): void {
  if (names.length === labels.length) return;
  if (options.labels === undefined) {
    throw new RangeError(
      `Number of classes, ${labels.length}, does not match size of targetNames, ${names.length}. Try specifying the labels parameter`,
    );
  }
  console.warn(
    `UserWarning: labels size, ${labels.length}, does not match size of targetNames, ${names.length}`,
  );
}

function defined<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
