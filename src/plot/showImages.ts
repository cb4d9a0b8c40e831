import { Figure } from "./figure.ts";
import type { ColorMap } from "./image.ts";
import {
  gridOf,
  type ImageGrid,
  type ImageNumbers,
  imageGridLayout,
  imageGridText,
  imagesOf,
} from "./imageGrid.ts";
import { palette } from "./theme.ts";

export type { ImageNumbers } from "./imageGrid.ts";

/** Texts, or labels as numbers. */
export type Labels = readonly (string | number)[] | { readonly data: ArrayLike<number> };

/** The options of {@link showImages}. */
export interface ShowImagesOptions {
  /** How many rows. Default: as many as the images need. */
  rows?: number;
  /** How many images stand in a row. Default: up to ten. */
  cols?: number;
  /** A title above each image: texts, or labels as numbers. */
  titles?: Labels;
  /** What a model took each image for; a wrong one is marked, with the true title below it. */
  predictions?: Labels;
  /** What to write for each label number in `titles` and `predictions`. */
  names?: readonly string[];
  /** A title above all images. */
  title?: string;
  /** matplotlib's name of the colours. Default `gray_r`. */
  cmap?: ColorMap;
  /** The width and height of one image on the page, in pixels, about: a whole multiple of its own. Default 60, a single image 224. */
  size?: number;
}

/**
 * Grey pictures in a grid, each pixel a sharp square: matplotlib's `imshow(image, cmap="gray_r")` for each of them.
 *
 * @param images numbers of shape (images, height, width), or (height, width) for one; black is their largest
 * @throws RangeError for another shape, or more images than the grid has places
 * @example showImages(trainInput.slice(0, 10));
 * @example showImages(testInput.slice(0, 10), { titles: testTarget, predictions, names: classNames });
 */
export function showImages(numbers: ImageNumbers, options: ShowImagesOptions = {}): Figure {
  const { images, height, width } = imagesOf(numbers, "showImages");
  const predicted = options.predictions !== undefined;
  const { cmap = "gray_r", size = images.length === 1 ? 224 : predicted ? 84 : 60, title } = options;
  const titles = titlesOf(options, images.length);
  const grid: ImageGrid = {
    ...{ images, height, width, ...gridOf(images.length, options), titles, cmap, size, title },
  };
  return new Figure([], imageGridLayout(grid), describe(grid, options), {
    text: (columns) => imageGridText(grid, columns),
  });
}

function titlesOf(options: ShowImagesOptions, count: number): ImageGrid["titles"] {
  const truth = namesOf(options.titles, options.names).slice(0, count);
  const predictions = namesOf(options.predictions, options.names).slice(0, count);
  if (predictions.length === 0) return truth.map((text) => ({ text }));
  return predictions.map((text, i) => {
    if (truth[i] === undefined) return { text };
    return text === truth[i]
      ? { text: `✓ ${text}<br> ` }
      : { text: `<b>✗ ${text}</b><br>(${truth[i]})`, color: palette[1] };
  });
}

function namesOf(labels: Labels = [], names: readonly string[] | undefined): string[] {
  const list = "data" in labels ? Array.from(labels.data) : [...labels];
  return list.map((label) => (typeof label === "number" ? names?.[label] : undefined) ?? String(label));
}

function describe({ images, width, height, titles }: ImageGrid, options: ShowImagesOptions): string {
  const what = images.length === 1 ? "1 image" : `${images.length} images`;
  const size = `${what} of ${width} by ${height} pixels`;
  const title = options.title === undefined ? "" : `${options.title}: `;
  if (options.predictions !== undefined && options.titles !== undefined) {
    const right = titles.filter(({ color }) => color === undefined).length;
    return `${title}${size}, ${right} of ${titles.length} predicted right`;
  }
  return titles.length > 0 ? `${title}${size}: ${titles.map(({ text }) => text).join(", ")}` : title + size;
}
