import { describe, expect, it } from "vitest";
import { NDArray } from "../../../src/array/ndarray.ts";
import * as transforms from "../../../src/data/transforms.ts";
import { runPython, skipReason } from "../python.ts";

const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
const grey = new NDArray(bytes, [16, 16]);
const colour = new NDArray(bytes.slice(0, 24), [2, 4, 3]);
const course = transforms.compose([transforms.toTensor(), transforms.normalize([0.5], [0.5])]);

it("puts channels first and scales bytes to numbers from 0 to 1", () => {
  const image = transforms.toTensor()(grey);
  expect([image.shape, image.dtype, image.item(0, 15, 15)]).toEqual([[1, 16, 16], "float32", 1]);
  const planes = transforms.toTensor()(colour);
  expect(planes.shape).toEqual([3, 2, 4]);
  expect([...planes.mul(255).at(1).data]).toEqual([1, 4, 7, 10, 13, 16, 19, 22]);
});

it("leaves numbers that are no bytes as they are", () => {
  const image = new NDArray(Float32Array.of(0.5, 3), [1, 2]);
  expect([...transforms.toTensor()(image).data]).toEqual([0.5, 3]);
});

describe.skipIf(skipReason)(
  `against float32 arithmetic in numpy${skipReason ? ` (skipped: ${skipReason})` : ""}`,
  () => {
    it("gives the numbers of torchvision's formulas, to the last bit", () => {
      const [one, three] = runPython<[number[], number[]]>(`
import json
import numpy as np
grey = np.arange(256, dtype=np.float32) / np.float32(255)
colour = (np.arange(24, dtype=np.float32) / np.float32(255)).reshape(2, 4, 3).transpose(2, 0, 1)
mean, std = [np.array(v, np.float32).reshape(3, 1, 1) for v in ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])]
half = np.float32(0.5)
print(json.dumps([((grey - half) / half).tolist(), ((colour - mean) / std).ravel().tolist()]))`);
      expect([...course(grey).data]).toEqual(one);
      const imageNet = transforms.normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);
      expect([...imageNet(transforms.toTensor()(colour)).data]).toEqual(three);
    });
  },
);

it("names what does not fit", () => {
  expect(() => transforms.normalize([0.5], [0])).toThrow("no part of it can be 0; got [0]");
  expect(() => transforms.normalize([0.5], [0.5])(grey)).toThrow("toTensor() before it gives that shape");
  expect(() => transforms.normalize([0.5, 0.5], [1])(transforms.toTensor()(colour))).toThrow(
    "with 2 values got",
  );
  expect(() => transforms.toTensor()(grey.reshape(256))).toThrow("takes one image");
});
