import type { FigureLayout } from "./figure.ts";
import { type ColorMap, encodeImage, type Range, rangeOf } from "./image.ts";
import { shadeText } from "./text/gridText.ts";
import { padded, widthOf } from "./text/width.ts";
import { baseLayout } from "./theme.ts";

/** Pictures as numbers: shape [images, height, width], or [height, width] for one. */
export interface ImageNumbers {
  /** The numbers of all pictures, row by row. */
  readonly data: ArrayLike<number>;
  /** How many pictures, rows and columns. */
  readonly shape: readonly number[];
}

/** What stands in a grid. */
export interface ImageGrid {
  images: readonly ArrayLike<number>[];
  width: number;
  height: number;
  rows: number;
  cols: number;
  /** A text above each image, with its colour where it is not the usual one. */
  titles: readonly { text: string; color?: string }[];
  cmap: ColorMap;
  /** One range for all images; without it each has its own. */
  range?: Range;
  /** The width and height of one image on the page, in pixels, about. */
  size: number;
  /** A title above all of them. */
  title?: string | undefined;
}

const gap = 8;
const lineHeight = 20;

/** The layout of a figure that shows images in rows, each pixel a sharp square. */
export function imageGridLayout(grid: ImageGrid): FigureLayout {
  const { width, height, rows, cols, cmap, titles, title } = grid;
  const zoom = zoomFor(Math.max(height, width), grid.size);
  const [cellWidth, cellHeight] = [width * zoom, height * zoom];
  const pitch = Math.max(cellWidth, labelWidth(titles)) + gap;
  const lines = Math.max(0, ...titles.map(({ text }) => text.split("<br>").length));
  const top = lines === 0 ? 0 : lines * lineHeight + 2;
  const head = title === undefined ? 0 : 36;
  const total = {
    width: Math.max(cols * pitch + gap, title === undefined ? 0 : 9 * title.length + 24),
    height: head + rows * (cellHeight + top + gap) + gap,
  };
  const at = (i: number) => ({
    x: (gap + (i % cols) * pitch + (pitch - gap - cellWidth) / 2) / total.width,
    y: 1 - (head + gap + top + Math.floor(i / cols) * (cellHeight + top + gap)) / total.height,
  });
  const paperPlace = { xref: "paper", yref: "paper" };
  return {
    ...baseLayout,
    ...total,
    margin: { l: 0, r: 0, t: 0, b: 0 },
    xaxis: { visible: false, fixedrange: true },
    yaxis: { visible: false, fixedrange: true },
    ...(title === undefined
      ? {}
      : { title: { text: title, x: 0.5, y: 1 - 18 / total.height, yanchor: "middle" } }),
    images: grid.images.map((values, i) => ({
      source: encodeImage(values, [width, height], {
        cmap,
        zoom: 2 * zoom,
        range: grid.range ?? rangeOf(values, cmap),
      }),
      ...paperPlace,
      ...at(i),
      sizex: cellWidth / total.width,
      sizey: cellHeight / total.height,
      sizing: "stretch",
    })),
    annotations: titles.map(({ text, color }, i) => ({
      text,
      ...paperPlace,
      x: at(i).x + cellWidth / 2 / total.width,
      y: at(i).y,
      xanchor: "center",
      yanchor: "bottom",
      showarrow: false,
      ...(color === undefined ? {} : { font: { color } }),
    })),
  };
}

/** Pixels of the longest line above an image; plotly.js writes it in 12 pixels. */
function labelWidth(titles: ImageGrid["titles"]): number {
  const lines = titles.flatMap(({ text }) => text.split("<br>").map((line) => line.replace(/<[^>]*>/g, "")));
  return Math.ceil(6.6 * Math.max(0, ...lines.map(widthOf)));
}

/** The images in shades, as many beside one another as the terminal takes. */
export function imageGridText(grid: ImageGrid, columns: number): string {
  const block = Math.max(1, Math.ceil(Math.max(grid.width, grid.height) / 14));
  const wide = Math.ceil(grid.width / block) * 2;
  const beside = Math.max(1, Math.min(grid.cols, Math.floor((columns + 1) / (wide + 1))));
  const pictures = grid.images.slice(0, 3 * beside).map((values, i) => {
    const rows = Array.from({ length: grid.height }, (_, y) =>
      Array.from({ length: grid.width }, (_, x) => values[y * grid.width + x]!),
    );
    const shades = shadeText(rows, block, grid.cmap === "gray").split("\n");
    const { text } = grid.titles[i] ?? { text: "" };
    return [...(text === "" ? [] : [text.replace(/<br>/g, " ").replace(/<[^>]*>/g, "")]), ...shades];
  });
  const lines: string[] = [];
  for (let i = 0; i < pictures.length; i += beside) {
    const row = pictures.slice(i, i + beside);
    for (let line = 0; line < Math.max(...row.map((picture) => picture.length)); line++) {
      lines.push(
        row
          .map((picture) => fill(picture[line] ?? "", wide))
          .join(" ")
          .trimEnd(),
      );
    }
    lines.push("");
  }
  const rest = grid.images.length - pictures.length;
  return [...lines, ...(rest > 0 ? [`... ${rest} more`] : [])].join("\n").trimEnd();
}

/** Filled up on the right. */
function fill(text: string, width: number): string {
  const right = padded(text, width);
  const free = right.length - right.trimStart().length;
  return text.startsWith(" ") ? text.padEnd(width) : right.slice(free) + right.slice(0, free);
}

/** Whole pixels a pixel, so that every square is equally large and sharp; less only where a pixel must be below one. */
function zoomFor(pixels: number, size: number): number {
  return size >= pixels ? Math.round(size / pixels) : size / pixels;
}

/** The images of an array, and their size. @throws RangeError for another shape */
export function imagesOf(
  { data, shape }: ImageNumbers,
  caller: string,
): { images: ArrayLike<number>[]; height: number; width: number } {
  const [width, height, count = 1] = [...shape].reverse();
  if ((shape.length !== 2 && shape.length !== 3) || !width || !height || !count) {
    throw new RangeError(
      `${caller} needs shape (images, height, width) or (height, width), got (${shape.join(", ")})`,
    );
  }
  if (data.length !== count * height * width) throw new RangeError(`${caller}: data does not fill the shape`);
  const size = height * width;
  const images = Array.from({ length: count }, (_, i) =>
    Array.from({ length: size }, (_, pixel) => data[i * size + pixel]!),
  );
  return { images, height, width };
}

/** Rows and columns that hold all images. @throws RangeError where those asked for do not */
export function gridOf(
  count: number,
  options: { rows?: number; cols?: number },
): { rows: number; cols: number } {
  const cols = options.cols ?? (options.rows ? Math.ceil(count / options.rows) : Math.min(count, 10));
  const rows = options.rows ?? Math.ceil(count / cols);
  if (!(cols >= 1 && rows >= 1 && rows * cols >= count)) {
    throw new RangeError(`${count} images do not fit into ${rows} rows of ${cols}; slice them or add rows`);
  }
  return { rows, cols };
}
