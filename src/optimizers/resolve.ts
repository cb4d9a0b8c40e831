import { unknownName } from "../training/errors.ts";
import { adadelta } from "./adadelta.ts";
import { adafactor } from "./adafactor.ts";
import { adagrad } from "./adagrad.ts";
import { adam } from "./adam.ts";
import { adamax } from "./adamax.ts";
import { adamw } from "./adamw.ts";
import { ftrl } from "./ftrl.ts";
import { lamb } from "./lamb.ts";
import { lion } from "./lion.ts";
import { muon } from "./muon.ts";
import { nadam } from "./nadam.ts";
import { Optimizer } from "./optimizer.ts";
import { rmsprop } from "./rmsprop.ts";
import { sgd } from "./sgd.ts";
import { type TfjsOptimizer, TfjsOptimizerAdapter } from "./tfjsOptimizer.ts";

/** The function that makes each optimizer, by Keras's name in lower case. */
export const optimizersByName = {
  adadelta,
  adafactor,
  adagrad,
  adam,
  adamax,
  adamw,
  ftrl,
  lamb,
  lion,
  muon,
  nadam,
  rmsprop,
  sgd,
};

/** Keras's names of the optimizers: lower case, or the class's name. Keras takes any casing, and so does `compile`. */
export type OptimizerName =
  | keyof typeof optimizersByName
  | "Adadelta"
  | "Adafactor"
  | "Adagrad"
  | "Adam"
  | "AdamW"
  | "Adamax"
  | "Ftrl"
  | "Lamb"
  | "Lion"
  | "Muon"
  | "Nadam"
  | "RMSprop"
  | "SGD";

/** What `compile` takes as an optimizer: a name, one of ours (Keras's formulas), or one of `tf.train` (tfjs's). */
export type OptimizerLike = OptimizerName | Optimizer | TfjsOptimizer;

/**
 * The optimizer that is meant; rmsprop where none is, as in Keras.
 *
 * @throws Error for an unknown name.
 * @example optimizers.get("adam").learningRate; // 0.001
 */
export function resolveOptimizer(optimizer: OptimizerLike = "rmsprop"): Optimizer {
  if (optimizer instanceof Optimizer) return optimizer;
  if (typeof optimizer === "string") return optimizerNamed(optimizer)();
  if (typeof (optimizer as Partial<TfjsOptimizer>)?.applyGradients === "function") {
    return new TfjsOptimizerAdapter(optimizer);
  }
  throw new TypeError(
    'an optimizer is a name such as "adam", one of optimizers.adam() and its kin, or one of tf.train, got ' +
      (typeof optimizer === "function"
        ? `the function ${(optimizer as { name: string }).name}: call it`
        : String(optimizer)),
  );
}

/** The function that makes the optimizer of a name in any casing. @throws Error for an unknown name. */
export function optimizerNamed(name: string): (options?: Record<string, never>) => Optimizer {
  const makers: Record<string, (options?: Record<string, never>) => Optimizer> = optimizersByName;
  const make = Object.hasOwn(makers, name.toLowerCase()) ? makers[name.toLowerCase()] : undefined;
  if (make === undefined) throw unknownName("optimizer", name, Object.keys(makers));
  return make;
}
