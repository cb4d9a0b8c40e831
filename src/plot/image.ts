import { createCanvas } from "@napi-rs/canvas";
import type { ColorMap } from "./showImages.ts";

/**
 * Numbers as a grey PNG in a data URL, each number a square of whole pixels: enlarged here, because viewers smooth what they
 * enlarge themselves.
 */
export function encodeImage(
  values: ArrayLike<number>,
  width: number,
  height: number,
  cmap: ColorMap,
  scale: number,
): string {
  const zoom = Math.max(1, Math.ceil(scale));
  const canvas = createCanvas(width * zoom, height * zoom);
  const context = canvas.getContext("2d");
  const grey = greyOf(values, cmap);
  for (let i = 0; i < width * height; i++) {
    const level = grey(values[i]!);
    context.fillStyle = `rgb(${level},${level},${level})`;
    context.fillRect((i % width) * zoom, Math.floor(i / width) * zoom, zoom, zoom);
  }
  return canvas.toDataURL("image/png");
}

/** Stretches the values over the greys, as matplotlib does. */
function greyOf(values: ArrayLike<number>, cmap: ColorMap): (value: number) => number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  const range = high - low || 1;
  return (value) => {
    const share = (value - low) / range;
    return Math.round(255 * (cmap === "gray" ? share : 1 - share));
  };
}
