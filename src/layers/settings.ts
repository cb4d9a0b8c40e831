import { type ActivationLike, resolveActivation } from "../activations/resolve.ts";
import { type ConstraintLike, resolveConstraint } from "../constraints/index.ts";
import { type InitializerLike, resolveInitializer } from "../initializers/resolve.ts";
import { type RegularizerLike, resolveRegularizer } from "../regularizers/resolve.ts";

export type { ActivationLike, ActivationName } from "../activations/resolve.ts";
export type { ConstraintLike } from "../constraints/index.ts";
export type { InitializerLike } from "../initializers/resolve.ts";
export type { RegularizerLike } from "../regularizers/resolve.ts";

/** tfjs's form of an option's value: the object that a name stands for. @throws Error for an unknown name */
export function resolveSetting(key: string, value: unknown): unknown {
  if (Array.isArray(value)) return [...value];
  if (key.endsWith("nitializer")) return resolveInitializer(value as InitializerLike);
  if (key.endsWith("egularizer")) return resolveRegularizer(value as RegularizerLike);
  if (key.endsWith("onstraint")) return resolveConstraint(value as ConstraintLike);
  return /activation$/i.test(key) ? resolveActivation(value as ActivationLike) : value;
}
