import { beforeAll, describe, expect, it } from "vitest";
import type { NDArray } from "../../../src/array/ndarray.ts";
import { SGDClassifier, type SGDFitOptions } from "../../../src/linear/sgdClassifier.ts";
import type { SGDClassifierParams } from "../../../src/linear/sgdParams.ts";
import { askSklearn, distance, measurements, pictures, skipReason, snakeCase, title } from "./sklearn.ts";

interface Case {
  readonly name: string;
  readonly settings: SGDClassifierParams;
  readonly data: { x: NDArray; y: NDArray };
  readonly fit?: SGDFitOptions;
}

interface Reference {
  readonly coef: number[][];
  readonly intercept: number[];
  readonly nIter: number;
  readonly t: number;
  readonly decision: number[] | number[][];
  readonly predicted: number[];
  readonly probabilities: number[][] | null;
  readonly score: number;
}

const run = `
from sklearn.linear_model import SGDClassifier
def run(case):
    x, y = array(case["x"]), array(case["y"])
    settings = dict(case["settings"])
    if isinstance(settings.get("class_weight"), dict):
        settings["class_weight"] = {int(k): v for k, v in settings["class_weight"].items()}
    fit = {k: np.array(v, float) for k, v in case["fit"].items()}
    model = SGDClassifier(**settings).fit(x, y, **fit)
    return dict(coef=model.coef_, intercept=model.intercept_, nIter=model.n_iter_, t=model.t_,
        decision=model.decision_function(x), predicted=model.predict(x), score=model.score(x, y),
        probabilities=model.predict_proba(x) if model.loss in ("log_loss", "modified_huber") else None)`;

const cases = [...losses(), ...penalties(), ...schedules(), ...others()];
let references: Reference[] = [];

describe.skipIf(skipReason)(title, () => {
  beforeAll(() => {
    const asked = cases.map(({ settings, data, fit = {} }) => ({
      ...data,
      settings: snakeCase(settings),
      fit: snakeCase(fit),
    }));
    references = askSklearn<Reference>(run, asked);
  });

  it.each(cases.map((one, i) => [one.name, one, i] as const))(
    "learns the same weights: %s",
    async (_, one, i) => {
      const reference = references[i]!;
      const model = await new SGDClassifier(one.settings).fit(one.data.x, one.data.y, one.fit);
      expect(model.nIter).toBe(reference.nIter);
      expect(model.t).toBe(reference.t);
      expect(distance(model.coef.data, reference.coef.flat())).toBeLessThan(1e-9);
      expect(distance(model.intercept.data, reference.intercept)).toBeLessThan(1e-9);
      expect(distance(model.decisionFunction(one.data.x).data, reference.decision.flat())).toBeLessThan(1e-9);
      expect([...model.predict(one.data.x).data]).toEqual(reference.predicted);
      expect(model.score(one.data.x, one.data.y)).toBeCloseTo(reference.score, 12);
      if (reference.probabilities === null) return;
      expect(distance(model.predictProba(one.data.x).data, reference.probabilities.flat())).toBeLessThan(
        1e-9,
      );
    },
  );
});

function losses(): Case[] {
  const names = ["hinge", "log_loss", "modified_huber", "squared_hinge", "perceptron", "huber"] as const;
  const more = ["squared_error", "epsilon_insensitive", "squared_epsilon_insensitive"] as const;
  const several = names.flatMap((loss, i) =>
    [2, 3, 7].map((classes) => ({
      name: `${loss}, ${classes} classes of pictures`,
      settings: { loss, randomState: i + classes, maxIter: 20, alpha: 10 ** -(2 + (i % 3)) },
      data: pictures(400, 60, classes, 10 * i + classes),
    })),
  );
  const regression = more.map((loss, i) => ({
    name: `${loss}, small constant steps`,
    settings: { loss, randomState: i, maxIter: 10, learningRate: "constant", eta0: 0.001 } as const,
    data: pictures(300, 40, 3, 100 + i),
  }));
  return [...several, ...regression];
}

function penalties(): Case[] {
  return (["l2", "l1", "elasticnet", null] as const).flatMap((penalty, i) =>
    [2, 4].map((classes) => ({
      name: `penalty ${penalty}, ${classes} classes`,
      settings: {
        loss: "log_loss",
        penalty,
        alpha: 0.003,
        l1Ratio: 0.4,
        randomState: 7 + i,
        maxIter: 30,
      } as const,
      data: pictures(500, 50, classes, 200 + 10 * i + classes),
    })),
  );
}

function schedules(): Case[] {
  const names = ["optimal", "constant", "invscaling", "adaptive", "pa1", "pa2"] as const;
  return names.flatMap((learningRate, i) =>
    [2, 3].map((classes) => ({
      name: `learning rate ${learningRate}, ${classes} classes of measurements`,
      settings: { learningRate, eta0: 0.02, randomState: i, maxIter: 40 },
      data: measurements(300, 6, classes, 300 + i + classes),
    })),
  );
}

function others(): Case[] {
  const data = pictures(600, 40, 3, 400);
  const two = pictures(600, 40, 2, 401);
  const base = { loss: "log_loss", randomState: 5, maxIter: 25 } as const;
  const sampleWeight = Float64Array.from({ length: 600 }, (_, i) => 0.5 + (i % 4)) as unknown as number[];
  const weights = { sampleWeight: Array.from(sampleWeight) };
  const variants: [string, SGDClassifierParams, SGDFitOptions?][] = [
    ["averaged", { average: true }],
    ["averaged from the thousandth step on", { average: 1000 }],
    ["averaged later than ever", { average: 1e6 }],
    ["averaged with an L1 part", { average: 5, penalty: "elasticnet" }],
    ["balanced classes", { classWeight: "balanced" }],
    ["weighted classes", { classWeight: { 0: 2, 1: 0.5 } }],
    ["weighted samples", {}, weights],
    ["weighted samples and classes", { classWeight: "balanced", loss: "hinge" }, weights],
    ["stopped early", { earlyStopping: true, nIterNoChange: 3 }],
    [
      "stopped early on other shares",
      { earlyStopping: true, validationFraction: 0.3, loss: "hinge", tol: 0.01 },
    ],
    ["stopped early with weights", { earlyStopping: true, nIterNoChange: 2 }, weights],
    [
      "stopped early by adaptive steps",
      { earlyStopping: true, learningRate: "adaptive", eta0: 0.05, nIterNoChange: 2 },
    ],
    ["without shuffling", { shuffle: false }],
    ["without intercept", { fitIntercept: false }],
    ["without tolerance", { tol: null }],
    ["with a coarse tolerance", { tol: 0.05, maxIter: 1000, nIterNoChange: 2 }],
    ["strongly regularized", { alpha: 3 }],
    ["zeroed by large steps", { alpha: 5, learningRate: "constant", eta0: 1 }],
    ["from given weights", { maxIter: 2 }, { coefInit: rows(3, 40), interceptInit: [0.1, 0.2, -0.3] }],
  ];
  return variants.flatMap(([name, change, fit]) => [
    { name: `${name}, three classes`, settings: { ...base, ...change }, data, ...(fit && { fit }) },
    ...(fit?.coefInit
      ? []
      : [{ name: `${name}, two classes`, settings: { ...base, ...change }, data: two, ...(fit && { fit }) }]),
  ]);
}

function rows(count: number, length: number): number[][] {
  return Array.from({ length: count }, (_, i) => Array.from({ length }, (__, j) => ((i + j) % 5) / 10 - 0.2));
}
