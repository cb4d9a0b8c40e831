import { readFile } from "node:fs/promises";
import path from "node:path";
import type { NDArray } from "../array/ndarray.ts";
import { ArrayDataset } from "./arrayDataset.ts";
import type { DatasetFile } from "./datasetFile.ts";
import { parseIdx } from "./idx.ts";
import type { Transform } from "./transforms.ts";

/** Images and labels of the train part, then of the test part, all uint8; and what data they are. */
export type ImageDataset = [
  train: [input: NDArray<"uint8">, target: NDArray<"uint8">],
  test: [input: NDArray<"uint8">, target: NDArray<"uint8">],
] & {
  /** What the data set is called, such as in a figure's title. */
  readonly name: string;
};

/** Which part of a data set, and what is done to its samples. */
export interface PartOptions {
  /** The train part, or with false the test part. Default true. */
  train?: boolean | undefined;
  /** Applied to each image as it is asked for. */
  transform?: Transform | undefined;
}

/** Reads the four IDX files of a data set. */
export async function readIdxFiles(
  name: string,
  dir: string,
  files: readonly DatasetFile[],
): Promise<ImageDataset> {
  const [trainInput, trainTarget, testInput, testTarget] = await Promise.all(
    files.map(async (file) => parseIdx(await readFile(path.join(dir, file.name)), file.name)),
  );
  return named(name, [
    [trainInput!, trainTarget!],
    [testInput!, testTarget!],
  ]);
}

/** The arrays with their data set's name. */
export function named(
  name: string,
  [train, test]: readonly [ImageDataset[0], ImageDataset[1]],
): ImageDataset {
  return Object.assign([train, test] as [ImageDataset[0], ImageDataset[1]], { name });
}

/** One part of a loaded data set, sample by sample. */
export function partOf(data: ImageDataset, { train = true, transform }: PartOptions): ArrayDataset {
  const [images, labels] = train ? data[0] : data[1];
  const name = `${data.name}, ${train ? "train" : "test"}`;
  return new ArrayDataset(images, labels, { name, ...(transform && { transform }) });
}
