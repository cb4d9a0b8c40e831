import { type Tensor, tf } from "../../tensorflow.ts";
import { type LayerArgs, one, oneShape } from "./one.ts";

type Shape = (number | null)[];

interface SizeConfig extends LayerArgs {
  height: number;
  width: number;
}

/** Keras's Resizing; tfjs's own takes pixels by their corners. */
export class Resizing extends tf.layers.Layer {
  static readonly className = "Resizing";
  readonly #settings: { height: number; width: number; interpolation: "bilinear" | "nearest" };

  constructor({
    height,
    width,
    interpolation = "bilinear",
    ...config
  }: SizeConfig & { interpolation?: "bilinear" | "nearest" }) {
    super(config);
    this.#settings = { height, width, interpolation };
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const { height, width, interpolation } = this.#settings;
    const x = one(inputs) as never;
    if (interpolation === "nearest") return tf.image.resizeNearestNeighbor(x, [height, width], false, true);
    return tf.image.resizeBilinear(x, [height, width], false, true);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shape = oneShape(inputShape);
    return [...shape.slice(0, -3), this.#settings.height, this.#settings.width, shape.at(-1)!];
  }

  override getConfig() {
    return { ...super.getConfig(), ...this.#settings, ...asKeras, dataFormat: "channelsLast" };
  }
}

/** Keras's further settings of Resizing, which are at their defaults here. */
const asKeras = {
  cropToAspectRatio: false,
  padToAspectRatio: false,
  fillMode: "constant",
  fillValue: 0,
  antialias: false,
};

/** Keras's CenterCrop; tfjs's own resizes by corners where a picture is too small. */
export class CenterCrop extends tf.layers.Layer {
  static readonly className = "CenterCrop";
  readonly #settings: { height: number; width: number };

  constructor({ height, width, ...config }: SizeConfig) {
    super(config);
    this.#settings = { height, width };
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const x = one(inputs);
    const { height, width } = this.#settings;
    const [batch, rows, columns, channels] = x.shape as [number, number, number, number];
    if (rows < height || columns < width) {
      throw new RangeError(
        `layer "${this.name}" crops pictures to ${height} x ${width}, got ${rows} x ${columns}: resizing() makes them larger`,
      );
    }
    const from = [0, Math.trunc((rows - height) / 2), Math.trunc((columns - width) / 2), 0];
    return tf.slice(x, from, [batch, height, width, channels]);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch, , , channels] = oneShape(inputShape);
    return [batch!, this.#settings.height, this.#settings.width, channels!];
  }

  override getConfig() {
    return { ...super.getConfig(), ...this.#settings, dataFormat: "channelsLast" };
  }
}

/** Keras's CategoryEncoding; tfjs's own adds no axis to a batch of single numbers. */
export class CategoryEncoding extends tf.layers.Layer {
  static readonly className = "CategoryEncoding";
  readonly #settings: { numTokens: number; outputMode: "oneHot" | "multiHot" | "count" };

  constructor({
    numTokens,
    outputMode = "multiHot",
    ...config
  }: LayerArgs & { numTokens: number; outputMode?: "oneHot" | "multiHot" | "count" }) {
    super(config);
    this.#settings = { numTokens, outputMode };
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const { numTokens, outputMode } = this.#settings;
    return tf.tidy(() => {
      const x = tf.cast(one(inputs), "int32");
      const rows = tf.cast(tf.oneHot(x, numTokens), "float32");
      const isSingle = x.shape.at(-1) === 1;
      if (outputMode === "oneHot") return isSingle ? tf.squeeze(rows, [-2]) : rows;
      return outputMode === "count" ? tf.sum(rows, -2) : tf.max(rows, -2);
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shape = oneShape(inputShape);
    const { numTokens, outputMode } = this.#settings;
    return outputMode === "oneHot" && shape.at(-1) !== 1
      ? [...shape, numTokens]
      : [...shape.slice(0, -1), numTokens];
  }

  override getConfig() {
    return { ...super.getConfig(), ...this.#settings };
  }
}

for (const layer of [Resizing, CenterCrop, CategoryEncoding]) tf.serialization.registerClass(layer as never);
