import { tf } from "../tensorflow.ts";
import type { Layer as AnyLayer } from "./options.ts";

/** A layer: one of this library, or any other of tfjs. */
export type Layer = AnyLayer;

/**
 * The class that layers of one's own extend, Keras's `keras.layers.Layer`: `build(inputShape)` makes weights by `addWeight`,
 * `call(inputs)` computes by tensors only, `computeOutputShape(inputShape)` says what comes out where that has another shape.
 *
 * @example
 * class Scale extends layers.Layer {
 *   static className = "Scale";
 *   build() { this.factor = this.addWeight("factor", [], "float32", initializers.ones()); }
 *   call([x]) { return x.mul(this.factor.read()); }
 * }
 */
export const Layer: typeof tf.layers.Layer = tf.layers.Layer;
