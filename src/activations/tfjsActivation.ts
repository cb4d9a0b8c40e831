import type { serialization } from "@tensorflow/tfjs-node";
import { type Tensor, tf } from "../tensorflow.ts";

/** An activation as tfjs-layers calls one. */
export interface TfjsActivation {
  apply(x: Tensor, axis?: number): Tensor;
  getClassName(): string;
}

type ActivationClass = (new () => TfjsActivation) & { className: string };

/** tfjs-layers' base class of activations, which it keeps to itself: its layers accept instances of it. */
const Base = baseClass();

function baseClass(): ActivationClass {
  const { activation } = tf.layers.activation({ activation: "linear" }) as unknown as { activation: object };
  return Object.getPrototypeOf(activation.constructor) as ActivationClass;
}

/** Teaches tfjs-layers an activation by a name of its own; layers, and models that are loaded, then know it. */
export function register(className: string, formula: (x: Tensor) => Tensor): void {
  const Activation = activationClass(className, formula);
  tf.serialization.registerClass(
    Activation as unknown as serialization.SerializableConstructor<serialization.Serializable>,
  );
}

/** An activation from a function. A model with it cannot be loaded from a file without the function. */
export function fromFunction(formula: (x: Tensor) => Tensor): TfjsActivation {
  return new (activationClass(formula.name || "custom", formula))();
}

/** A class of tfjs-layers' for an activation. */
export function activationClass(className: string, formula: (x: Tensor) => Tensor): ActivationClass {
  return class extends Base {
    static override readonly className = className;

    override apply(x: Tensor): Tensor {
      return tf.tidy(() => formula(x));
    }
  };
}
