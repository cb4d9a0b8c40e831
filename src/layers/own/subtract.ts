import { type Tensor, tf } from "../../tensorflow.ts";

/** Keras's Subtract, which tfjs lacks. */
export class Subtract extends tf.layers.Layer {
  static readonly className = "Subtract";

  override call(inputs: Tensor | Tensor[]): Tensor {
    if (!Array.isArray(inputs) || inputs.length !== 2)
      throw new RangeError("subtract needs exactly two inputs");
    return tf.sub(inputs[0]!, inputs[1]!);
  }

  override computeOutputShape(inputShape: (number | null)[] | (number | null)[][]): (number | null)[] {
    const [a, b] = inputShape as (number | null)[][];
    return a!.map((length, axis) => (length === 1 ? b![axis]! : length));
  }
}

tf.serialization.registerClass(Subtract);
