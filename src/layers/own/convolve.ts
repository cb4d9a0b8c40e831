import { type Tensor, tf } from "../../tensorflow.ts";

/** How a convolution over one, two or three axes moves. */
export interface ConvolveOptions {
  strides: readonly number[];
  padding: "valid" | "same";
  dilationRate: readonly number[];
  groups: number;
}

/**
 * A convolution by groups of channels and with spread-out kernels, of which tfjs has neither the first nor the second's gradient.
 *
 * @param x shape (batch, ...places, channels)
 * @param kernel shape (...lengths, channels / groups, filters)
 */
export function convolve(x: Tensor, kernel: Tensor, options: ConvolveOptions): Tensor {
  const spread = dilate(kernel, options.dilationRate);
  if (options.groups === 1) return convolveOnce(x, spread, options);
  const channels = tf.split(x, options.groups, -1);
  const filters = tf.split(spread, options.groups, -1);
  return tf.concat(
    channels.map((group, i) => convolveOnce(group, filters[i]!, options)),
    -1,
  );
}

function convolveOnce(x: Tensor, kernel: Tensor, { strides, padding }: ConvolveOptions): Tensor {
  const [a = 1, b = 1, c = 1] = strides;
  if (strides.length === 1) return tf.conv1d(x as never, kernel as never, a, padding);
  if (strides.length === 2) return tf.conv2d(x as never, kernel as never, [a, b], padding);
  return tf.conv3d(x as never, kernel as never, [a, b, c], padding);
}

/** A kernel with zeros between its numbers: the same as a convolution that leaves out places. */
export function dilate(kernel: Tensor, rates: readonly number[]): Tensor {
  return rates.reduce((spread, rate, axis) => {
    if (rate === 1) return spread;
    const { shape } = spread;
    const apart = tf.expandDims(spread, axis + 1);
    const zeros = apart.shape.map((_, i): [number, number] => [0, i === axis + 1 ? rate - 1 : 0]);
    const joined = shape.map((length, i) => (i === axis ? length * rate : length));
    const size = shape.map((length, i) => (i === axis ? (length - 1) * rate + 1 : length));
    return tf.slice(
      tf.reshape(tf.pad(apart, zeros), joined),
      shape.map(() => 0),
      size,
    );
  }, kernel);
}

/** Moves the channels of a batch to the end, where they are not. */
export function channelsToLast(x: Tensor, dataFormat: string): Tensor {
  if (dataFormat !== "channelsFirst") return x;
  const places = Array.from({ length: x.rank - 2 }, (_, i) => i + 2);
  return tf.transpose(x, [0, ...places, 1]);
}

/** Undoes {@link channelsToLast}. */
export function channelsBack(x: Tensor, dataFormat: string): Tensor {
  if (dataFormat !== "channelsFirst") return x;
  const places = Array.from({ length: x.rank - 2 }, (_, i) => i + 1);
  return tf.transpose(x, [0, x.rank - 1, ...places]);
}
