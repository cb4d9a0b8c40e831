import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { fashionMnist } from "../../../src/data/fashionMnist.ts";
import { KFold } from "../../../src/data/kFold.ts";
import { StratifiedKFold } from "../../../src/data/stratifiedKFold.ts";
import { crossValidate, crossValScore } from "../../../src/linear/crossValidate.ts";
import { LogisticRegression } from "../../../src/linear/logisticRegression.ts";
import { SGDClassifier } from "../../../src/linear/sgdClassifier.ts";
import { KeyboardInterrupt } from "../../../src/notebook/interrupt.ts";
import { askSklearn, pictures, skipReason, title } from "./sklearn.ts";

const settings = { loss: "log_loss", maxIter: 5, randomState: 42 } as const;
const { x, y } = pictures(700, 40, 3, 1);
const warnings: string[] = [];

beforeAll(() => {
  vi.spyOn(console, "warn").mockImplementation((line) => void warnings.push(line));
});

afterAll(() => {
  vi.restoreAllMocks();
});

interface Reference {
  readonly stratified: { test: number[]; train: number[] };
  readonly shuffled: number[];
  readonly several: Record<string, number[]>;
  readonly logistic: number[];
}

const run = `
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_score, cross_validate
def run(case):
    x, y = array(case["x"]), array(case["y"])
    model = SGDClassifier(loss="log_loss", max_iter=5, random_state=42)
    plain = cross_validate(model, x, y, return_train_score=True)
    names = ["accuracy", "balanced_accuracy", "f1_macro", "precision_weighted", "recall_micro"]
    several = cross_validate(model, x, y, scoring=names)
    return dict(
        stratified=dict(test=plain["test_score"], train=plain["train_score"]),
        shuffled=cross_val_score(model, x, y, cv=KFold(4, shuffle=True, random_state=3)),
        several={name: several["test_" + name] for name in names},
        logistic=cross_val_score(LogisticRegression(), x, y, cv=StratifiedKFold(3, shuffle=True, random_state=0)))`;

describe.skipIf(skipReason)(title, () => {
  let reference: Reference;
  beforeAll(() => {
    reference = askSklearn<Reference>(run, [{ x, y }])[0]!;
  });

  it("gives the same scores on stratified parts", async () => {
    const scores = await crossValidate(new SGDClassifier(settings), x, y, { returnTrainScore: true });
    expect([...scores.testScore.data]).toEqual(reference.stratified.test);
    expect([...scores.trainScore!.data]).toEqual(reference.stratified.train);
    expect(scores.fitTime.data.every((seconds) => seconds > 0)).toBe(true);
    expect(scores.scoreTime.shape).toEqual([5]);
  });

  it("gives the same scores on other parts", async () => {
    const cv = new KFold(4, { shuffle: true, randomState: 3 });
    const scores = await crossValScore(new SGDClassifier(settings), x, y, { cv });
    expect([...scores.data]).toEqual(reference.shuffled);
  });

  it("gives the same scores by several measures", async () => {
    const scoring = [
      "accuracy",
      "balanced_accuracy",
      "f1_macro",
      "precision_weighted",
      "recall_micro",
    ] as const;
    const scores = await crossValidate(new SGDClassifier(settings), x, y, { scoring });
    expect(Object.keys(scores.test)).toEqual([...scoring]);
    for (const name of scoring) {
      for (const [i, score] of reference.several[name]!.entries()) {
        expect(scores.test[name]!.item(i)).toBeCloseTo(score, 12);
      }
    }
  });

  it("takes any classifier", async () => {
    const cv = new StratifiedKFold(3, { shuffle: true, randomState: 0 });
    const scores = await crossValScore(new LogisticRegression(), x, y, { cv });
    expect([...scores.data]).toEqual(reference.logistic);
  });
});

it("gives chapter 17's scores on all 60,000 pictures", async () => {
  const [[images, labels]] = await fashionMnist.load();
  const scaled = images.div(255).reshape(-1, 28 * 28);
  warnings.length = 0;
  const scores = await crossValidate(new SGDClassifier(settings), scaled, labels, { nJobs: -1 });
  expect([...scores.testScore.data].map((score) => score.toFixed(5))).toEqual([
    "0.82983",
    "0.81992",
    "0.82033",
    "0.80808",
    "0.81892",
  ]);
  expect(scores.testScore.mean()).toBeCloseTo(0.81942, 5);
  expect(warnings).toEqual([expect.stringContaining("ConvergenceWarning: Maximum number of iteration")]);
}, 240_000);

it("leaves the estimator untrained, and returns the trained ones when asked", async () => {
  const model = new SGDClassifier(settings);
  const { estimator } = await crossValidate(model, x, y, { cv: 3, returnEstimator: true });
  expect(() => model.coef).toThrow("not fitted yet");
  expect(estimator!.map((one) => one.coef.shape)).toEqual([
    [3, 40],
    [3, 40],
    [3, 40],
  ]);
});

it("measures by a function of one's own, on the samples themselves", async () => {
  const sizes: number[] = [];
  const scoring = (_: unknown, samples: { length: number }) => sizes.push(samples.length);
  const scores = await crossValScore(new SGDClassifier(settings), x, y, { cv: 2, scoring });
  expect(sizes).toEqual([350, 350]);
  expect([...scores.data]).toEqual([1, 2]);
});

it("names the measures it knows", async () => {
  const wrong = { scoring: "acuracy" as "accuracy" };
  await expect(crossValScore(new SGDClassifier(settings), x, y, wrong)).rejects.toThrow(
    "'acuracy' is not a valid scoring value; known are accuracy",
  );
});

it("ends with the first training that fails", async () => {
  const model = new SGDClassifier({ ...settings, alpha: 0 });
  await expect(crossValidate(model, x, y)).rejects.toThrow(
    "alpha must be > 0 since learningRate is 'optimal'",
  );
});

it("ends when the user interrupts", async () => {
  const key = Symbol.for("toile.kernel");
  const controller = new AbortController();
  Object.assign(globalThis, { [key]: { version: 1, signal: controller.signal } });
  try {
    const endless = new SGDClassifier({ ...settings, maxIter: 1e9, tol: null });
    const running = crossValidate(endless, x, y, { onProgress: () => controller.abort() });
    await expect(running).rejects.toThrow(KeyboardInterrupt);
  } finally {
    Reflect.deleteProperty(globalThis, key);
  }
});
