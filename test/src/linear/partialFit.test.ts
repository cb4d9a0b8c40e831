import { beforeAll, describe, expect, it, vi } from "vitest";
import { SGDClassifier } from "../../../src/linear/sgdClassifier.ts";
import type { SGDClassifierParams } from "../../../src/linear/sgdParams.ts";
import { askSklearn, distance, pictures, skipReason, snakeCase, title } from "./sklearn.ts";

interface Reference {
  readonly partial: { coef: number[]; intercept: number[]; t: number }[];
  readonly warm: { coef: number[]; intercept: number[]; nIter: number }[];
}

const run = `
from sklearn.linear_model import SGDClassifier
def run(case):
    x, y = array(case["x"]), array(case["y"])
    classes = np.unique(y)
    partial, warm = [], []
    model = SGDClassifier(**case["settings"])
    for part in range(3):
        model.partial_fit(x[part::3], y[part::3], classes=classes if part == 0 else None)
        partial.append(dict(coef=model.coef_.flatten(), intercept=model.intercept_.copy(), t=model.t_))
    model = SGDClassifier(**case["settings"], warm_start=True, max_iter=4)
    for part in range(2):
        model.fit(x, y)
        warm.append(dict(coef=model.coef_.flatten(), intercept=model.intercept_.copy(), nIter=model.n_iter_))
    return dict(partial=partial, warm=warm)`;

const settings: [string, SGDClassifierParams][] = [
  ["the log loss", { loss: "log_loss", randomState: 1 }],
  ["averages", { loss: "hinge", average: true, randomState: 2 }],
  ["averages that begin late", { loss: "log_loss", average: 250, randomState: 3 }],
];
const cases = settings.flatMap(([name, one]) =>
  [2, 3].map((classes) => ({
    name: `${name}, ${classes} classes`,
    settings: one,
    ...pictures(300, 20, classes, 500 + classes),
  })),
);
let references: Reference[] = [];

describe.skipIf(skipReason)(title, () => {
  beforeAll(() => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    references = askSklearn<Reference>(
      run,
      cases.map((one) => ({ ...one, settings: snakeCase(one.settings) })),
    );
  });

  it.each(cases.map((one, i) => [one.name, one, i] as const))(
    "goes on in parts with %s",
    async (_, one, i) => {
      const model = new SGDClassifier(one.settings);
      const indices = Array.from({ length: one.x.length }, (__, row) => row);
      for (const [part, reference] of references[i]!.partial.entries()) {
        const rows = indices.filter((row) => row % 3 === part);
        await model.partialFit(one.x.take(rows), one.y.take(rows), part === 0 ? { classes: one.y } : {});
        expect(model.t).toBe(reference.t);
        expect(distance(model.coef.data, reference.coef)).toBeLessThan(1e-9);
        expect(distance(model.intercept.data, reference.intercept)).toBeLessThan(1e-9);
      }
    },
  );

  it.each(cases.map((one, i) => [one.name, one, i] as const))("starts warm with %s", async (_, one, i) => {
    const model = new SGDClassifier({ ...one.settings, warmStart: true, maxIter: 4 });
    for (const reference of references[i]!.warm) {
      await model.fit(one.x, one.y);
      expect(model.nIter).toBe(reference.nIter);
      expect(distance(model.coef.data, reference.coef)).toBeLessThan(1e-9);
      expect(distance(model.intercept.data, reference.intercept)).toBeLessThan(1e-9);
    }
  });
});

it("asks for the classes at the first call and refuses others later", async () => {
  const { x, y } = pictures(50, 5, 3, 1);
  const model = new SGDClassifier({ loss: "log_loss" });
  await expect(model.partialFit(x, y)).rejects.toThrow(
    "classes must be passed on the first call to partialFit.",
  );
  await model.partialFit(x, y, { classes: [0, 1, 2] });
  await expect(model.partialFit(x, y, { classes: [0, 1] })).rejects.toThrow(
    "classes=[0, 1] is not the same as on last call to partialFit, was: [0, 1, 2]",
  );
});

it("refuses settings that need all samples at once", async () => {
  const { x, y } = pictures(50, 5, 3, 1);
  const early = new SGDClassifier({ earlyStopping: true });
  await expect(early.partialFit(x, y, { classes: y })).rejects.toThrow(
    "earlyStopping should be false with partialFit",
  );
  const balanced = new SGDClassifier({ classWeight: "balanced" });
  await expect(balanced.partialFit(x, y, { classes: y })).rejects.toThrow("'balanced' is not supported");
});
