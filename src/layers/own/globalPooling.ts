import { type Layer, type Tensor, tf } from "../../tensorflow.ts";
import { type LayerArgs, one, oneShape } from "./one.ts";

type Shapes = (number | null)[] | (number | null)[][];

interface Config extends LayerArgs {
  dataFormat?: "channelsLast" | "channelsFirst";
  keepdims?: boolean;
}

type Reduce = (x: Tensor, axes: number[], keepdims: boolean) => Tensor;

/** One number a channel, from all its places. tfjs has neither `keepdims` nor volumes, and a mean that forgets masks. */
function globalPooling(className: string, places: number, reduce: Reduce): new (config?: Config) => Layer {
  class GlobalPooling extends tf.layers.Layer {
    static readonly className = className;
    readonly #dataFormat: "channelsLast" | "channelsFirst";
    readonly #keepdims: boolean;

    constructor(config: Config = {}) {
      super(config);
      this.#dataFormat = config.dataFormat ?? "channelsLast";
      this.#keepdims = config.keepdims ?? false;
      this.inputSpec = [{ ndim: places + 2 }];
      this.supportsMasking = places === 1;
    }

    get #axes(): number[] {
      const first = this.#dataFormat === "channelsFirst" ? 2 : 1;
      return Array.from({ length: places }, (_, i) => first + i);
    }

    override call(inputs: Tensor | Tensor[], { mask }: { mask?: Tensor | Tensor[] } = {}): Tensor {
      return tf.tidy(() => {
        const x = one(inputs);
        const steps = mask === undefined || mask === null ? undefined : one(mask);
        if (steps === undefined || reduce !== mean) return reduce(x, this.#axes, this.#keepdims);
        const counts = tf.expandDims(tf.cast(steps, "float32"), this.#dataFormat === "channelsFirst" ? 1 : 2);
        const sum = tf.sum(tf.mul(x, counts), this.#axes, this.#keepdims);
        return tf.div(sum, tf.sum(counts, this.#axes, this.#keepdims));
      });
    }

    /** The steps are gone, and the mask with them. */
    override computeMask(): Tensor {
      return null as unknown as Tensor;
    }

    override computeOutputShape(inputShape: Shapes): (number | null)[] {
      const shape = oneShape(inputShape);
      const axes = new Set(this.#axes);
      if (this.#keepdims) return shape.map((length, axis) => (axes.has(axis) ? 1 : length));
      return shape.filter((_, axis) => !axes.has(axis));
    }

    override getConfig() {
      return { ...super.getConfig(), dataFormat: this.#dataFormat, keepdims: this.#keepdims };
    }
  }
  tf.serialization.registerClass(GlobalPooling);
  return GlobalPooling;
}

const mean: Reduce = (x, axes, keepdims) => tf.mean(x, axes, keepdims);
const max: Reduce = (x, axes, keepdims) => tf.max(x, axes, keepdims);

/** The global pooling layers by Keras's class names. */
export const globalPoolings = {
  GlobalAveragePooling1D: globalPooling("GlobalAveragePooling1D", 1, mean),
  GlobalAveragePooling2D: globalPooling("GlobalAveragePooling2D", 2, mean),
  GlobalAveragePooling3D: globalPooling("GlobalAveragePooling3D", 3, mean),
  GlobalMaxPooling1D: globalPooling("GlobalMaxPooling1D", 1, max),
  GlobalMaxPooling2D: globalPooling("GlobalMaxPooling2D", 2, max),
  GlobalMaxPooling3D: globalPooling("GlobalMaxPooling3D", 3, max),
};
