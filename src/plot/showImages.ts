import { Figure, type FigureLayout } from "./figure.ts";
import { encodeImage } from "./image.ts";
import { baseLayout } from "./theme.ts";

/** Pictures as numbers: shape [images, height, width], or [height, width] for one. */
export interface ImageNumbers {
  /** The numbers of all pictures, row by row. */
  readonly data: ArrayLike<number>;
  /** How many pictures, rows and columns. */
  readonly shape: readonly number[];
}

/** How numbers become grey: `gray_r` draws the smallest white and the largest black, as on paper; `gray` the reverse. */
export type ColorMap = "gray" | "gray_r";

/** The options of {@link showImages}. */
export interface ShowImagesOptions {
  /** How many rows. Default: as many as the images need. */
  rows?: number;
  /** How many images stand in a row. Default: up to ten. */
  cols?: number;
  /** A title above each image: texts, or labels as numbers. */
  titles?: readonly (string | number)[] | { readonly data: ArrayLike<number> };
  /** What to write for each label number in `titles`. */
  names?: readonly string[];
  /** matplotlib's name of the colours. Default `gray_r`. */
  cmap?: ColorMap;
  /** The width and height of one image on the page, in pixels, about: a whole multiple of its own. Default 60, a single image 224. */
  size?: number;
}

const gap = 8;
const titleHeight = 22;

/**
 * Grey pictures in a grid, each pixel a sharp square: matplotlib's `imshow(image, cmap="gray_r")` for each of them.
 *
 * @param images numbers of shape (images, height, width), or (height, width) for one; black is their largest
 * @throws RangeError for another shape, or more images than the grid has places
 * @example showImages(trainInput.slice(0, 10));
 */
export function showImages(images: ImageNumbers, options: ShowImagesOptions = {}): Figure {
  const { count, height, width } = imageShape(images);
  const { cmap = "gray_r", size = count === 1 ? 224 : 60 } = options;
  const titles = titlesOf(options).slice(0, count);
  const { rows, cols } = gridOf(count, options);
  const zoom = zoomFor(Math.max(height, width), size);
  const [cellWidth, cellHeight] = [width * zoom, height * zoom];
  const top = titles.length > 0 ? titleHeight : 0;
  const total = {
    width: cols * (cellWidth + gap) + gap,
    height: rows * (cellHeight + top + gap) + gap,
  };
  const pixels = Array.from({ length: count }, (_, i) =>
    encodeImage(subarray(images.data, i * height * width, height * width), width, height, cmap, 2 * zoom),
  );
  const at = (i: number) => ({
    x: (gap + (i % cols) * (cellWidth + gap)) / total.width,
    y: 1 - (gap + top + Math.floor(i / cols) * (cellHeight + top + gap)) / total.height,
  });
  const layout: FigureLayout = {
    ...baseLayout,
    ...total,
    margin: { l: 0, r: 0, t: 0, b: 0 },
    xaxis: { visible: false, fixedrange: true },
    yaxis: { visible: false, fixedrange: true },
    images: pixels.map((source, i) => ({
      source,
      xref: "paper",
      yref: "paper",
      ...at(i),
      sizex: cellWidth / total.width,
      sizey: cellHeight / total.height,
      sizing: "stretch",
    })),
    annotations: titles.map((title, i) => ({
      text: title,
      xref: "paper",
      yref: "paper",
      x: at(i).x + cellWidth / 2 / total.width,
      y: at(i).y,
      xanchor: "center",
      yanchor: "bottom",
      showarrow: false,
    })),
  };
  return new Figure([], layout, describe(count, height, width, titles));
}

function imageShape({ data, shape }: ImageNumbers): { count: number; height: number; width: number } {
  const [width, height, count = 1] = [...shape].reverse();
  if ((shape.length !== 2 && shape.length !== 3) || !width || !height || !count) {
    throw new RangeError(
      `showImages needs shape (images, height, width) or (height, width), got (${shape.join(", ")})`,
    );
  }
  if (data.length !== count * height * width)
    throw new RangeError("showImages: data does not fill the shape");
  return { count, height, width };
}

function gridOf(count: number, options: ShowImagesOptions): { rows: number; cols: number } {
  const cols = options.cols ?? (options.rows ? Math.ceil(count / options.rows) : Math.min(count, 10));
  const rows = options.rows ?? Math.ceil(count / cols);
  if (!(cols >= 1 && rows >= 1 && rows * cols >= count)) {
    throw new RangeError(`${count} images do not fit into ${rows} rows of ${cols}; slice them or add rows`);
  }
  return { rows, cols };
}

function titlesOf({ titles = [], names }: ShowImagesOptions): string[] {
  const list = "data" in titles ? Array.from(titles.data) : [...titles];
  return list.map((title) => (typeof title === "number" ? names?.[title] : undefined) ?? String(title));
}

/** Whole pixels a pixel, so that every square is equally large and sharp; less only where a pixel must be below one. */
function zoomFor(pixels: number, size: number): number {
  return size >= pixels ? Math.round(size / pixels) : size / pixels;
}

function subarray(data: ArrayLike<number>, from: number, length: number): ArrayLike<number> {
  return Array.from({ length }, (_, i) => data[from + i]!);
}

function describe(
  count: number,
  height: number,
  width: number,
  titles: readonly (string | number)[],
): string {
  const what = count === 1 ? "1 image" : `${count} images`;
  const named = titles.length > 0 ? `: ${titles.join(", ")}` : "";
  return `${what} of ${width} by ${height} pixels${named}`;
}
