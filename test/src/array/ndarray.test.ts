import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { array } from "../../../src/array/create.ts";
import { NDArray } from "../../../src/array/ndarray.ts";
import { unique } from "../../../src/array/unique.ts";

const grid = () => new NDArray(Uint8Array.of(1, 2, 3, 4, 5, 6), [3, 2]);

describe("views", () => {
  it("share the data of the array they come from", () => {
    const a = grid();
    for (const view of [a.reshape(-1), a.slice(0, 2), a.at(0)]) expect(view.data.buffer).toBe(a.data.buffer);
  });

  it("reshape fills the one length that is -1", () => {
    expect(grid().reshape(-1, 3).shape).toEqual([2, 3]);
    expect(() => grid().reshape(4, 2)).toThrow("cannot reshape an array of 6 elements into shape (4, 2)");
    expect(() => grid().reshape(-1, 4)).toThrow("into shape (-1, 4)");
    expect(() => grid().reshape(-1, -1)).toThrow("into shape (-1, -1)");
  });

  it("slice counts from the end and clips, as Python does", () => {
    expect(grid().slice(-1).toArray()).toEqual([[5, 6]]);
    expect(grid().slice(1, 99).shape).toEqual([2, 2]);
    expect(grid().slice(2, 1).shape).toEqual([0, 2]);
  });

  it("at and item index from both ends and name an index out of bounds", () => {
    expect(grid().at(-1).toArray()).toEqual([5, 6]);
    expect(grid().item(1, -1)).toBe(4);
    expect(() => grid().at(3)).toThrow("index 3 is out of bounds for an axis of length 3");
    expect(() => grid().item(0)).toThrow("item(0) names (2,), not one element");
    expect(() => grid().at(0, 0, 0)).toThrow("3 indices for an array of shape (3, 2)");
  });
});

describe("arithmetic", () => {
  it("divides into float32, rounding once", () => {
    const scaled = new NDArray(Uint8Array.of(0, 1, 255)).div(255);
    expect(scaled.dtype).toBe("float32");
    expect([...scaled.data]).toEqual([0, Math.fround(1 / 255), 1]);
  });

  it("finds the first largest value along the last axis", () => {
    const scores = array([
      [0.1, 0.7, 0.7],
      [0.9, 0.05, 0.05],
    ]);
    expect(scores.argMax().toArray()).toEqual([1, 0]);
  });

  it("compares and averages to an accuracy", () => {
    const predicted = new NDArray(Int32Array.of(1, 2, 3, 4));
    expect(predicted.equal(new NDArray(Uint8Array.of(1, 2, 0, 4))).mean()).toBe(0.75);
    expect(predicted.equal(2).toArray()).toEqual([0, 1, 0, 0]);
    expect(() => predicted.equal(grid())).toThrow("equal() needs one shape, got (4,) and (3, 2)");
  });

  it("takes rows in any order", () => {
    expect(grid().take([2, 0, -1]).toArray()).toEqual([
      [5, 6],
      [1, 2],
      [5, 6],
    ]);
  });

  it("counts distinct values in ascending order", () => {
    const [values, counts] = unique(new NDArray(Uint8Array.of(9, 0, 0, 3)));
    expect([values.toArray(), counts.toArray(), values.dtype]).toEqual([[0, 3, 9], [2, 1, 1], "uint8"]);
  });
});

describe("array", () => {
  it("takes typed arrays, alone with their own type or as rows", () => {
    const own = array(Int32Array.of(1, 2, 3));
    expect([own.dtype, own.shape, own.toArray()]).toEqual(["int32", [3], [1, 2, 3]]);
    expect(array(Uint8Array.of(1, 2), "float32").dtype).toBe("float32");
    const source = Float32Array.of(1, 2);
    const copy = array(source);
    source[0] = 9;
    expect(copy.toArray()).toEqual([1, 2]);
    expect(array([Float32Array.of(1, 2), Float32Array.of(3, 4)]).toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(() => array(["1"] as unknown as number[])).toThrow("needs numbers, got string");
  });

  it("refuses rows of different lengths", () => {
    expect(() => array([[1, 2], [3]])).toThrow("found 1 values where 2 belong");
    expect(() => array([[1, 2], 3])).toThrow("found the number 3 where 2 values belong");
  });
});

describe("printing", () => {
  it("shows dtype, shape and numbers", () => {
    expect(inspect(new NDArray(Uint8Array.of(9, 0, 10)))).toBe("uint8 (3,) [ 9  0 10]");
    expect(inspect(grid())).toBe("uint8 (3, 2)\n[[1 2]\n [3 4]\n [5 6]]");
    expect(inspect(new NDArray(Float32Array.of(0.1), []))).toBe("float32 () 0.1");
  });

  it("shows the edges only of a large array", () => {
    const large = new NDArray(
      Uint8Array.from({ length: 10_000 }, (_, i) => i % 10),
      [100, 100],
    );
    expect(String(large).split("\n")).toHaveLength(8);
    expect(String(large)).toContain("[0 1 2 ... 7 8 9]");
  });
});
