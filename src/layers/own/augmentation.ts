import type { serialization } from "@tensorflow/tfjs-node";
import { type Tensor, tf } from "../../tensorflow.ts";
import { type LayerArgs, one } from "./one.ts";
import { type Affine, type WarpOptions, warp } from "./warp.ts";

/** A lower and an upper bound, as shares. */
export type Bounds = readonly [low: number, high: number];

/** How far a random change goes: up to this far both ways, or between two bounds. */
export type Factor = number | Bounds;

/** The bounds of a factor. */
export function bounds(factor: Factor): Bounds {
  return typeof factor === "number" ? [-Math.abs(factor), Math.abs(factor)] : factor;
}

/** A layer that changes pictures, each differently, while training alone. */
abstract class Augmentation<Settings extends object> extends tf.layers.Layer {
  protected readonly settings: Settings;

  constructor(config: LayerArgs, settings: Settings) {
    super(config);
    this.settings = settings;
    this.inputSpec = [{ ndim: 4 }];
  }

  protected abstract change(images: Tensor): Tensor;

  override call(inputs: Tensor | Tensor[], { training }: { training?: boolean } = {}): Tensor {
    const images = one(inputs);
    return training ? tf.tidy(() => this.change(images)) : tf.clone(images);
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), ...this.settings, dataFormat: "channelsLast" } as serialization.ConfigDict;
  }
}

/** One random number for each picture, shape [batch, 1]. */
function draw(images: Tensor, [low, high]: Bounds): Tensor {
  return tf.add(tf.mul(tf.randomUniform([images.shape[0]!, 1]), high - low), low);
}

/** The same, to be multiplied with pictures. */
function drawForPixels(images: Tensor, bounds: Bounds): Tensor {
  return tf.reshape(draw(images, bounds), [images.shape[0]!, 1, 1, 1]);
}

interface FlipSettings {
  mode: "horizontal" | "vertical" | "horizontalAndVertical";
}

class RandomFlip extends Augmentation<FlipSettings> {
  static readonly className = "RandomFlip";
  constructor({ mode, ...config }: LayerArgs & FlipSettings) {
    super(config, { mode });
  }

  protected override change(images: Tensor): Tensor {
    const { mode } = this.settings;
    const flipped = mode === "vertical" ? images : this.#some(images, 2);
    return mode === "horizontal" ? flipped : this.#some(flipped, 1);
  }

  #some(images: Tensor, axis: number): Tensor {
    const chosen = tf.cast(tf.greater(drawForPixels(images, [0, 1]), 0.5), "float32");
    return tf.add(tf.mul(tf.reverse(images, axis), chosen), tf.mul(images, tf.sub(1, chosen)));
  }
}

class RandomRotation extends Augmentation<{ factor: Bounds } & WarpOptions> {
  static readonly className = "RandomRotation";
  constructor({
    factor,
    fillMode,
    interpolation,
    fillValue,
    ...config
  }: LayerArgs & { factor: Bounds } & WarpOptions) {
    super(config, { factor, fillMode, interpolation, fillValue });
  }

  protected override change(images: Tensor): Tensor {
    const angle = tf.mul(draw(images, this.settings.factor), 2 * Math.PI);
    const [sine, cosine, zero] = [tf.sin(angle), tf.cos(angle), tf.zerosLike(angle)];
    return warp(images, { rows: [cosine, sine, zero], columns: [tf.neg(sine), cosine, zero] }, this.settings);
  }
}

interface TwoFactors {
  heightFactor: Factor;
  widthFactor: Factor | null;
}

class RandomZoom extends Augmentation<TwoFactors & WarpOptions> {
  static readonly className = "RandomZoom";
  constructor(config: LayerArgs & TwoFactors & WarpOptions) {
    super(config, twoFactors(config));
  }

  protected override change(images: Tensor): Tensor {
    const { heightFactor, widthFactor } = this.settings;
    const tall = tf.add(draw(images, bounds(heightFactor)), 1);
    const wide = widthFactor === null ? tall : tf.add(draw(images, bounds(widthFactor)), 1);
    const zero = tf.zerosLike(tall);
    return warp(images, { rows: [tall, zero, zero], columns: [zero, wide, zero] }, this.settings);
  }
}

class RandomTranslation extends Augmentation<TwoFactors & WarpOptions> {
  static readonly className = "RandomTranslation";
  constructor(config: LayerArgs & TwoFactors & WarpOptions) {
    super(config, twoFactors(config));
  }

  protected override change(images: Tensor): Tensor {
    const { heightFactor, widthFactor } = this.settings;
    const [, height, width] = images.shape as [number, number, number];
    const down = tf.mul(draw(images, bounds(heightFactor)), height);
    const right = tf.mul(draw(images, bounds(widthFactor ?? 0)), width);
    const [zero, same] = [tf.zerosLike(down), tf.onesLike(down)];
    const from: Affine = { rows: [same, zero, tf.neg(down)], columns: [zero, same, tf.neg(right)] };
    return warp(images, from, this.settings);
  }
}

function twoFactors({
  heightFactor,
  widthFactor,
  fillMode,
  interpolation,
  fillValue,
}: TwoFactors & WarpOptions) {
  return { heightFactor, widthFactor, fillMode, interpolation, fillValue };
}

interface RangeSettings {
  factor: Bounds;
  valueRange: Bounds;
}

class RandomBrightness extends Augmentation<RangeSettings> {
  static readonly className = "RandomBrightness";
  constructor({ factor, valueRange, ...config }: LayerArgs & RangeSettings) {
    super(config, { factor, valueRange });
  }

  protected override change(images: Tensor): Tensor {
    const { factor, valueRange } = this.settings;
    const more = tf.mul(drawForPixels(images, factor), valueRange[1] - valueRange[0]);
    return tf.clipByValue(tf.add(images, more), ...valueRange);
  }
}

class RandomContrast extends Augmentation<RangeSettings> {
  static readonly className = "RandomContrast";
  constructor({ factor, valueRange, ...config }: LayerArgs & RangeSettings) {
    super(config, { factor, valueRange });
  }

  protected override change(images: Tensor): Tensor {
    const { factor, valueRange } = this.settings;
    const by = drawForPixels(images, [1 - factor[0], 1 + factor[1]]);
    const mean = tf.mean(images, [1, 2], true);
    return tf.clipByValue(tf.add(tf.mul(tf.sub(images, mean), by), mean), ...valueRange);
  }
}

/** The layers by Keras's class names. */
export const augmentations = {
  RandomBrightness,
  RandomContrast,
  RandomFlip,
  RandomRotation,
  RandomTranslation,
  RandomZoom,
};

for (const layer of Object.values(augmentations)) tf.serialization.registerClass(layer as never);
