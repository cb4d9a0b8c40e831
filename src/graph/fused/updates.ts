import type { Tensor, Variable } from "../../tensorflow.ts";
import { GraphError } from "../errors.ts";
import type { AttrValue } from "../proto.ts";
import { Recorder } from "../recorder.ts";

/** A number known while tracing, or a scalar computed in the graph. */
export type Rate = Tensor | number;

/** What every update has: the weight, its gradient, the step size. */
export interface Update {
  variable: Variable;
  gradient: Tensor;
  learningRate: Rate;
}

const float: AttrValue = { type: 1 };

/** `variable -= learningRate * gradient`, in place, while a function is traced (TensorFlow's ResourceApplyGradientDescent). */
export function applyGradientDescent({ variable, gradient, learningRate }: Update): void {
  record("ResourceApplyGradientDescent", [variable, learningRate, gradient]);
}

/** Momentum as TensorFlow 1 and `tf.train.momentum` have it: `a = momentum * a + gradient`, `variable -= learningRate * a`. */
export function applyMomentum(
  update: Update & { accumulation: Variable; momentum: Rate; nesterov?: boolean },
): void {
  const { variable, gradient, learningRate, accumulation, momentum, nesterov = false } = update;
  const inputs = [variable, accumulation, learningRate, gradient, momentum];
  record("ResourceApplyMomentum", inputs, { use_nesterov: { b: nesterov } });
}

/** Momentum as Keras has it: `a = momentum * a - learningRate * gradient`, `variable += a` (ResourceApplyKerasMomentum). */
export function applyKerasMomentum(
  update: Update & { accumulation: Variable; momentum: Rate; nesterov?: boolean },
): void {
  const { variable, gradient, learningRate, accumulation, momentum, nesterov = false } = update;
  const inputs = [variable, accumulation, learningRate, gradient, momentum];
  record("ResourceApplyKerasMomentum", inputs, { use_nesterov: { b: nesterov } });
}

/**
 * RMSProp: `s = rho * s + (1 - rho) * gradient²`, `m = momentum * m + learningRate * gradient / sqrt(s + epsilon)`,
 * `variable -= m` (ResourceApplyRMSProp). Keras's formula is the same.
 */
export function applyRmsProp(
  update: Update & { meanSquare: Variable; moment: Variable; rho: Rate; momentum: Rate; epsilon: Rate },
): void {
  const { variable, gradient, learningRate, meanSquare, moment, rho, momentum, epsilon } = update;
  record("ResourceApplyRMSProp", [
    variable,
    meanSquare,
    moment,
    learningRate,
    rho,
    momentum,
    epsilon,
    gradient,
  ]);
}

/**
 * Adam with the paper's "epsilon hat", as Keras has it: `m = beta1 * m + (1 - beta1) * gradient`,
 * `v = beta2 * v + (1 - beta2) * gradient²`,
 * `variable -= learningRate * sqrt(1 - beta2Power) / (1 - beta1Power) * m / (sqrt(v) + epsilon)` (ResourceApplyAdam).
 * For an epsilon that is added after the bias correction (`tf.train.adam`) give `epsilon * sqrt(1 - beta2Power)`.
 *
 * @param update `beta1Power` and `beta2Power` are the betas to the power of the step's number, which counts from 1
 */
export function applyAdam(
  update: Update & {
    first: Variable;
    second: Variable;
    beta1Power: Rate;
    beta2Power: Rate;
    beta1: Rate;
    beta2: Rate;
    epsilon: Rate;
  },
): void {
  const { variable, gradient, learningRate, first, second, beta1Power, beta2Power, beta1, beta2, epsilon } =
    update;
  const inputs = [
    variable,
    first,
    second,
    beta1Power,
    beta2Power,
    learningRate,
    beta1,
    beta2,
    epsilon,
    gradient,
  ];
  record("ResourceApplyAdam", inputs, { use_nesterov: { b: false } });
}

function record(
  op: string,
  inputs: readonly (Tensor | number)[],
  attrs: Record<string, AttrValue> = {},
): void {
  const recorder = Recorder.current;
  if (recorder === undefined)
    throw new GraphError(`${op} exists only in a graph: call it while a function is traced`);
  recorder.update(op, inputs, { T: float, use_locking: { b: false }, ...attrs });
}
