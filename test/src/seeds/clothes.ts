import type { NDArray } from "../../../src/array/ndarray.ts";
import { fashionMnist } from "../../../src/data/fashionMnist.ts";
import { trainTestSplit } from "../../../src/data/split.ts";

/** Pictures and labels to train with and to check with. */
export interface Parts {
  train: [input: NDArray<"float32">, target: NDArray<"uint8">];
  val: [input: NDArray<"float32">, target: NDArray<"uint8">];
}

/** The chapters' first lines on fewer pictures: scaled to [0, 1], a fifth put aside. */
export async function fewClothes(samples: number, shape: readonly number[]): Promise<Parts> {
  const [[trainInput, trainTarget]] = await fashionMnist.load();
  const scaled = trainInput
    .slice(0, samples)
    .div(255)
    .reshape(-1, ...shape);
  const target = trainTarget.slice(0, samples);
  const [x, valX, y, valY] = trainTestSplit(scaled, target, { testSize: 0.2, randomState: 42 });
  return { train: [x, y], val: [valX, valY] };
}
