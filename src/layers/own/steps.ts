import { type Tensor, tf } from "../../tensorflow.ts";
import { type LayerArgs, one, oneShape } from "./one.ts";

type Shapes = (number | null)[] | (number | null)[][];

/** A layer that changes how many steps a sequence has: (batch, steps, features). */
abstract class Steps extends tf.layers.Layer {
  constructor(config: LayerArgs) {
    super(config);
    this.inputSpec = [{ ndim: 3 }];
  }

  protected abstract steps(length: number): number;

  override computeOutputShape(inputShape: Shapes): (number | null)[] {
    const [batch, length, features] = oneShape(inputShape);
    return [batch!, length === null ? null : this.steps(length!), features!];
  }
}

/** Keras's ZeroPadding1D, which tfjs lacks. */
export class ZeroPadding1D extends Steps {
  static readonly className = "ZeroPadding1D";
  readonly #by: [number, number];

  constructor({ padding, ...config }: LayerArgs & { padding: [number, number] }) {
    super(config);
    this.#by = padding;
  }

  protected override steps(length: number): number {
    return length + this.#by[0] + this.#by[1];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.pad(one(inputs), [[0, 0], this.#by, [0, 0]]);
  }

  override getConfig() {
    return { ...super.getConfig(), padding: this.#by };
  }
}

/** Keras's Cropping1D, which tfjs lacks. */
export class Cropping1D extends Steps {
  static readonly className = "Cropping1D";
  readonly #by: [number, number];

  constructor({ cropping, ...config }: LayerArgs & { cropping: [number, number] }) {
    super(config);
    this.#by = cropping;
  }

  protected override steps(length: number): number {
    return length - this.#by[0] - this.#by[1];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const x = one(inputs);
    return tf.slice(x, [0, this.#by[0], 0], [-1, this.steps(x.shape[1]!), -1]);
  }

  override getConfig() {
    return { ...super.getConfig(), cropping: this.#by };
  }
}

/** Keras's UpSampling1D, which tfjs lacks. */
export class UpSampling1D extends Steps {
  static readonly className = "UpSampling1D";
  readonly #size: number;

  constructor({ size, ...config }: LayerArgs & { size: number }) {
    super(config);
    this.#size = size;
  }

  protected override steps(length: number): number {
    return length * this.#size;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const x = one(inputs);
    const [batch, length, features] = x.shape as [number, number, number];
    return tf.tidy(() =>
      tf.reshape(tf.tile(tf.expandDims(x, 2), [1, 1, this.#size, 1]), [batch, this.steps(length), features]),
    );
  }

  override getConfig() {
    return { ...super.getConfig(), size: this.#size };
  }
}

tf.serialization.registerClass(ZeroPadding1D);
tf.serialization.registerClass(Cropping1D);
tf.serialization.registerClass(UpSampling1D);
