import { type Tensor, tf } from "../../tensorflow.ts";
import { tfjsClass } from "../make.ts";
import type { ConvParts } from "./conv.ts";
import { one, oneShape } from "./one.ts";

type Shapes = (number | null)[] | (number | null)[][];

interface Parts extends ConvParts {
  useBias: boolean;
  kernelInitializer: never;
  kernelRegularizer: never;
  kernelConstraint: never;
  biasInitializer: never;
  biasRegularizer: never;
  biasConstraint: never;
}

/** Keras's Conv1DTranspose, which tfjs lacks: an image of one row. */
export class Conv1DTranspose extends tfjsClass("Conv1D") {
  static readonly className = "Conv1DTranspose";

  override build(inputShape: Shapes): void {
    const channels = oneShape(inputShape).at(-1)!;
    const parts = this as unknown as Parts;
    const shape = [parts.kernelSize[0]!, parts.filters, channels];
    parts.kernel = this.addWeight(
      "kernel",
      shape,
      "float32",
      parts.kernelInitializer,
      parts.kernelRegularizer,
      true,
      parts.kernelConstraint,
    ) as never;
    if (parts.useBias) {
      parts.bias = this.addWeight(
        "bias",
        [parts.filters],
        "float32",
        parts.biasInitializer,
        parts.biasRegularizer,
        true,
        parts.biasConstraint,
      ) as never;
    }
    this.inputSpec = [{ ndim: 3, axes: { 2: channels } }];
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const { kernel, bias, strides, padding, activation, filters } = this as unknown as Parts;
    return tf.tidy(() => {
      const x = tf.expandDims(one(inputs), 1);
      const [batch, , length] = x.shape as [number, number, number];
      const larger = tf.conv2dTranspose(
        x as never,
        tf.expandDims(kernel.read(), 0) as never,
        [batch, 1, this.#steps(length), filters],
        [1, strides[0]!],
        padding === "same" ? "same" : "valid",
      ) as Tensor;
      const sum = tf.squeeze(larger, [1]);
      const biased = bias === null ? sum : tf.add(sum, bias.read());
      return activation === null ? biased : activation.apply(biased);
    });
  }

  override computeOutputShape(inputShape: Shapes): (number | null)[] {
    const [batch, length] = oneShape(inputShape);
    const { filters } = this as unknown as Parts;
    return [batch!, length === null || length === undefined ? null : this.#steps(length), filters];
  }

  #steps(length: number): number {
    const { strides, kernelSize, padding } = this as unknown as Parts;
    const more = padding === "same" ? 0 : Math.max(kernelSize[0]! - strides[0]!, 0);
    return length * strides[0]! + more;
  }
}

tf.serialization.registerClass(Conv1DTranspose);
