import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { NDArray } from "../../../src/array/ndarray.ts";
import {
  type LogisticFitOptions,
  LogisticRegression,
  type LogisticRegressionParams,
} from "../../../src/linear/logisticRegression.ts";
import { KeyboardInterrupt } from "../../../src/notebook/interrupt.ts";
import { askSklearn, distance, measurements, pictures, skipReason, snakeCase, title } from "./sklearn.ts";

interface Case {
  readonly name: string;
  readonly settings: LogisticRegressionParams;
  readonly data: { x: NDArray; y: NDArray };
  readonly fit?: LogisticFitOptions;
}

interface Reference {
  readonly coef: number[];
  readonly intercept: number[];
  readonly nIter: number;
  readonly predicted: number[];
  readonly probabilities: number[];
}

const run = `
from sklearn.linear_model import LogisticRegression
def run(case):
    x, y = array(case["x"]), array(case["y"])
    settings = dict(case["settings"])
    if settings.get("C") is None: settings.pop("C", None)
    model = LogisticRegression(**settings).fit(x, y, **case["fit"])
    return dict(coef=model.coef_.ravel(), intercept=model.intercept_, nIter=model.n_iter_[0], predicted=model.predict(x),
        probabilities=model.predict_proba(x).ravel())`;

const weights = Array.from({ length: 400 }, (_, i) => 0.5 + (i % 4));
const exact = { tol: 1e-8, maxIter: 2000 };
const cases: Case[] = [2, 3, 6].flatMap((classes) => [
  { name: `pictures of ${classes} classes`, settings: exact, data: pictures(400, 30, classes, classes) },
  {
    name: `measurements of ${classes} classes`,
    settings: { ...exact, C: 0.1 },
    data: measurements(400, 5, classes, classes),
  },
  {
    name: `balanced, ${classes} classes`,
    settings: { ...exact, classWeight: "balanced" },
    data: pictures(400, 20, classes, 9),
  },
  {
    name: `weighted, ${classes} classes`,
    settings: exact,
    data: pictures(400, 20, classes, 8),
    fit: { sampleWeight: weights },
  },
  {
    name: `no intercept, ${classes} classes`,
    settings: { ...exact, fitIntercept: false },
    data: pictures(400, 20, classes, 7),
  },
]);

describe.skipIf(skipReason)(title, () => {
  let references: Reference[] = [];
  beforeAll(() => {
    references = askSklearn<Reference>(
      run,
      cases.map(({ settings, data, fit = {} }) => ({
        ...data,
        settings: snakeCase(settings),
        fit: snakeCase(fit),
      })),
    );
  });

  it.each(cases.map((one, i) => [one.name, one, i] as const))(
    "finds the same minimum: %s",
    async (_, one, i) => {
      const reference = references[i]!;
      const model = await new LogisticRegression(one.settings).fit(one.data.x, one.data.y, one.fit);
      expect(distance(model.coef.data, reference.coef)).toBeLessThan(1e-5);
      expect(distance([...model.intercept.data, 1], [...reference.intercept, 1])).toBeLessThan(1e-5);
      expect(distance(model.predictProba(one.data.x).data, reference.probabilities)).toBeLessThan(1e-5);
      expect([...model.predict(one.data.x).data]).toEqual(reference.predicted);
      expect(model.nIter).toBeGreaterThan(reference.nIter * 0.7);
      expect(model.nIter).toBeLessThan(reference.nIter * 1.4);
    },
  );

  it("stops after the same steps at the default tolerance", async () => {
    const data = pictures(400, 30, 3, 1);
    const [reference] = askSklearn<Reference>(run, [{ ...data, settings: {}, fit: {} }]);
    const model = await new LogisticRegression().fit(data.x, data.y);
    expect(model.nIter).toBe(reference!.nIter);
    expect(distance(model.coef.data, reference!.coef)).toBeLessThan(1e-6);
  });
});

describe("without scikit-learn", () => {
  const warnings: string[] = [];
  beforeAll(() => {
    vi.spyOn(console, "warn").mockImplementation((line) => void warnings.push(line));
  });
  afterAll(() => {
    vi.restoreAllMocks();
  });

  it("gives the same weights for any number of workers", async () => {
    const data = pictures(5000, 100, 5, 3);
    const [one, two] = await Promise.all(
      [1, 2].map((nJobs) => new LogisticRegression({ nJobs, maxIter: 30 }).fit(data.x, data.y)),
    );
    expect(two!.coef.data).toEqual(one!.coef.data);
  });

  it("warns when the steps ran out, and goes on from there with a warm start", async () => {
    const data = pictures(300, 20, 3, 4);
    const model = new LogisticRegression({ maxIter: 3, warmStart: true });
    await model.fit(data.x, data.y);
    expect(warnings.at(-1)).toContain(
      "ConvergenceWarning: lbfgs failed to converge after 3 iteration(s) (status=1)",
    );
    const before = model.score(data.x, data.y);
    for (let i = 0; i < 20; i++) await model.fit(data.x, data.y);
    const whole = await new LogisticRegression({ maxIter: 1000 }).fit(data.x, data.y);
    expect(model.score(data.x, data.y)).toBeGreaterThan(before);
    expect(distance(model.coef.data, [...whole.coef.data])).toBeLessThan(1e-2);
  });

  it("ends when the user interrupts", async () => {
    const key = Symbol.for("toile.kernel");
    const controller = new AbortController();
    Object.assign(globalThis, { [key]: { version: 1, signal: controller.signal } });
    try {
      const data = pictures(300, 20, 3, 4);
      const model = new LogisticRegression({ tol: 0, C: 1e12, maxIter: 1e6 });
      const running = model.fit(data.x, data.y, { onProgress: () => controller.abort() });
      await expect(running).rejects.toThrow(KeyboardInterrupt);
    } finally {
      Reflect.deleteProperty(globalThis, key);
    }
  });
});
