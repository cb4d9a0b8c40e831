import { type Tensor, tf } from "../../tensorflow.ts";
import { type LayerArgs, one } from "./one.ts";

interface Config extends LayerArgs {
  rate: number;
}

/** Drops whole channels: one decision for all places of a sample. tfjs has it for sequences only, and loses the rate there. */
abstract class SpatialDropoutLayer extends tf.layers.Layer {
  readonly #rate: number;

  constructor(config: Config, axes: number) {
    super(config);
    this.supportsMasking = true;
    this.#rate = config.rate;
    this.inputSpec = [{ ndim: axes + 2 }];
  }

  override call(inputs: Tensor | Tensor[], { training }: { training?: boolean } = {}): Tensor {
    const x = one(inputs);
    if (!training || this.#rate === 0) return tf.clone(x);
    const shape = x.shape.map((length, axis) => (axis === 0 || axis === x.rank - 1 ? length : 1));
    return tf.tidy(() => tf.mul(x, tf.dropout(tf.ones(shape), this.#rate)));
  }

  override getConfig() {
    return { ...super.getConfig(), rate: this.#rate };
  }
}

class SpatialDropout1D extends SpatialDropoutLayer {
  static readonly className = "SpatialDropout1D";
  constructor(config: Config) {
    super(config, 1);
  }
}

class SpatialDropout2D extends SpatialDropoutLayer {
  static readonly className = "SpatialDropout2D";
  constructor(config: Config) {
    super(config, 2);
  }
}

class SpatialDropout3D extends SpatialDropoutLayer {
  static readonly className = "SpatialDropout3D";
  constructor(config: Config) {
    super(config, 3);
  }
}

for (const layer of [SpatialDropout1D, SpatialDropout2D, SpatialDropout3D])
  tf.serialization.registerClass(layer);

/** The layer for sequences (1), images (2) or volumes (3). */
export const spatialDropouts = { 1: SpatialDropout1D, 2: SpatialDropout2D, 3: SpatialDropout3D } as const;
