import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { array } from "../../../src/array/create.ts";
import { accuracyScore } from "../../../src/metrics/accuracyScore.ts";
import {
  type ClassificationReportOptions,
  classificationReport,
} from "../../../src/metrics/classificationReport.ts";
import { type ConfusionMatrixOptions, confusionMatrix } from "../../../src/metrics/confusionMatrix.ts";
import { formatFixed } from "../../../src/metrics/formatFixed.ts";
import { precisionRecallFscoreSupport } from "../../../src/metrics/precisionRecall.ts";
import { RandomState } from "../../../src/random/randomState.ts";
import { askSklearn, skipReason, snakeCase, title } from "../linear/sklearn.ts";

interface Case {
  readonly name: string;
  readonly truth: (number | string)[];
  readonly predicted: (number | string)[];
  readonly report?: ClassificationReportOptions;
  readonly matrix?: ConfusionMatrixOptions;
}

interface Reference {
  readonly report: string;
  readonly dict: Record<string, Record<string, number> | number>;
  readonly matrix: number[][];
  readonly accuracy: number;
  readonly warnings: string[];
}

const run = `
from sklearn.metrics import accuracy_score, classification_report, confusion_matrix
def run(case):
    truth, predicted = case["truth"], case["predicted"]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        report = classification_report(truth, predicted, **case["report"])
    return dict(report=report, dict=classification_report(truth, predicted, output_dict=True, **case["report"]),
        matrix=confusion_matrix(truth, predicted, **case["matrix"]), accuracy=accuracy_score(truth, predicted),
        warnings=[str(w.message) for w in caught])`;

const cases: Case[] = [
  { name: "three classes", ...draw(200, [0, 1, 2], 1) },
  {
    name: "ten classes, six decimals",
    ...draw(1000, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 2),
    report: { digits: 6 },
  },
  { name: "two classes of other numbers", ...draw(50, [-1, 1], 3), matrix: { normalize: "true" } },
  {
    name: "Korean names",
    ...draw(80, [0, 1, 2], 4),
    report: { targetNames: ["티셔츠", "바지", "발목까지 오는 부츠와 장화"] },
    matrix: { normalize: "pred" },
  },
  { name: "strings", ...draw(60, ["ant", "bird", "cat"], 5), matrix: { labels: ["cat", "ant"] } },
  {
    name: "some of the labels",
    ...draw(90, [0, 1, 2, 3], 6),
    report: { labels: [2, 0] },
    matrix: { labels: [2, 0] },
  },
  { name: "a class that is never predicted", truth: [0, 1, 2, 2, 0], predicted: [0, 0, 2, 1, 0] },
  {
    name: "a class that never occurs",
    truth: [0, 1, 1, 0],
    predicted: [0, 1, 2, 0],
    report: { zeroDivision: 1 },
  },
  { name: "eighths, which lie between two decimals", ...eighths(), matrix: { normalize: "all" } },
  {
    name: "weights",
    ...draw(40, [0, 1, 2], 7),
    report: { sampleWeight: Array.from({ length: 40 }, (_, i) => 0.5 + (i % 3)) },
    matrix: { sampleWeight: Array.from({ length: 40 }, (_, i) => 0.5 + (i % 3)) },
  },
];

const warnings: string[] = [];
beforeEach(() => {
  warnings.length = 0;
  vi.spyOn(console, "warn").mockImplementation((line) => void warnings.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe.skipIf(skipReason)(title, () => {
  const asked = cases.map(({ report = {}, matrix = {}, ...one }) => ({
    ...one,
    report: snakeCase(report),
    matrix: snakeCase(matrix),
  }));
  const references = skipReason ? [] : askSklearn<Reference>(run, asked);

  it.each(cases.map((one, i) => [one.name, one, i] as const))("reports %s alike", (_, one, i) => {
    const reference = references[i]!;
    const [truth, predicted] = [one.truth as number[], one.predicted as number[]];
    expect(classificationReport(truth, predicted, one.report)).toBe(reference.report);
    const words = (line: string) =>
      line.replace("UndefinedMetricWarning: ", "").replace("zeroDivision", "zero_division");
    expect(new Set(warnings.map(words))).toEqual(new Set(reference.warnings));
    const dict = classificationReport(truth, predicted, { ...one.report, outputDict: true });
    expect(flat(dict)).toEqual(flat(reference.dict).map(([key, value]) => [key, expect.closeTo(value, 12)]));
    expect(accuracyScore(truth, predicted)).toBeCloseTo(reference.accuracy, 12);
    const matrix = confusionMatrix(truth, predicted, one.matrix).toArray() as number[][];
    expect(matrix).toEqual(reference.matrix.map((row) => row.map((value) => expect.closeTo(value, 12))));
  });

  it("rounds as Python rounds", () => {
    const values = [0.125, 0.375, 0.045, 2.5, 1.005, 0.5, 1.5, -0.125, 1e-9, 12345.675, 0.285];
    const expected = askSklearn<string[]>(
      `def run(case): return [f"{v:.{d}f}" for v in case["values"] for d in range(4)]`,
      [{ values }],
    )[0]!;
    const own = values.flatMap((value) => [0, 1, 2, 3].map((digits) => formatFixed(value, digits)));
    expect(own).toEqual(expected);
  });
});

it("counts and shares right labels", () => {
  expect(accuracyScore(array([0, 1, 2, 3], "int32"), [0, 2, 1, 3])).toBe(0.5);
  expect(accuracyScore([0, 1, 2, 3], [0, 2, 1, 3], { normalize: false })).toBe(2);
  expect(accuracyScore([0, 1], [0, 0], { sampleWeight: [3, 1] })).toBe(0.75);
});

it("says what is wrong with the labels", () => {
  expect(() => accuracyScore([0, 1], [0])).toThrow("inconsistent numbers of samples: [2, 1]");
  expect(() => confusionMatrix([0, 1], [0, 1], { labels: [5] })).toThrow(
    "At least one label specified must be in yTrue",
  );
  expect(() =>
    classificationReport(
      [0, 1],
      array([
        [0.1, 0.9],
        [0.5, 0.5],
      ]),
    ),
  ).toThrow("take argMax() first");
  expect(() => classificationReport([0, 1], [0, 1], { targetNames: ["a"] })).toThrow(
    "Number of classes, 2, does not match size of targetNames, 1.",
  );
  expect(() => precisionRecallFscoreSupport([0, 1, 2], [0, 1, 1], { average: "binary" })).toThrow(
    "Target is multiclass but average='binary'.",
  );
});

function draw<L extends number | string>(samples: number, classes: L[], seed: number) {
  const random = new RandomState(seed);
  const truth = Array.from({ length: samples }, () => classes[random.interval(classes.length - 1)]!);
  const predicted = truth.map((label) =>
    random.random() < 0.6 ? label : classes[random.interval(classes.length - 1)]!,
  );
  return { truth, predicted };
}

function eighths() {
  const truth = Array.from({ length: 16 }, (_, i) => Math.floor(i / 8));
  return { truth, predicted: truth.map((label, i) => (i % 8 < 3 ? 1 - label : label)) };
}

function flat(dict: object): [string, number][] {
  return Object.entries(dict).flatMap(([name, value]): [string, number][] =>
    typeof value === "number"
      ? [[name, value]]
      : Object.entries(value as Record<string, number>).map(([key, number]) => [`${name} ${key}`, number]),
  );
}
