import { snakeCase, unknownName } from "../training/errors.ts";
import { orthogonalRegularizer } from "./orthogonal.ts";
import { l1, l1L2, l2, type Regularizer } from "./regularizer.ts";

const regularizersByName = { l1, l1_l2: l1L2, l1l2: l1L2, l2, orthogonal_regularizer: orthogonalRegularizer };

/** Keras's names of the regularizers. */
export type RegularizerName =
  | keyof typeof regularizersByName
  | "L1"
  | "L1L2"
  | "L2"
  | "OrthogonalRegularizer"
  | "l1L2"
  | "orthogonalRegularizer";

/** What a layer takes as a regularizer: a name, one of `regularizers`, or one of `tf.regularizers`. */
export type RegularizerLike = RegularizerName | Regularizer;

/** The regularizer that is meant. @throws Error that lists the names when it is unknown. */
export function resolveRegularizer(regularizer: RegularizerLike): Regularizer {
  if (typeof regularizer !== "string") return regularizer;
  const key = snakeCase(regularizer);
  if (Object.hasOwn(regularizersByName, key))
    return regularizersByName[key as keyof typeof regularizersByName]();
  throw unknownName("regularizer", regularizer, Object.keys(regularizersByName));
}
