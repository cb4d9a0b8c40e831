import { describe, expect, it } from "vitest";
import { array } from "../../../src/array/create.ts";
import { NDArray } from "../../../src/array/ndarray.ts";
import { StandardScaler } from "../../../src/data/standardScaler.ts";
import { askSklearn, distance, measurements, pictures, skipReason, title } from "../linear/sklearn.ts";

interface Reference {
  readonly mean: number[];
  readonly variance: number[];
  readonly scale: number[];
  readonly transformed: number[];
  readonly back: number[];
}

const run = `
from sklearn.preprocessing import StandardScaler
def run(case):
    x = array(case["x"])
    scaler = StandardScaler(with_mean=case["mean"], with_std=case["std"]).fit(x)
    z = scaler.transform(x)
    n = x.shape[1]
    return dict(mean=scaler.mean_ if scaler.mean_ is not None else [0] * n, variance=scaler.var_ if case["std"] else [0] * n,
        scale=scaler.scale_ if case["std"] else [0] * n, transformed=z.ravel(), back=scaler.inverse_transform(z).ravel())`;

const constant = measurements(40, 3, 2, 3).x;
for (let i = 0; i < constant.size; i += 3) constant.data[i] = 0.1;
const cases = [
  { name: "measurements", x: measurements(200, 5, 3, 1).x, mean: true, std: true },
  { name: "pictures", x: pictures(100, 30, 3, 2).x, mean: true, std: true },
  { name: "a feature that never changes", x: constant, mean: true, std: true },
  { name: "the mean alone", x: measurements(50, 4, 2, 4).x, mean: true, std: false },
  { name: "the deviation alone", x: measurements(50, 4, 2, 5).x, mean: false, std: true },
];

describe.skipIf(skipReason)(title, () => {
  const references = skipReason ? [] : askSklearn<Reference>(run, cases);

  it.each(cases.map((one, i) => [one.name, one, i] as const))("scales %s alike", (_, one, i) => {
    const reference = references[i]!;
    const scaler = new StandardScaler({ withMean: one.mean, withStd: one.std });
    const transformed = scaler.fitTransform(one.x);
    expect(distance(transformed.data, reference.transformed)).toBeLessThan(1e-12);
    expect(distance(scaler.inverseTransform(transformed).data, reference.back)).toBeLessThan(1e-12);
    expect(distance(scaler.mean.data, reference.mean)).toBeLessThan(1e-12);
    if (!one.std) return;
    expect(distance(scaler.variance.data, reference.variance)).toBeLessThan(1e-12);
    expect(distance(scaler.scale.data, reference.scale)).toBeLessThan(1e-12);
  });
});

it("keeps float32 and gives float64 for everything else", () => {
  const scaler = new StandardScaler().fit(
    array([
      [1, 2],
      [3, 4],
    ]),
  );
  expect(scaler.transform(array([[1, 2]])).dtype).toBe("float32");
  expect(scaler.transform(new NDArray(Uint8Array.of(1, 2), [1, 2])).toArray()).toEqual([[-1, -1]]);
});

it("says what is missing", () => {
  expect(() => new StandardScaler().transform([[1]])).toThrow(
    "This StandardScaler instance is not fitted yet.",
  );
  expect(() => new StandardScaler().fit([[1, 2]]).transform([[1]])).toThrow(
    "X has 1 features, but StandardScaler is expecting 2 features as input.",
  );
});
