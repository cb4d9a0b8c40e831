import { type Tensor, tf } from "../../tensorflow.ts";
import { addLoss } from "../addedLosses.ts";
import { type LayerArgs, one } from "./one.ts";

/** Keras's Identity, which tfjs lacks. */
export class Identity extends tf.layers.Layer {
  static readonly className = "Identity";

  constructor(config?: LayerArgs) {
    super(config);
    this.supportsMasking = true;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.clone(one(inputs));
  }
}

/** Keras's ActivityRegularization, which tfjs lacks. */
export class ActivityRegularization extends tf.layers.Layer {
  static readonly className = "ActivityRegularization";
  readonly #l1: number;
  readonly #l2: number;

  constructor(config: LayerArgs & { l1?: number; l2?: number }) {
    super(config);
    this.supportsMasking = true;
    this.#l1 = config.l1 ?? 0;
    this.#l2 = config.l2 ?? 0;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const x = one(inputs);
    // Keras divides by the batch's size, so that the penalty is the same for batches of any.
    addLoss(() => tf.div(tf.regularizers.l1l2({ l1: this.#l1, l2: this.#l2 }).apply(x), x.shape[0]!));
    return tf.clone(x);
  }

  override getConfig() {
    return { ...super.getConfig(), l1: this.#l1, l2: this.#l2 };
  }
}

tf.serialization.registerClass(Identity);
tf.serialization.registerClass(ActivityRegularization);
