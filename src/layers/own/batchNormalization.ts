import { type Tensor, tf, type Variable } from "../../tensorflow.ts";
import { tfjsClass } from "../make.ts";
import { one } from "./one.ts";

interface LayerVariable {
  read(): Tensor;
  write(value: Tensor): unknown;
}

/** What the methods use of tfjs's class, which declares it private. */
interface Parts {
  axis: number;
  momentum: number;
  epsilon: number;
  gamma?: LayerVariable | null;
  beta?: LayerVariable | null;
  movingMean: LayerVariable;
  movingVariance: LayerVariable;
}

/** tfjs's batch normalisation cannot train without a learnt offset and factor, nor while it is frozen as Keras means it. */
export class BatchNormalization extends tfjsClass("BatchNormalization") {
  static readonly className = "BatchNormalization";

  override call(inputs: Tensor | Tensor[], { training }: { training?: boolean } = {}): Tensor {
    return tf.tidy(() => {
      const x = one(inputs);
      const parts = this as unknown as Parts;
      const axis = parts.axis < 0 ? parts.axis + x.rank : parts.axis;
      const broadcast = (values: Tensor) =>
        tf.reshape(
          values,
          x.shape.map((length, i) => (i === axis ? length : 1)),
        );
      const [mean, variance] =
        training && this.trainable
          ? measure(x, axis, parts)
          : [parts.movingMean.read(), parts.movingVariance.read()];
      const centred = tf.sub(x, broadcast(mean));
      const root = tf.sqrt(tf.add(variance, parts.epsilon));
      const factor = parts.gamma ? tf.div(parts.gamma.read(), root) : tf.div(1, root);
      const scaled = tf.mul(centred, broadcast(factor));
      return parts.beta ? tf.add(scaled, broadcast(parts.beta.read())) : scaled;
    });
  }
}

/** The batch's mean and variance, by which the running ones move. */
function measure(x: Tensor, axis: number, parts: Parts): [Tensor, Tensor] {
  const others = x.shape.map((_, i) => i).filter((i) => i !== axis);
  const { mean, variance } = tf.moments(x, others);
  for (const [running, value] of [
    [parts.movingMean, mean],
    [parts.movingVariance, variance],
  ] as const) {
    const kept = running.read() as Variable;
    running.write(tf.add(tf.mul(kept, parts.momentum), tf.mul(value, 1 - parts.momentum)));
  }
  return [mean, variance];
}

tf.serialization.registerClass(BatchNormalization);
