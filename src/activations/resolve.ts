import type { Tensor } from "../tensorflow.ts";
import { snakeCase, unknownName } from "../training/errors.ts";
import * as functions from "./functions.ts";
import { sparsemax } from "./sparsemax.ts";
import { fromFunction, register, type TfjsActivation } from "./tfjsActivation.ts";

/** Keras 3's hard sigmoid in tfjs: its own `hardSigmoid` is Keras 2's, with another slope. */
export const kerasHardSigmoid = "keras3HardSigmoid";

/** What tfjs lacks, by the name that it is registered under. */
const missing: Record<string, (x: Tensor) => Tensor> = {
  celu: functions.celu,
  exponential: functions.exponential,
  hardShrink: functions.hardShrink,
  [kerasHardSigmoid]: functions.hardSigmoid,
  hardSilu: functions.hardSilu,
  hardTanh: functions.hardTanh,
  leakyRelu: functions.leakyRelu,
  logSigmoid: functions.logSigmoid,
  softShrink: functions.softShrink,
  sparsePlus: functions.sparsePlus,
  sparseSigmoid: functions.sparseSigmoid,
  sparsemax,
  squareplus: functions.squareplus,
  tanhShrink: functions.tanhShrink,
};
for (const [name, formula] of Object.entries(missing)) register(name, (x) => formula(x));

/** The names of the functions above, by which files hold them. */
const registered = new Map(Object.entries(missing).map(([name, formula]) => [formula, name]));

/** tfjs's name of each activation, by Keras's. */
export const activationNames = {
  celu: "celu",
  elu: "elu",
  exponential: "exponential",
  gelu: "gelu",
  hard_shrink: "hardShrink",
  hard_sigmoid: kerasHardSigmoid,
  hard_silu: "hardSilu",
  hard_swish: "hardSilu",
  hard_tanh: "hardTanh",
  leaky_relu: "leakyRelu",
  linear: "linear",
  log_sigmoid: "logSigmoid",
  log_softmax: "logSoftmax",
  mish: "mish",
  relu: "relu",
  relu6: "relu6",
  selu: "selu",
  sigmoid: "sigmoid",
  silu: "swish",
  soft_shrink: "softShrink",
  softmax: "softmax",
  softplus: "softplus",
  softsign: "softsign",
  sparse_plus: "sparsePlus",
  sparse_sigmoid: "sparseSigmoid",
  sparsemax: "sparsemax",
  squareplus: "squareplus",
  swish: "swish",
  tanh: "tanh",
  tanh_shrink: "tanhShrink",
} as const;

type Camel<S extends string> = S extends `${infer A}_${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;
type KerasName = keyof typeof activationNames;

/** Keras's names of the activations, in its spelling or in camelCase. */
export type ActivationName = KerasName | Camel<KerasName>;

/** What a layer takes as its activation: a name, or a function of a tensor. */
export type ActivationLike = ActivationName | ((x: Tensor) => Tensor);

/** tfjs's form of an activation. @throws Error that lists the names when it is unknown. */
export function resolveActivation(activation: ActivationLike): string | TfjsActivation {
  if (typeof activation === "function") return registered.get(activation) ?? fromFunction(activation);
  const key = snakeCase(activation);
  if (Object.hasOwn(activationNames, key)) return activationNames[key as KerasName];
  throw unknownName("activation", activation, Object.keys(activationNames));
}
