import { snakeCase, unknownName } from "../training/errors.ts";
import { categoricalCrossentropy } from "./categoricalCrossentropy.ts";
import type { Loss } from "./loss.ts";
import { meanSquaredError } from "./meanSquaredError.ts";
import { sparseCategoricalCrossentropy } from "./sparseCategoricalCrossentropy.ts";

const losses: Record<string, Loss> = {
  categorical_crossentropy: categoricalCrossentropy,
  mean_squared_error: meanSquaredError,
  mse: meanSquaredError,
  sparse_categorical_crossentropy: sparseCategoricalCrossentropy,
};

/** Keras's names of the losses, in its spelling or in camelCase. */
export type LossName =
  | "categorical_crossentropy"
  | "categoricalCrossentropy"
  | "mean_squared_error"
  | "meanSquaredError"
  | "mse"
  | "sparse_categorical_crossentropy"
  | "sparseCategoricalCrossentropy";

/** The loss of this name, or the loss itself. @throws Error that lists the names when it is unknown. */
export function resolveLoss(loss: LossName | Loss): Loss {
  if (typeof loss !== "string") return loss;
  const found = losses[snakeCase(loss)];
  if (found === undefined) throw unknownName("loss", loss, Object.keys(losses));
  return found;
}
