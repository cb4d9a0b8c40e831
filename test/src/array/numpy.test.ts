import { beforeAll, describe, expect, it } from "vitest";
import { concat, stack } from "../../../src/array/join.ts";
import { NDArray } from "../../../src/array/ndarray.ts";
import { toCategorical } from "../../../src/array/toCategorical.ts";
import { unique } from "../../../src/array/unique.ts";
import { runPython, skipReason } from "../python.ts";

/** What Python says about an array: its shape and its numbers. */
interface Answer {
  shape: number[];
  values: number[];
}

/** The same numbers on both sides: small whole ones with many ties, and float32 ones of both signs. */
const labels = Int32Array.from({ length: 60 }, (_, i) => (i * i) % 7);
const floats = Float32Array.from({ length: 60 }, (_, i) => Math.fround(Math.cos(3.7 * i) * 1.5));
const a = new NDArray(labels, [3, 4, 5]);
const f = new NDArray(floats, [3, 4, 5]);
const row = f.at(0, 0);
const column = f.slice(0, 1).reshape(4, 5).take([0, 1, 2, 3]).reshape(1, 4, 5);

const operations: Record<string, [python: string, ours: () => NDArray]> = {
  "argMax along each axis, the last by default": [
    "np.concatenate([a.argmax(axis=k).ravel() for k in (0, 1, 2, -1)])",
    () => concat([...[0, 1, 2].map((axis) => a.argMax(axis).flatten()), a.argMax().flatten()]),
  ],
  "sum along an axis": ["a.sum(axis=1)", () => a.sum(1)],
  "mean along an axis": ["f.astype('float64').mean(axis=0).astype('float32')", () => f.mean(0)],
  "max and min along an axis": [
    "np.stack([f.max(axis=-1), f.min(axis=-1)])",
    () => stack([f.max(-1), f.min(-1)]),
  ],
  "division by 255": ["(a / 255.0).astype('float32')", () => a.div(255)],
  "division by an array, broadcast": ["(a / f[:1].astype('float64')).astype('float32')", () => a.div(column)],
  "subtraction of a row, broadcast": ["f - f[0, 0]", () => f.sub(row)],
  "sums and products of two shapes": [
    "f[:, :1] * f[:1] + 2",
    () =>
      stack([f.at(0, 0), f.at(1, 0), f.at(2, 0)])
        .reshape(3, 1, 5)
        .mul(column)
        .add(2),
  ],
  "equality of arrays": ["a == np.flip(a, 0)", () => a.equal(a.take([2, 1, 0]))],
  "flattening from an axis on": ["a.reshape(3, -1)", () => a.flatten(1)],
  "rows by index": ["a[[2, 0, -1]]", () => a.take([2, 0, -1])],
  "joining along the last axis": [
    "np.concatenate([a, a[:, :, :2]], axis=2)",
    () => concat([a, firstTwo()], 2),
  ],
  "stacking on a new last axis": ["np.stack([a, a + 0], axis=-1)", () => stack([a, a], -1)],
  "one-hot rows": ["np.eye(7, dtype='float32')[a]", () => toCategorical(a, 7)],
  "distinct values": ["np.unique(a)", () => unique(a)[0]],
  "counts of distinct values": ["np.unique(a, return_counts=True)[1]", () => unique(a)[1]],
};

function firstTwo(): NDArray<"int32"> {
  const data = Int32Array.from({ length: 24 }, (_, i) =>
    a.item(Math.floor(i / 8), Math.floor(i / 2) % 4, i % 2),
  );
  return new NDArray(data, [3, 4, 2]);
}

