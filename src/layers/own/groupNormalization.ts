import { type Tensor, tf } from "../../tensorflow.ts";
import { type LayerArgs, one, oneShape } from "./one.ts";
import { type PartLike, type Parts, partConfig, resolveParts } from "./parts.ts";
import type { LayerVariable } from "./variable.ts";

type Shapes = (number | null)[] | (number | null)[][];
type PartName = `${"beta" | "gamma"}${"Initializer" | "Regularizer" | "Constraint"}`;

interface Config extends LayerArgs, Partial<Record<PartName, PartLike>> {
  groups?: number;
  axis?: number;
  epsilon?: number;
  center?: boolean;
  scale?: boolean;
}

/** Keras's GroupNormalization, which tfjs lacks. */
export class GroupNormalization extends tf.layers.Layer {
  static readonly className = "GroupNormalization";
  readonly #settings: { groups: number; axis: number; epsilon: number; center: boolean; scale: boolean };
  readonly #parts: Parts<PartName>;
  #gamma: LayerVariable | undefined;
  #beta: LayerVariable | undefined;

  constructor(config: Config = {}) {
    super(config);
    this.supportsMasking = true;
    const { groups = 32, axis = -1, epsilon = 1e-3, center = true, scale = true } = config;
    this.#settings = { groups, axis, epsilon, center, scale };
    this.#parts = resolveParts<PartName>(config, {
      betaInitializer: "zeros",
      gammaInitializer: "ones",
      betaRegularizer: null,
      gammaRegularizer: null,
      betaConstraint: null,
      gammaConstraint: null,
    });
  }

  override build(inputShape: Shapes): void {
    const shape = oneShape(inputShape);
    const channels = shape.at(this.#settings.axis) ?? 0;
    const groups = this.#groups(channels);
    if (channels === 0 || channels % groups !== 0) {
      throw new RangeError(
        `groupNormalization divides the ${channels} features of axis ${this.#settings.axis} into groups, got groups = ${groups}`,
      );
    }
    const parts = this.#parts;
    const { scale, center } = this.#settings;
    const weight = (name: "gamma" | "beta") =>
      this.addWeight(
        name,
        [channels],
        "float32",
        parts[`${name}Initializer`] as never,
        parts[`${name}Regularizer`] as never,
        true,
        parts[`${name}Constraint`] as never,
      ) as unknown as LayerVariable;
    if (scale) this.#gamma = weight("gamma");
    if (center) this.#beta = weight("beta");
    super.build(inputShape);
  }

  #groups(channels: number): number {
    return this.#settings.groups === -1 ? channels : this.#settings.groups;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.tidy(() => {
      const x = one(inputs);
      const axis = this.#settings.axis < 0 ? this.#settings.axis + x.rank : this.#settings.axis;
      const channels = x.shape[axis]!;
      const groups = this.#groups(channels);
      const divided = (shape: readonly number[]) => [
        ...shape.slice(0, axis),
        groups,
        channels / groups,
        ...shape.slice(axis + 1),
      ];
      const grouped = tf.reshape(x, divided(x.shape));
      const others = grouped.shape.map((_, i) => i).filter((i) => i !== 0 && i !== axis);
      const { mean, variance } = tf.moments(grouped, others, true);
      const root = tf.sqrt(tf.add(variance, this.#settings.epsilon));
      const normal = tf.reshape(tf.div(tf.sub(grouped, mean), root), x.shape);
      const along = (weight: LayerVariable) =>
        tf.reshape(
          weight.read(),
          x.shape.map((_, i) => (i === axis ? channels : 1)),
        );
      const scaled = this.#gamma === undefined ? normal : tf.mul(normal, along(this.#gamma));
      return this.#beta === undefined ? scaled : tf.add(scaled, along(this.#beta));
    });
  }

  override getConfig() {
    return { ...super.getConfig(), ...this.#settings, ...partConfig(this.#parts) };
  }
}

tf.serialization.registerClass(GroupNormalization);
