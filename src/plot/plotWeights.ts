import { Figure } from "./figure.ts";
import { divergingScale, rangeOf } from "./image.ts";
import { gridOf, type ImageGrid, imageGridLayout, imageGridText } from "./imageGrid.ts";

/** The options of {@link plotWeights}. */
export interface PlotWeightsOptions {
  /** Height and width of the images that the layer sees. Default: a square, where the inputs are one. */
  imageShape?: readonly [height: number, width: number];
  /** How many units to show, the first ones. Default 20. */
  units?: number;
  /** How many stand in a row. Default 10. */
  cols?: number;
  /** The units' names, such as the classes of an output layer. Default none. */
  names?: readonly string[];
  /** The width and height of one image, in pixels, about: each weight takes whole ones. Default 64. */
  size?: number;
  /** The picture's title. */
  title?: string;
}

/**
 * What each unit of a dense layer looks for: its incoming weights as an image, blue below zero, orange above.
 *
 * @param weights a kernel of shape (inputs, units), as the first of `getWeights()`
 * @throws RangeError for another shape, or inputs that make no image
 * @example plotWeights(model.getWeights()[0]);
 */
export function plotWeights(
  { data, shape }: { readonly data: ArrayLike<number>; readonly shape: readonly number[] },
  options: PlotWeightsOptions = {},
): Figure {
  const [inputs = 0, units = 0] = shape;
  if (shape.length !== 2 || inputs * units !== data.length) {
    throw new RangeError(
      `plotWeights needs a kernel of shape (inputs, units), got (${shape.join(", ")}); take model.getWeights()[0]`,
    );
  }
  const [height, width] = options.imageShape ?? squareOf(inputs);
  if (height * width !== inputs) {
    throw new RangeError(`imageShape [${height}, ${width}] does not hold the ${inputs} inputs of each unit`);
  }
  const count = Math.min(units, options.units ?? 20);
  const images = Array.from({ length: count }, (_, unit) =>
    Array.from({ length: inputs }, (_, input) => data[input * units + unit]!),
  );
  const range = rangeOf(images.flat(), "diverging");
  const names = options.names?.slice(0, count) ?? [];
  const most = range[1].toPrecision(2);
  const grid: ImageGrid = {
    ...{ images, width, height, range, cmap: "diverging", size: options.size ?? 64 },
    ...gridOf(count, options.cols === undefined ? {} : { cols: options.cols }),
    titles: names.map((text) => ({ text })),
    title: options.title ?? `Weights of ${count === units ? "" : `${count} of `}${units} units`,
  };
  const layout = imageGridLayout(grid);
  const text = (columns: number) => imageGridText(grid, columns);
  const alt = `${grid.title}, each an image of ${width} by ${height}: blue is negative, white zero, orange positive, up to ${most}`;
  const height2 = (layout.height ?? 0) + 46;
  return new Figure([colorBar(range[1])], { ...withRoomBelow(layout, height2), height: height2 }, alt, {
    text,
  });
}

function squareOf(inputs: number): [number, number] {
  const side = Math.sqrt(inputs);
  if (Number.isInteger(side)) return [side, side];
  throw new RangeError(`${inputs} inputs make no square image; pass imageShape: [height, width]`);
}

/** A point that nobody sees, for its colour bar. */
function colorBar(most: number): Record<string, unknown> {
  return {
    type: "scatter",
    mode: "markers",
    x: [null],
    y: [null],
    showlegend: false,
    hoverinfo: "skip",
    marker: {
      color: [0],
      cmin: -most,
      cmax: most,
      colorscale: divergingScale,
      showscale: true,
      colorbar: {
        orientation: "h",
        thickness: 10,
        len: 0.6,
        x: 0.5,
        y: 0,
        yanchor: "bottom",
        outlinewidth: 0,
        tickvals: [-most, 0, most],
        ticktext: [(-most).toPrecision(2), "0", most.toPrecision(2)],
      },
    },
  };
}

/** The same places on a paper that is higher at its foot. */
function withRoomBelow(layout: ReturnType<typeof imageGridLayout>, height: number): typeof layout {
  const scale = (layout.height ?? 0) / height;
  const lift = (entry: { y: number; sizey?: number }) => ({
    ...entry,
    y: 1 - (1 - entry.y) * scale,
    ...(entry.sizey === undefined ? {} : { sizey: entry.sizey * scale }),
  });
  const title = layout.title as { y: number };
  return {
    ...layout,
    title: { ...title, y: 1 - (1 - title.y) * scale },
    images: (layout.images as { y: number; sizey: number }[]).map(lift),
    annotations: (layout.annotations as { y: number }[]).map(lift),
  };
}
