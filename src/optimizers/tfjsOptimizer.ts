import type * as tf from "@tensorflow/tfjs-node";
import type { NamedTensorMap, Variable } from "../tensorflow.ts";
import { Optimizer } from "./optimizer.ts";

/** An optimizer of `tf.train`, e.g. what `tf.train.adam()` returns. */
export type TfjsOptimizer = InstanceType<typeof tf.Optimizer>;

/** What is used of it, part of which its type hides. */
interface Inner extends Pick<TfjsOptimizer, "applyGradients" | "getClassName"> {
  learningRate?: number;
  setLearningRate?(value: number): void;
}

/** Steps by an optimizer of `tf.train`, whose own formulas and state it keeps. */
export class TfjsOptimizerAdapter extends Optimizer {
  readonly name: string;
  readonly className: string;
  readonly #optimizer: Inner;

  constructor(optimizer: TfjsOptimizer) {
    super((optimizer as unknown as Inner).learningRate ?? 0);
    this.className = optimizer.getClassName();
    this.name = this.className.toLowerCase();
    this.#optimizer = optimizer as unknown as Inner;
  }

  override get learningRate(): number {
    return super.learningRate;
  }

  override set learningRate(value: number) {
    super.learningRate = value;
    if (this.#optimizer.setLearningRate !== undefined) this.#optimizer.setLearningRate(value);
    else this.#optimizer.learningRate = value;
  }

  override apply(variables: readonly Variable[], gradients: NamedTensorMap): void {
    this.iterations += 1;
    this.step(variables, gradients);
  }

  override step(_variables: readonly Variable[], gradients: NamedTensorMap): void {
    this.#optimizer.applyGradients(gradients);
  }

  override slotGroups(): [] {
    return [];
  }

  override settings(): Record<string, never> {
    return {};
  }

  protected override update(): void {}
}
