import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { array } from "../../../src/array/create.ts";
import { SGDClassifier } from "../../../src/linear/sgdClassifier.ts";
import { KeyboardInterrupt } from "../../../src/notebook/interrupt.ts";
import { askSklearn, pictures, skipReason, title } from "./sklearn.ts";

const warnings: string[] = [];
const lines: string[] = [];

beforeEach(() => {
  warnings.length = 0;
  lines.length = 0;
  vi.spyOn(console, "warn").mockImplementation((line) => void warnings.push(line));
  vi.spyOn(console, "log").mockImplementation((line) => void lines.push(line));
});

afterEach(() => {
  vi.restoreAllMocks();
});

const { x, y } = pictures(200, 20, 3, 1);

it("warns when the epochs ran out, and of the log loss's old name", async () => {
  await new SGDClassifier({ loss: "log", maxIter: 1, randomState: 1 }).fit(x, y);
  expect(warnings).toEqual([
    "FutureWarning: The loss 'log' was deprecated in v1.1 and will be removed in version 1.3. Use `loss='log_loss'` which is equivalent.",
    "ConvergenceWarning: Maximum number of iteration reached before convergence. Consider increasing max_iter to improve the fit.",
  ]);
});

it("names the setting, the bad value and what it must be", () => {
  expect(() => new SGDClassifier({ alpha: -1 })).toThrow(
    "The 'alpha' parameter of SGDClassifier must be a number in the range [0, inf). Got -1 instead.",
  );
  expect(() => new SGDClassifier({ penalty: "l3" as "l2" })).toThrow(
    "The 'penalty' parameter of SGDClassifier must be one of 'l2', 'l1', 'elasticnet' or null. Got \"l3\" instead.",
  );
  expect(() => new SGDClassifier({ epochs: 5 } as object)).toThrow("SGDClassifier has no parameter 'epochs'");
  expect(() => new SGDClassifier({ maxIter: 0 })).toThrow("must be an integer from 1 on. Got 0 instead.");
});

it("says what is wrong with the samples, and the way out", async () => {
  const model = new SGDClassifier();
  await expect(model.fit(x.reshape(-1, 4, 5), y)).rejects.toThrow("got (200, 4, 5); use x.reshape(200, -1)");
  await expect(model.fit(x, y.slice(0, 100))).rejects.toThrow("got 200 samples and 100 labels");
  await expect(model.fit(array([[Number.NaN], [1]], "float64"), [0, 1])).rejects.toThrow(
    "got NaN in its samples",
  );
  await expect(model.fit(x, new Int32Array(200))).rejects.toThrow(
    "The number of classes has to be greater than one; got 1 class",
  );
  expect(() => model.predict(x)).toThrow("This SGDClassifier instance is not fitted yet.");
  await model.fit(x, y);
  expect(() => model.predict(x.reshape(400, 10))).toThrow(
    "X has 10 features, but SGDClassifier is expecting 20 features as input.",
  );
  expect(() => model.predictProba(x)).toThrow("probability estimates are not available for loss='hinge'");
});

it("reports weights that overflow", async () => {
  const model = new SGDClassifier({
    loss: "squared_error",
    learningRate: "constant",
    eta0: 1e300,
    randomState: 1,
  });
  await expect(model.fit(x, y)).rejects.toThrow("Floating-point under-/overflow occurred at epoch #");
});

it("takes strings for labels and rows for samples, and predicts strings", async () => {
  const model = new SGDClassifier<string>({ loss: "log_loss", randomState: 3 });
  await model.fit(
    [
      [0, 1],
      [1, 0],
      [0, 2],
      [2, 0],
    ],
    ["왼쪽", "오른쪽", "왼쪽", "오른쪽"],
  );
  expect(model.classes).toEqual(["오른쪽", "왼쪽"]);
  expect(
    model.predict([
      [0, 3],
      [3, 0],
    ]),
  ).toEqual(["왼쪽", "오른쪽"]);
});

it("gives the same weights for any number of workers, any type of samples, and any call", async () => {
  const big = pictures(2000, 200, 4, 9);
  const settings = { loss: "log_loss", randomState: 1, maxIter: 30, tol: null } as const;
  const one = await new SGDClassifier({ ...settings, nJobs: 1 }).fit(big.x, big.y);
  const three = await new SGDClassifier({ ...settings, nJobs: 3 }).fit(big.x, big.y);
  expect(three.coef.data).toEqual(one.coef.data);
  const bytes = big.x.astype("float64");
  for (let i = 0; i < bytes.size; i++) bytes.data[i] = Math.round(bytes.data[i]! * 255);
  const asFloats = await new SGDClassifier(settings).fit(bytes, big.y);
  const asBytes = await new SGDClassifier(settings).fit(bytes.astype("uint8"), big.y);
  expect(asBytes.coef.data).toEqual(asFloats.coef.data);
  const exact = await new SGDClassifier(settings).fit(big.x, big.y);
  const rounded = await new SGDClassifier(settings).fit(bytes.div(255).astype("float32"), big.y);
  expect(rounded.coef.data).toEqual(exact.coef.data);
});

it("counts the epochs of all classes", async () => {
  const seen: number[] = [];
  const settings = { loss: "log_loss", randomState: 1, maxIter: 7, tol: null } as const;
  await new SGDClassifier(settings).fit(x, y, { onProgress: ({ done, total }) => seen.push(done / total) });
  expect(seen).toHaveLength(21);
  expect(seen.toSorted((a, b) => a - b)).toEqual(seen);
  expect(seen.at(-1)).toBe(1);
});

describe("when the user interrupts", () => {
  const handle = globalThis as { [key: symbol]: unknown };
  const key = Symbol.for("toile.kernel");

  afterEach(() => {
    delete handle[key];
  });

  it.each([1, 2])("stops within the epoch and keeps the last weights, with %i workers", async (nJobs) => {
    const big = pictures(3000, 300, 3, 2);
    const model = await new SGDClassifier({ loss: "log_loss", randomState: 1, maxIter: 1 }).fit(big.x, big.y);
    const before = model.coef.data.slice();
    const endless = model.clone();
    Object.assign(endless.params, { maxIter: 1e9, tol: null, nJobs });
    const controller = new AbortController();
    handle[key] = { version: 1, signal: controller.signal };
    const running = endless.fit(big.x, big.y, { onProgress: () => controller.abort() });
    await expect(running).rejects.toThrow(KeyboardInterrupt);
    expect(() => endless.coef).toThrow("not fitted yet");
    expect(model.coef.data).toEqual(before);
  });
});

describe.skipIf(skipReason)(title, () => {
  it("prints the same lines", async () => {
    const printed = askSklearn<string>(
      `
import contextlib, io, os
from sklearn.linear_model import SGDClassifier
def run(case):
    SGDClassifier(loss="log_loss", random_state=3, max_iter=40, verbose=1).fit(array(case["x"]), array(case["y"]))
    return ""`.replace(
        "def run(case):",
        `
def run(case):
    read, write = os.pipe()
    kept = os.dup(1)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        fit(case)
    return out.getvalue()
def fit(case):`,
      ),
      [{ x, y }],
    )[0]!;
    await new SGDClassifier({ loss: "log_loss", randomState: 3, maxIter: 40, verbose: 1 }).fit(x, y);
    const timeless = (text: string) => text.replace(/\d+\.\d\d seconds/g, "some seconds");
    const expected = printed.split("\n").filter((line) => line !== "" && !line.startsWith("[Parallel"));
    expect(lines.map(timeless)).toEqual(expected.map(timeless));
  });
});
