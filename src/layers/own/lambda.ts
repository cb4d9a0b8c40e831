import type { serialization } from "@tensorflow/tfjs-node";
import { type Tensor, tf } from "../../tensorflow.ts";
import type { LayerArgs } from "./one.ts";

type Shape = (number | null)[];
type Formula = (x: Tensor | Tensor[]) => Tensor;

/** Keras's Lambda, which tfjs lacks. */
export class Lambda extends tf.layers.Layer {
  static readonly className = "Lambda";
  readonly #formula: Formula;
  readonly #outputShape: readonly (number | null)[] | undefined;

  constructor({ formula, outputShape, ...config }: LayerArgs & { formula: Formula; outputShape?: Shape }) {
    super(config);
    this.#formula = formula;
    this.#outputShape = outputShape;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const xs = [inputs].flat();
    return tf.tidy(() => {
      const output: unknown = this.#formula(xs.length === 1 ? xs[0]! : xs);
      if (output instanceof tf.Tensor) return output;
      throw new TypeError(
        `the function of layer "${this.name}" returned ${String(output)} instead of a tensor`,
      );
    });
  }

  /** Tries the function on zeros of two sizes: where the output's lengths differ, they are open. */
  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shapes = (Array.isArray(inputShape[0]) ? inputShape : [inputShape]) as Shape[];
    if (this.#outputShape !== undefined) return [shapes[0]![0]!, ...this.#outputShape];
    const [small, large] = [2, 3].map((open) => {
      const trial = tf.tidy(() =>
        this.call(shapes.map((shape) => tf.zeros(shape.map((length) => length ?? open)))),
      );
      const { shape } = trial;
      trial.dispose();
      return shape;
    });
    return small!.map((length, axis) => (length === large![axis] ? length : null));
  }

  override getConfig(): serialization.ConfigDict {
    throw new Error(
      `layer "${this.name}" holds a function, which no file can hold: save the model's weights, or make a class of the layer`,
    );
  }
}
