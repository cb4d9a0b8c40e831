import type { Tensor } from "../../tensorflow.ts";

/** A weight as tfjs's layers hold one. */
export interface LayerVariable {
  read(): Tensor;
  write(value: Tensor): unknown;
}

/** An activation as tfjs's layers hold one. */
export interface LayerActivation {
  apply(x: Tensor): Tensor;
}
