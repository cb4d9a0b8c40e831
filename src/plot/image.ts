import { encodePalette } from "./render/palettePng.ts";

/** How numbers become colours: matplotlib's `gray` (the smallest black), `gray_r` (the smallest white, as on paper); `diverging` is blue below zero, white at it, orange above. */
export type ColorMap = "gray" | "gray_r" | "diverging";

/** The least and the greatest of what is drawn. */
export type Range = readonly [low: number, high: number];

/**
 * Numbers as a PNG in a data URL, each number a square of whole pixels: enlarged here, because viewers smooth what they enlarge
 * themselves.
 */
export function encodeImage(
  values: ArrayLike<number>,
  [width, height]: readonly [number, number],
  { cmap, zoom, range }: { cmap: ColorMap; zoom: number; range: Range },
): string {
  const scale = Math.max(1, Math.ceil(zoom));
  const pixels = new Uint32Array(width * height * scale * scale);
  const colorOf = colorer(cmap, range);
  for (let y = 0; y < height; y++) {
    const start = y * scale * width * scale;
    for (let x = 0; x < width; x++) {
      pixels.fill(colorOf(values[y * width + x]!), start + x * scale, start + (x + 1) * scale);
    }
    for (let copy = 1; copy < scale; copy++) {
      pixels.copyWithin(start + copy * width * scale, start, start + width * scale);
    }
  }
  const rgba = new Uint8Array(pixels.buffer);
  const png = encodePalette({ width: width * scale, height: height * scale, rgba })!;
  return `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
}

/** The range of the values; around zero for diverging colours. */
export function rangeOf(values: ArrayLike<number>, cmap: ColorMap): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  const most = Math.max(Math.abs(low), Math.abs(high));
  return cmap === "diverging" ? [-most, most] : [low, high];
}

/** The ends and the middle of the diverging colours: Okabe and Ito's blue and orange, which colour-blind readers tell apart. */
export const divergingScale = [
  [0, "#005a8c"],
  [0.25, "#6fb1dc"],
  [0.5, "#f7f7f7"],
  [0.75, "#f2a267"],
  [1, "#a84a00"],
] as const;

/** Stretches the range over the colours, as matplotlib does. */
function colorer(cmap: ColorMap, [low, high]: Range): (value: number) => number {
  const span = high - low || 1;
  const share = (value: number) => Math.min(1, Math.max(0, (value - low) / span));
  if (cmap === "diverging") return (value) => between(divergingScale, share(value));
  return (value) => {
    const level = Math.round(255 * (cmap === "gray" ? share(value) : 1 - share(value)));
    return rgb(level, level, level);
  };
}

function between(scale: readonly (readonly [number, string])[], share: number): number {
  const next = Math.max(
    1,
    scale.findIndex(([at]) => at >= share),
  );
  const [[from, start], [to, end]] = [scale[next - 1]!, scale[next]!];
  const weight = (Math.round(((share - from) / (to - from)) * 48) / 48) as number;
  const channel = (place: number) => {
    const [a, b] = [start, end].map((color) => Number.parseInt(color.slice(place, place + 2), 16));
    return Math.round(a! + (b! - a!) * weight);
  };
  return rgb(channel(1), channel(3), channel(5));
}

function rgb(red: number, green: number, blue: number): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
