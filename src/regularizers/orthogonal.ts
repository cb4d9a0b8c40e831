import type { serialization } from "@tensorflow/tfjs-node";
import { type Scalar, type Tensor, tf } from "../tensorflow.ts";
import type { Regularizer } from "./regularizer.ts";

/** The options of {@link orthogonalRegularizer}. */
export interface OrthogonalRegularizerOptions {
  /** What the penalty is multiplied by. Default 0.01. */
  factor?: number;
  /** Whether the matrix's rows or its columns are held at right angles. Default `"rows"`. */
  mode?: "rows" | "columns";
}

type RegularizerClass = new () => Regularizer;

/** tfjs-layers' base class of regularizers, which it keeps to itself. */
const Base = Object.getPrototypeOf(tf.regularizers.l2({ l2: 1 }).constructor) as RegularizerClass;

class OrthogonalRegularizer extends Base {
  static readonly className = "OrthogonalRegularizer";
  readonly factor: number;
  readonly mode: "rows" | "columns";

  constructor({ factor = 0.01, mode = "rows" }: OrthogonalRegularizerOptions = {}) {
    super();
    this.factor = factor;
    this.mode = mode;
  }

  override apply(x: Tensor): Scalar {
    if (x.rank !== 2)
      throw new RangeError(`orthogonalRegularizer needs a matrix, got the shape [${x.shape}]`);
    return tf.tidy(() => {
      const rows = this.mode === "rows" ? x : tf.transpose(x);
      const units = tf.mul(rows, tf.minimum(tf.rsqrt(tf.sum(tf.square(rows), 1, true)), 1e7));
      const size = rows.shape[0]!;
      const others = tf.mul(tf.matMul(units, units, false, true), tf.sub(1, tf.eye(size)));
      return tf.mul(tf.sum(tf.abs(others)), (this.factor * 0.5) / ((size * (size - 1)) / 2)) as Scalar;
    });
  }

  override getConfig() {
    return { factor: this.factor, mode: this.mode };
  }

  static fromConfig(
    cls: new (options: OrthogonalRegularizerOptions) => Regularizer,
    config: object,
  ): Regularizer {
    return new cls(config);
  }
}
tf.serialization.registerClass(
  OrthogonalRegularizer as unknown as serialization.SerializableConstructor<serialization.Serializable>,
);

/** Penalises rows (or columns) of a matrix that do not stand at right angles: `keras.regularizers.OrthogonalRegularizer`. */
export function orthogonalRegularizer(options: OrthogonalRegularizerOptions = {}): Regularizer {
  return new OrthogonalRegularizer(options);
}
