import type { ArrayDataset } from "./arrayDataset.ts";
import { fashionMnistFiles } from "./fashionMnistFiles.ts";
import { type ImageDataset, type PartOptions, partOf, readIdxFiles } from "./imageDataset.ts";
import { type Language, namesIn } from "./labelNames.ts";
import { prepareFashionMnist } from "./prepare.ts";
import type { PrepareOptions } from "./prepareFiles.ts";

const names = {
  en: [
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
  ],
  ko: ["티셔츠", "바지", "스웨터", "드레스", "코트", "샌들", "셔츠", "스니커즈", "가방", "앵클 부츠"],
} as const;

/** Fashion-MNIST: 70,000 pictures of clothes, 28 by 28 pixels, in ten classes (Xiao, Rasul and Vollgraf, 2017). */
export const fashionMnist = {
  /** The classes' English names, by label. */
  labels: names.en,

  /**
   * The classes' names in a language, by label.
   *
   * @throws RangeError for another language
   * @example fashionMnist.labelNames("ko")[9]; // "앵클 부츠"
   */
  labelNames: (language: Language = "en"): readonly string[] => namesIn(names, language),

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
    return readIdxFiles("Fashion-MNIST", dir, fashionMnistFiles);
  },

  /**
   * One part of the data set sample by sample, for a {@link DataLoader}: torchvision's `FashionMNIST(train=..., transform=...)`.
   *
   * @throws AggregateError as `load`
   * @example const trainset = await fashionMnist.dataset({ train: true, transform: transforms.toTensor() });
   */
  async dataset({ train, transform, ...options }: PartOptions & PrepareOptions = {}): Promise<ArrayDataset> {
    return partOf(await fashionMnist.load(options), { train, transform });
  },
};
