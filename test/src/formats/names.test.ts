import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { divideNames } from "../../../src/formats/hdf5/divideNames.ts";
import { toSnakeCase, uniqueNames } from "../../../src/formats/names.ts";

describe("toSnakeCase", () => {
  it.each([
    ["Dense", "dense"],
    ["MaxPooling2D", "max_pooling2d"],
    ["Conv2DTranspose", "conv2d_transpose"],
    ["LSTM", "lstm"],
    ["SimpleRNN", "simple_rnn"],
    ["LeakyReLU", "leaky_re_lu"],
    ["ELU", "elu"],
    ["내층Layer", "내층_layer"],
  ])("spells %s as Keras does: %s", (className, expected) => {
    expect(toSnakeCase(className)).toBe(expected);
  });
});

describe("uniqueNames", () => {
  it("numbers repetitions from the second on", () => {
    expect(uniqueNames(["dense", "flatten", "dense", "dense"])).toEqual([
      "dense",
      "flatten",
      "dense_1",
      "dense_2",
    ]);
  });
});

describe("divideNames", () => {
  it("keeps every name in order and every chunk below the limit", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 20 }), { minLength: 1 }), (names) => {
        const chunks = divideNames(names, 100);
        const width = Math.max(...names.map((name) => Buffer.byteLength(name)));
        expect(chunks.flat()).toEqual(names);
        expect(Math.max(...chunks.map((chunk) => chunk.length)) * width).toBeLessThanOrEqual(100);
      }),
    );
  });

  it("leaves a list that fits in one piece", () => {
    expect(divideNames(["a", "b"], 2)).toEqual([["a", "b"]]);
    expect(divideNames(["a", "b", "c"], 2)).toEqual([["a", "b"], ["c"]]);
    expect(divideNames([])).toEqual([[]]);
  });

  it("refuses a name that no attribute can hold", () => {
    expect(() => divideNames(["abc"], 2)).toThrow(/more than 2 bytes/);
  });
});
