import { type Tensor, tf } from "../../tensorflow.ts";

/** What lies beyond the edges of a picture. */
export type FillMode = "reflect" | "wrap" | "constant" | "nearest";

/** How pixels of a warped picture arise. */
export interface WarpOptions {
  fillMode: FillMode;
  interpolation: "bilinear" | "nearest";
  fillValue: number;
}

/** Where each sample's pixels come from: `row = a * row + b * column + c`, likewise columns; each of shape [batch, 1]. */
export interface Affine {
  rows: readonly [Tensor, Tensor, Tensor];
  columns: readonly [Tensor, Tensor, Tensor];
}

/**
 * Moves the pixels of each picture. Coordinates count from the picture's middle.
 *
 * @param images shape (batch, height, width, channels)
 */
export function warp(images: Tensor, { rows, columns }: Affine, options: WarpOptions): Tensor {
  const [batch, height, width, channels] = images.shape as [number, number, number, number];
  const middle = [(height - 1) / 2, (width - 1) / 2] as const;
  const row = tf.reshape(
    tf.tile(tf.expandDims(tf.sub(tf.range(0, height), middle[0]), 1), [1, width]),
    [1, -1],
  );
  const column = tf.reshape(
    tf.tile(tf.expandDims(tf.sub(tf.range(0, width), middle[1]), 0), [height, 1]),
    [1, -1],
  );
  const from = ([a, b, c]: Affine["rows"]) => tf.add(tf.add(tf.mul(a, row), tf.mul(b, column)), c);
  const y = tf.add(from(rows), middle[0]);
  const x = tf.add(from(columns), middle[1]);
  const pixels = tf.reshape(images, [batch * height * width, channels]);
  const starts = tf.expandDims(tf.mul(tf.range(0, batch), height * width), 1);
  const at = (i: Tensor, j: Tensor): Tensor => {
    const place = tf.add(tf.add(tf.mul(fold(i, height, options), width), fold(j, width, options)), starts);
    const taken = tf.gather(pixels, tf.cast(tf.reshape(place, [-1]), "int32"));
    if (options.fillMode !== "constant") return taken;
    const inside = tf.reshape(tf.mul(within(i, height), within(j, width)), [-1, 1]);
    return tf.add(tf.mul(taken, inside), tf.mul(tf.sub(1, inside), options.fillValue));
  };
  const warped = options.interpolation === "nearest" ? at(tf.round(y), tf.round(x)) : between(y, x, at);
  return tf.reshape(warped, images.shape);
}

function between(y: Tensor, x: Tensor, at: (i: Tensor, j: Tensor) => Tensor): Tensor {
  const [top, left] = [tf.floor(y), tf.floor(x)];
  const [bottom, right] = [tf.add(top, 1), tf.add(left, 1)];
  const down = tf.reshape(tf.sub(y, top), [-1, 1]);
  const across = tf.reshape(tf.sub(x, left), [-1, 1]);
  const mix = (a: Tensor, b: Tensor, share: Tensor) => tf.add(tf.mul(a, tf.sub(1, share)), tf.mul(b, share));
  return mix(
    mix(at(top, left), at(top, right), across),
    mix(at(bottom, left), at(bottom, right), across),
    down,
  );
}

/** A whole coordinate within the picture. */
function fold(place: Tensor, length: number, { fillMode }: WarpOptions): Tensor {
  if (fillMode === "wrap") return tf.mod(place, length);
  if (fillMode === "reflect") {
    const turned = tf.mod(place, 2 * length);
    return tf.sub(length - 0.5, tf.abs(tf.sub(turned, length - 0.5)));
  }
  return tf.clipByValue(place, 0, length - 1);
}

function within(place: Tensor, length: number): Tensor {
  return tf.cast(tf.logicalAnd(tf.greaterEqual(place, 0), tf.lessEqual(place, length - 1)), "float32");
}
