import { type LayersModel, type Tensor, tf, type Variable } from "../tensorflow.ts";

interface Constrained {
  readonly constraint: { apply(weight: Tensor): Tensor } | null;
  read(): Tensor;
}

/** Holds a model's weights to their constraints after a step, as Keras does; tfjs's training leaves them alone. */
export function constrain(model: LayersModel): void {
  for (const weight of model.trainableWeights as unknown as Constrained[]) {
    const { constraint } = weight;
    if (constraint) tf.tidy(() => (weight.read() as Variable).assign(constraint.apply(weight.read())));
  }
}
