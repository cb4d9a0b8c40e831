import { type Tensor, tf } from "../../tensorflow.ts";
import { tfjsClass } from "../make.ts";
import { type LayerArgs, one } from "./one.ts";

interface ReLUConfig extends LayerArgs {
  maxValue?: number | null;
  negativeSlope?: number;
  threshold?: number;
}

/** tfjs's ReLU with Keras's slope and threshold, which it lacks. */
export class ReLU extends tf.layers.Layer {
  static readonly className = "ReLU";
  readonly #config: { maxValue: number | null; negativeSlope: number; threshold: number };

  constructor(config: ReLUConfig) {
    super(config);
    this.supportsMasking = true;
    const { maxValue = null, negativeSlope = 0, threshold = 0 } = config;
    this.#config = { maxValue, negativeSlope, threshold };
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const { maxValue, negativeSlope, threshold } = this.#config;
    return tf.tidy(() => {
      const x = one(inputs);
      const line = threshold === 0 ? tf.relu(x) : tf.mul(x, tf.step(tf.sub(x, threshold)));
      const capped = maxValue === null ? line : tf.minimum(line, maxValue);
      if (negativeSlope === 0) return capped;
      return tf.sub(capped, tf.mul(tf.relu(tf.sub(threshold, x)), negativeSlope));
    });
  }

  override getConfig() {
    return { ...super.getConfig(), ...this.#config };
  }
}

/** tfjs's ELU takes no alpha but 1. */
export class ScaledELU extends tf.layers.Layer {
  static readonly className = "ELU";
  readonly #alpha: number;

  constructor(config: LayerArgs & { alpha?: number }) {
    super(config);
    this.supportsMasking = true;
    this.#alpha = config.alpha ?? 1;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.tidy(() => {
      const x = one(inputs);
      return this.#alpha === 1
        ? tf.elu(x)
        : tf.add(tf.relu(x), tf.mul(this.#alpha, tf.elu(tf.neg(tf.relu(tf.neg(x))))));
    });
  }

  override getConfig() {
    return { ...super.getConfig(), alpha: this.#alpha };
  }
}

/** tfjs's PReLU declares its input's shape wrongly once axes are shared. */
export class PRELU extends tfjsClass("PReLU") {
  static readonly className = "PReLU";

  override build(inputShape: (number | null)[]): void {
    super.build(inputShape);
    this.inputSpec = [{ ndim: inputShape.length }];
  }
}

for (const layer of [ReLU, ScaledELU, PRELU]) tf.serialization.registerClass(layer);
