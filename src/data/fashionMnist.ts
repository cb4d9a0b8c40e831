import { readFile } from "node:fs/promises";
import path from "node:path";
import type { NDArray } from "../array/ndarray.ts";
import { fashionMnistFiles } from "./fashionMnistFiles.ts";
import { parseIdx } from "./idx.ts";
import { type PrepareOptions, prepareFashionMnist } from "./prepare.ts";

/** Images and labels of the train part, then of the test part, all uint8. */
export type ImageDataset = [
  train: [input: NDArray<"uint8">, target: NDArray<"uint8">],
  test: [input: NDArray<"uint8">, target: NDArray<"uint8">],
];

/** Fashion-MNIST: 70,000 pictures of clothes, 28 by 28 pixels, in ten classes (Xiao, Rasul and Vollgraf, 2017). */
export const fashionMnist = {
  /** The classes' names, by label. */
  labels: [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
  ] as const,

  /**
   * Loads the data set, as Keras's `keras.datasets.fashion_mnist.load_data()`: pixels from 0 (background) to 255, labels
   * from 0 to 9. The first call fetches it where the set-up has not; see {@link prepareFashionMnist}.
   *
   * @returns uint8 arrays of shapes (60000, 28, 28) and (60000,), then (10000, 28, 28) and (10000,)
   * @throws AggregateError when no source has the files; its message lists what was tried
   * @example
   * const [[trainInput, trainTarget], [testInput, testTarget]] = await fashionMnist.load();
   */
  async load(options: PrepareOptions = {}): Promise<ImageDataset> {
    const { dir } = await prepareFashionMnist(options);
    const [trainInput, trainTarget, testInput, testTarget] = await Promise.all(
      fashionMnistFiles.map(async ({ name }) => parseIdx(await readFile(path.join(dir, name)), name)),
    );
    return [
      [trainInput!, trainTarget!],
      [testInput!, testTarget!],
    ];
  },
};
