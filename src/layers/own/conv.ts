import { type Tensor, tf } from "../../tensorflow.ts";
import { tfjsClass } from "../make.ts";
import { one } from "./one.ts";

/** tfjs's Conv1D knows the padding `causal` but refuses it with a bias: zeros before the sequence, then no padding. */
export class Conv1D extends tfjsClass("Conv1D") {
  static readonly className = "Conv1D";
  declare padding: string;
  declare readonly kernelSize: number[];
  declare readonly dilationRate: number | number[];

  override call(inputs: Tensor | Tensor[], options: { training?: boolean }): Tensor | Tensor[] {
    if (this.padding !== "causal") return super.call(inputs, options);
    const [dilation] = [this.dilationRate].flat();
    const before = (this.kernelSize[0]! - 1) * dilation!;
    this.padding = "valid";
    try {
      return tf.tidy(() =>
        super.call(
          tf.pad(one(inputs), [
            [0, 0],
            [before, 0],
            [0, 0],
          ]),
          options,
        ),
      );
    } finally {
      this.padding = "causal";
    }
  }
}

/** tfjs's SeparableConv2D leaves the multiplier out of its settings. */
export class SeparableConv2D extends tfjsClass("SeparableConv2D") {
  static readonly className = "SeparableConv2D";
  declare readonly depthMultiplier: number;

  override getConfig() {
    return { ...super.getConfig(), depthMultiplier: this.depthMultiplier };
  }
}

/** tfjs's UpSampling2D takes pixels by their corners where it interpolates, Keras by their centres. */
export class UpSampling2D extends tfjsClass("UpSampling2D") {
  static readonly className = "UpSampling2D";
  declare readonly size: [number, number];
  declare readonly interpolation: string;
  declare readonly dataFormat: string;

  override call(inputs: Tensor | Tensor[], options: { training?: boolean }): Tensor | Tensor[] {
    if (this.interpolation !== "bilinear") return super.call(inputs, options);
    return tf.tidy(() => {
      const first = this.dataFormat === "channelsFirst";
      const given = one(inputs);
      const x = first ? tf.transpose(given, [0, 2, 3, 1]) : given;
      const [rows, columns] = [x.shape[1]! * this.size[0], x.shape[2]! * this.size[1]];
      const resized = tf.image.resizeBilinear(x as never, [rows, columns], false, true) as Tensor;
      return first ? tf.transpose(resized, [0, 3, 1, 2]) : resized;
    });
  }
}

tf.serialization.registerClass(Conv1D);
tf.serialization.registerClass(SeparableConv2D);
tf.serialization.registerClass(UpSampling2D);
