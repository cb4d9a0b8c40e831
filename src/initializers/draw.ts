import type { initializers } from "@tensorflow/tfjs-node";
import { RandomState } from "../random/randomState.ts";
import { seeded } from "../random/seeded.ts";
import type { Tensor } from "../tensorflow.ts";

/** What makes the first values of weights: one of these, or of `tf.initializers`. */
export type Initializer = ReturnType<(typeof initializers)["zeros"]>;

/** The options of what draws random numbers. */
export interface SeedOptions {
  /** The same seed gives the same numbers every time. Default: they follow `setRandomSeed`. */
  seed?: number;
}

/** The way that an initializer of tfjs fills a tensor. */
export type Fill = (shape: number[], dtype?: "float32" | "int32") => Tensor;

/**
 * Lets an initializer of tfjs draw repeatable numbers.
 *
 * @param initializer one of tfjs's, whose settings files keep
 * @param fill how it fills a tensor, where tfjs's formula is not Keras's
 */
export function draw(initializer: Initializer, { seed }: SeedOptions, fill?: Fill): Initializer {
  const own = initializer as { apply: Fill } & Omit<Initializer, "apply">;
  const apply = fill ?? own.apply.bind(own);
  // tfjs takes a seed of 0 for none.
  own.apply = (shape, dtype) =>
    seeded(() => apply(shape, dtype), seed === 0 ? new RandomState(0) : undefined);
  return initializer;
}
