import { globalState } from "../random/globalState.ts";
import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import { disposeWith } from "../training/dispose.ts";

/** A weight with its gradient: `torch.nn.Parameter`. */
export type Parameter = Variable & {
  /** What `backward` added up since the last `zeroGrad`. */
  grad: Tensor | null;
};

/**
 * A parameter that starts between -bound and bound, each number equally likely.
 *
 * @param owner with it the parameter is freed
 */
export function uniformParameter(owner: object, shape: number[], bound: number): Parameter {
  const state = globalState();
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Float32Array.from({ length: size }, () => (2 * state.random() - 1) * bound);
  const variable = tf.tidy(() => tf.variable(tf.tensor(values, shape)));
  const parameter = Object.assign(variable, { grad: null }) as Parameter;
  disposeWith(owner, [parameter, { dispose: () => parameter.grad?.dispose() }]);
  return parameter;
}
