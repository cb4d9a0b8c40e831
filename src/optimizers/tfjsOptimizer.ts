import type { train } from "@tensorflow/tfjs-node";
import type { NamedTensorMap, Variable } from "../tensorflow.ts";
import { Optimizer } from "./optimizer.ts";

/** An optimizer of `tf.train`, e.g. what `tf.train.adam()` returns. */
export type TfjsOptimizer = ReturnType<(typeof train)["sgd"]>;

/** Steps by an optimizer of `tf.train`, whose own formulas and state it keeps. */
export class TfjsOptimizerAdapter extends Optimizer {
  readonly name: string;
  readonly #optimizer: Pick<TfjsOptimizer, "applyGradients" | "getClassName">;

  constructor(optimizer: Pick<TfjsOptimizer, "applyGradients" | "getClassName">) {
    super((optimizer as { learningRate?: number }).learningRate ?? 0);
    this.name = optimizer.getClassName();
    this.#optimizer = optimizer;
  }

  override apply(_variables: readonly Variable[], gradients: NamedTensorMap): void {
    this.iterations += 1;
    this.#optimizer.applyGradients(gradients);
  }

  override slotNames(): readonly string[] {
    return [];
  }

  protected override update(): void {}
}
