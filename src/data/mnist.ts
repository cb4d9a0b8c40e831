import type { ArrayDataset } from "./arrayDataset.ts";
import { type ImageDataset, type PartOptions, partOf } from "./imageDataset.ts";
import { type LabelNames, type Language, namesIn } from "./labelNames.ts";
import { loadMnist, type MnistOptions } from "./loadMnist.ts";
import { mnistFiles } from "./mnistFiles.ts";

const digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;
const names: LabelNames = { en: digits, ko: digits };

/** MNIST: 70,000 handwritten digits, 28 by 28 pixels (LeCun, Cortes and Burges, 1998). */
export const mnist = {
  /** The classes' names, by label. */
  labels: digits,

  /** The classes' names in a language: digits are written alike in both. @throws RangeError for another language */
  labelNames: (language: Language = "en"): readonly string[] => namesIn(names, language),

  /**
   * Loads the data set, as Keras's `keras.datasets.mnist.load_data()`: pixels from 0 (background) to 255, labels from 0 to 9.
   * Where none of its mirrors can be reached, it is 5,000 of its digits, 4,000 to train and 1,000 to test; a warning and the
   * result's `name` say so.
   *
   * @returns uint8 arrays of shapes (60000, 28, 28) and (60000,), then (10000, 28, 28) and (10000,)
   * @throws AggregateError when no source has either; its message lists what was tried
   * @example
   * const [[trainImages, trainLabels], [testImages, testLabels]] = await mnist.load();
   */
  async load(options: MnistOptions = {}): Promise<ImageDataset> {
    return loadMnist(mnistFiles, options);
  },

  /**
   * One part of the data set sample by sample, for a {@link DataLoader}: torchvision's `MNIST(train=..., transform=...)`.
   *
   * @throws AggregateError as `load`
   * @example const trainset = await mnist.dataset({ train: true, transform: transforms.toTensor() });
   */
  async dataset({ train, transform, ...options }: PartOptions & MnistOptions = {}): Promise<ArrayDataset> {
    return partOf(await mnist.load(options), { train, transform });
  },
};
