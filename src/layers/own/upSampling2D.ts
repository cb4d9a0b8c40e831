import { type Tensor, tf } from "../../tensorflow.ts";
import { tfjsClass } from "../make.ts";
import { one } from "./one.ts";
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

tf.serialization.registerClass(UpSampling2D);