const printed: Record<string, [python: string, ours: NDArray]> = {
  "whole numbers": ["a", a],
  truth: ["a == 1", a.equal(1)],
  "floats in one column": ["f", f],
  "floats that are whole": ["np.float32([0, 1, 2])", new NDArray(Float32Array.of(0, 1, 2))],
  "few digits": ["np.float32([0.1, 0.25, 3])", new NDArray(Float32Array.of(0.1, 0.25, 3))],
  "doubles with more than eight digits": [
    "np.array([1/3, -2/3, 100])",
    new NDArray(Float64Array.of(1 / 3, -2 / 3, 100)),
  ],
  "very small beside large": [
    "np.float32([1e-5, 1, 123.456])",
    new NDArray(Float32Array.of(1e-5, 1, 123.456)),
  ],
  "powers of ten of one digit": [
    "np.array([1e-5, 1e100, -3e7])",
    new NDArray(Float64Array.of(1e-5, 1e100, -3e7)),
  ],
  "huge doubles": ["np.array([1e100, -2.5e8])", new NDArray(Float64Array.of(1e100, -2.5e8))],
  "no numbers and infinite ones": [
    "np.array([np.nan, -np.inf, 1.5, np.inf])",
    new NDArray(Float64Array.of(Number.NaN, -Infinity, 1.5, Infinity)),
  ],
  "zeros of both signs": ["np.array([0.0, -0.0])", new NDArray(Float64Array.of(0, -0))],
  "a long row": ["np.arange(999, dtype='int32')", new NDArray(Int32Array.from({ length: 999 }, (_, i) => i))],
  "a large grid by its edges": [
    "(np.arange(2000) / 7).astype('float32').reshape(40, 50)",
    new NDArray(
      Float32Array.from({ length: 2000 }, (_, i) => i / 7),
      [40, 50],
    ),
  ],
  "many large pictures": [
    "(np.arange(9 * 28 * 28) % 256).astype('uint8').reshape(9, 28, 28)",
    new NDArray(
      Uint8Array.from({ length: 9 * 784 }, (_, i) => i % 256),
      [9, 28, 28],
    ),
  ],
};

describe.skipIf(skipReason)(`against numpy${skipReason ? ` (skipped: ${skipReason})` : ""}`, () => {
  let answers: Record<string, Answer>;
  let texts: Record<string, string>;
  beforeAll(() => {
    const list = (entries: [string, readonly [string, ...unknown[]]][]) =>
      `{${entries.map(([name, [python]]) => `${JSON.stringify(name)}: ${python}`).join(",\n")}}`;
    [answers, texts] = runPython<[Record<string, Answer>, Record<string, string>]>(`
import json
import numpy as np
a = np.array(${JSON.stringify([...labels])}, dtype="int32").reshape(3, 4, 5)
f = np.array(${JSON.stringify([...floats])}, dtype="float32").reshape(3, 4, 5)
answers = ${list(Object.entries(operations))}
texts = ${list(Object.entries(printed))}
print(json.dumps([
    {k: {"shape": v.shape, "values": v.ravel().tolist()} for k, v in answers.items()},
    {k: str(v) for k, v in texts.items()},
]))`);
  });

  it.each(Object.keys(operations))("%s", (name) => {
    const ours = operations[name]![1]();
    const numbers = answers[name]!.values.map(Number);
    expect({ shape: ours.shape, values: [...ours.data] }).toEqual({ ...answers[name], values: numbers });
  });

  it.each(Object.keys(printed))("prints %s", (name) => {
    const ours = String(printed[name]![1]);
    expect(ours.slice(ours.indexOf(")") + 2)).toBe(texts[name]);
  });
});

it("names shapes and axes that do not fit", () => {
  expect(() => a.add(new NDArray(new Float32Array(3)))).toThrow(
    "shapes (3, 4, 5) and (3,) do not fit together",
  );
  expect(() => a.sum(3)).toThrow("axis 3 is out of bounds for an array of shape (3, 4, 5)");
  expect(() => concat([])).toThrow("concat() needs at least one array");
  expect(() => concat([a, a.at(0)])).toThrow("concat() cannot join arrays of shapes (3, 4, 5) and (4, 5)");
  expect(() => stack([a, f] as NDArray[])).toThrow('convert with astype("int32")');
  expect(() => new NDArray(new Float32Array(0)).max()).toThrow("max of an empty axis");
});

it("names the label that is no class number", () => {
  expect(() => toCategorical([0, 1, 10], 10)).toThrow(
    "label 10 at position 2 is no class number from 0 to 9",
  );
  expect(() => toCategorical([0.5])).toThrow("a whole number of classes, got 1.5");
  expect(() => toCategorical([0, -1], 2)).toThrow("label -1 at position 1");
});
