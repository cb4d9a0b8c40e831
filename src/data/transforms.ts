import { NDArray } from "../array/ndarray.ts";
import { formatShape } from "../array/shape.ts";

/** A change of one sample: an image in, an image out. */
export type Transform = (input: NDArray) => NDArray;

/**
 * Transforms one after another: torchvision's `transforms.Compose`.
 *
 * @example const transform = transforms.compose([transforms.toTensor(), transforms.normalize([0.5], [0.5])]);
 */
export function compose(transforms: readonly Transform[]): Transform {
  return (input) => transforms.reduce((image, transform) => transform(image), input);
}

/**
 * An image as models of PyTorch take it: channels first, and bytes from 0 to 255 scaled to numbers from 0 to 1
 * (torchvision's `transforms.ToTensor`). Images of other dtypes keep their numbers, as there.
 *
 * @returns a transform from shape (height, width) to (1, height, width), or (height, width, channels) to (channels, height, width),
 * float32
 */
export function toTensor(): Transform {
  return (image) => {
    if (image.ndim !== 2 && image.ndim !== 3) {
      throw new RangeError(
        `toTensor() takes one image, of shape (height, width) or (height, width, channels), got ${formatShape(image.shape)}`,
      );
    }
    const [height = 0, width = 0, channels = 1] = image.shape;
    const divisor = image.dtype === "uint8" ? 255 : 1;
    const data = new Float32Array(image.size);
    const pixels = height * width;
    for (let channel = 0; channel < channels; channel++) {
      for (let i = 0; i < pixels; i++) {
        data[channel * pixels + i] = image.data[i * channels + channel]! / divisor;
      }
    }
    return new NDArray(data, [channels, height, width], "float32");
  };
}

/**
 * An image with the mean subtracted and divided by the standard deviation, channel by channel, in float32: torchvision's
 * `transforms.Normalize`. With 0.5 and 0.5 numbers from 0 to 1 become numbers from -1 to 1.
 *
 * @param mean one number, or one a channel
 * @param std one number, or one a channel; none of them 0
 * @returns a transform of images of shape (channels, height, width)
 * @throws RangeError for a deviation of 0, or when images have another number of channels
 * @example transforms.normalize([0.5], [0.5]);
 */
export function normalize(mean: readonly number[], std: readonly number[]): Transform {
  if (std.some((deviation) => !(deviation > 0))) {
    throw new RangeError(`normalize() divides by std, so no part of it can be 0; got [${std.join(", ")}]`);
  }
  const [means, deviations] = [Float32Array.from(mean), Float32Array.from(std)];
  return (image) => {
    const [channels = 0] = image.shape;
    for (const { length } of [means, deviations]) {
      if (image.ndim === 3 && (length === 1 || length === channels)) continue;
      throw new RangeError(
        `normalize() with ${length} values got an image of shape ${formatShape(image.shape)}, not (${length}, height, width); ` +
          "toTensor() before it gives that shape",
      );
    }
    const data = new Float32Array(image.size);
    const pixels = image.size / channels;
    for (let i = 0; i < data.length; i++) {
      const channel = Math.floor(i / pixels);
      const centred = Math.fround(image.data[i]! - means[means.length === 1 ? 0 : channel]!);
      data[i] = centred / deviations[deviations.length === 1 ? 0 : channel]!;
    }
    return new NDArray(data, image.shape, "float32");
  };
}
