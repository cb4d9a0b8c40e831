import { type Tensor, tf } from "../../tensorflow.ts";
import { type LayerArgs, one, oneShape } from "./one.ts";
import type { LayerVariable } from "./variable.ts";

type Axes = number | readonly number[];

/** Keras's UnitNormalization, which tfjs lacks. */
export class UnitNormalization extends tf.layers.Layer {
  static readonly className = "UnitNormalization";
  readonly #axis: number | number[];

  constructor(config: LayerArgs & { axis?: Axes }) {
    super(config);
    this.supportsMasking = true;
    const { axis = -1 } = config;
    this.#axis = typeof axis === "number" ? axis : [...axis];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.tidy(() => {
      const x = one(inputs);
      const length = tf.sum(tf.square(x), this.#axis, true);
      return tf.mul(x, tf.rsqrt(tf.maximum(length, 1e-24)));
    });
  }

  override getConfig() {
    return { ...super.getConfig(), axis: this.#axis };
  }
}

/** Keras's RMSNormalization, which tfjs lacks. */
export class RMSNormalization extends tf.layers.Layer {
  static readonly className = "RMSNormalization";
  readonly #axis: number | number[];
  readonly #epsilon: number;
  #scale!: LayerVariable;

  constructor(config: LayerArgs & { axis?: Axes; epsilon?: number }) {
    super(config);
    this.supportsMasking = true;
    const { axis = -1, epsilon = 1e-6 } = config;
    this.#axis = typeof axis === "number" ? axis : [...axis];
    this.#epsilon = epsilon;
  }

  override build(inputShape: (number | null)[] | (number | null)[][]): void {
    const shape = oneShape(inputShape);
    const lengths = [this.#axis].flat().map((axis) => shape.at(axis)!);
    this.#scale = this.addWeight(
      "scale",
      lengths,
      "float32",
      tf.initializers.ones(),
    ) as unknown as LayerVariable;
    super.build(inputShape);
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.tidy(() => {
      const x = one(inputs);
      const axes = [this.#axis].flat().map((axis) => (axis < 0 ? axis + x.rank : axis));
      const root = tf.rsqrt(tf.add(tf.mean(tf.square(x), axes, true), this.#epsilon));
      const along = x.shape.map((length, axis) => (axes.includes(axis) ? length : 1));
      return tf.mul(tf.mul(x, root), tf.reshape(this.#scale.read(), along));
    });
  }

  override getConfig() {
    return { ...super.getConfig(), axis: this.#axis, epsilon: this.#epsilon };
  }
}

tf.serialization.registerClass(UnitNormalization);
tf.serialization.registerClass(RMSNormalization);
