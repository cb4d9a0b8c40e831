import type { serialization } from "@tensorflow/tfjs-node";
import { type Tensor, tf } from "../../tensorflow.ts";
import { type LayerArgs, one, oneShape } from "./one.ts";
import type { LayerVariable } from "./variable.ts";

type Shape = (number | null)[];
type Numbers = number | readonly number[];

interface Config extends LayerArgs {
  axis?: number | readonly number[] | null;
  mean?: Numbers | null;
  variance?: Numbers | null;
  invert?: boolean;
}

/** Keras's Normalization, which tfjs lacks. */
export class Normalization extends tf.layers.Layer {
  static readonly className = "Normalization";
  readonly #axes: readonly number[];
  readonly #config: { axis: number | number[] | null; invert: boolean };
  readonly #given: { mean: Numbers; variance: Numbers } | undefined;
  #weights: Record<"mean" | "variance" | "count", LayerVariable> | undefined;

  constructor(config: Config = {}) {
    super(config);
    const { axis = -1, mean, variance, invert = false } = config;
    this.#axes = axis === null ? [] : [axis].flat();
    this.#config = { axis: typeof axis === "number" || axis === null ? axis : [...axis], invert };
    if ((mean ?? null) !== null && (variance ?? null) !== null) {
      this.#given = { mean: mean!, variance: variance! };
    } else if ((mean ?? null) !== null || (variance ?? null) !== null) {
      throw new TypeError("normalization takes mean and variance together, or neither and adapt(data)");
    }
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = oneShape(inputShape);
    const lengths = shape.filter((_, axis) => this.#kept(shape.length).includes(axis)) as number[];
    if (this.#given === undefined) {
      const weight = (
        name: string,
        of: number[],
        start: "zeros" | "ones",
        dtype: "float32" | "int32" = "float32",
      ) =>
        this.addWeight(
          name,
          of,
          dtype,
          tf.initializers[start](),
          undefined,
          false,
        ) as unknown as LayerVariable;
      this.#weights = {
        mean: weight("mean", lengths, "zeros"),
        variance: weight("variance", lengths, "ones"),
        count: weight("count", [], "zeros", "int32"),
      };
    }
    super.build(inputShape);
  }

  /** Measures mean and variance of the data, which stay until the next time. */
  adapt(data: Tensor): void {
    if (this.#given !== undefined) throw new Error(`layer "${this.name}" was given its mean and variance`);
    if (!this.built) {
      this.build([null, ...data.shape.slice(1)]);
      this.built = true;
    }
    tf.tidy(() => {
      const kept = this.#kept(data.rank);
      const others = data.shape.map((_, axis) => axis).filter((axis) => !kept.includes(axis));
      const { mean, variance } = tf.moments(tf.cast(data, "float32"), others);
      this.#weights!.mean.write(mean);
      this.#weights!.variance.write(variance);
      this.#weights!.count.write(tf.scalar(data.shape[0]!, "int32"));
    });
  }

  #kept(rank: number): number[] {
    return this.#axes.map((axis) => (axis < 0 ? axis + rank : axis));
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.tidy(() => {
      const x = tf.cast(one(inputs), "float32");
      const kept = this.#kept(x.rank);
      const along = (values: Tensor) =>
        values.size === 1
          ? tf.reshape(values, [])
          : tf.reshape(
              values,
              x.shape.map((length, axis) => (kept.includes(axis) ? length : 1)),
            );
      const mean = along(this.#weights?.mean.read() ?? tf.tensor(this.#given!.mean as number[]));
      const variance = along(this.#weights?.variance.read() ?? tf.tensor(this.#given!.variance as number[]));
      const spread = tf.maximum(tf.sqrt(variance), 1e-7);
      if (this.#config.invert) return tf.add(tf.mul(x, spread), mean);
      return tf.div(tf.sub(x, mean), spread);
    });
  }

  override getConfig(): serialization.ConfigDict {
    const { mean = null, variance = null } = this.#given ?? {};
    return { ...super.getConfig(), ...this.#config, mean, variance } as serialization.ConfigDict;
  }
}

tf.serialization.registerClass(Normalization);
