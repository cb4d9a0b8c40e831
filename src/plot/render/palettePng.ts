import { crc32, deflateSync } from "node:zlib";

/** Pixels of a picture, four bytes each: red, green, blue, alpha. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** Colours that differ by less than a step become one; the first step that leaves few enough is taken. Nobody sees a difference of 16. */
const steps = [1, 3, 5, 8, 12, 16, 20, 26] as const;

/**
 * A picture as a PNG of at most 256 colours, a byte a pixel: a chart takes a third of what its true colours take, and looks the same.
 *
 * @returns undefined for a picture that needs more colours
 */
export function encodePalette({ width, height, rgba }: Pixels): Uint8Array | undefined {
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, width * height);
  const places = placesOf(countColors(pixels));
  if (places === undefined) return undefined;
  const rows = Buffer.alloc((width + 1) * height);
  let last = pixels[0]!;
  let place = places.of.get(last)!;
  for (let y = 0, from = 0, to = 0; y < height; y++) {
    to++; // The row's filter: none.
    for (let x = 0; x < width; x++, from++, to++) {
      const color = pixels[from]!;
      if (color !== last) {
        last = color;
        place = places.of.get(color)!;
      }
      rows[to] = place;
    }
  }
  return png(width, height, places.palette, rows);
}

function countColors(pixels: Uint32Array): Map<number, number> {
  const counts = new Map<number, number>();
  let from = 0;
  for (let i = 1; i <= pixels.length; i++) {
    if (i < pixels.length && pixels[i] === pixels[from]) continue;
    const color = pixels[from]!;
    counts.set(color, (counts.get(color) ?? 0) + i - from);
    from = i;
  }
  return counts;
}

interface Places {
  palette: number[];
  /** Which entry of the palette stands for a colour. */
  of: Map<number, number>;
}

function placesOf(counts: Map<number, number>): Places | undefined {
  // The most frequent colour of a cell stands for it: paper and ink stay exact.
  const colors = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)!);
  for (const step of steps) {
    const palette: number[] = [];
    const cells = new Map<number, number>();
    const of = new Map<number, number>();
    for (const color of colors) {
      const cell = step === 1 ? color : cellOf(color, step);
      let place = cells.get(cell);
      if (place === undefined) {
        place = palette.push(color) - 1;
        if (place > 255) break;
        cells.set(cell, place);
      }
      of.set(color, place);
    }
    if (palette.length <= 256) return { palette, of };
  }
  return undefined;
}

/** The colour's place on a grid of so wide a step in each channel. */
function cellOf(color: number, step: number): number {
  const channel = (shift: number) => Math.round(((color >>> shift) & 255) / step);
  return channel(0) | (channel(8) << 8) | (channel(16) << 16) | (channel(24) << 24);
}

/** PNG specification, third edition, sections 5 and 11. */
function png(width: number, height: number, palette: readonly number[], rows: Buffer): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8); // Eight bits, a palette.
  const colors = Buffer.from(
    palette.flatMap((color) => [color & 255, (color >>> 8) & 255, (color >>> 16) & 255]),
  );
  const alphas = palette.map((color) => color >>> 24);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("PLTE", colors),
    ...(alphas.some((alpha) => alpha < 255) ? [chunk("tRNS", Buffer.from(alphas))] : []),
    chunk("IDAT", deflateSync(rows, { level: 7, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
