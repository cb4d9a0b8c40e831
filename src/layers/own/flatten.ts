import { tf } from "../../tensorflow.ts";
import { tfjsClass } from "../make.ts";
import type { LayerArgs } from "./one.ts";

/** tfjs's Flatten refuses what is flat already; Keras passes it on. */
export class Flatten extends tfjsClass("Flatten") {
  static readonly className = "Flatten";

  constructor(config?: LayerArgs) {
    super(config);
    this.inputSpec = [{ minNDim: 2 }];
  }
}

tf.serialization.registerClass(Flatten);
