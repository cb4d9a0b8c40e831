import { unknownName } from "../training/errors.ts";
import { adam } from "./adam.ts";
import { Optimizer } from "./optimizer.ts";
import { rmsprop } from "./rmsprop.ts";
import { sgd } from "./sgd.ts";
import { type TfjsOptimizer, TfjsOptimizerAdapter } from "./tfjsOptimizer.ts";

const optimizers: Record<string, () => Optimizer> = { adam, rmsprop, sgd };

/** Keras's names of the optimizers. */
export type OptimizerName = "adam" | "rmsprop" | "sgd";

/** What `compile` takes as an optimizer: a name, one of ours (Keras's formulas), or one of `tf.train` (tfjs's). */
export type OptimizerLike = OptimizerName | Optimizer | TfjsOptimizer;

/** The optimizer that is meant; rmsprop where none is, as in Keras. @throws Error for an unknown name. */
export function resolveOptimizer(optimizer: OptimizerLike = "rmsprop"): Optimizer {
  if (optimizer instanceof Optimizer) return optimizer;
  if (typeof optimizer !== "string") return new TfjsOptimizerAdapter(optimizer);
  const make = optimizers[optimizer.toLowerCase()];
  if (make === undefined) throw unknownName("optimizer", optimizer, Object.keys(optimizers));
  return make();
}
