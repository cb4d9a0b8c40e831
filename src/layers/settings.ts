import { type ActivationLike, resolveActivation } from "../activations/resolve.ts";
import { type ConstraintLike, resolveConstraint } from "../constraints/index.ts";
import { type InitializerLike, resolveInitializer } from "../initializers/resolve.ts";
import { type RegularizerLike, resolveRegularizer } from "../regularizers/resolve.ts";

export type { ActivationLike, ActivationName } from "../activations/resolve.ts";
export type { ConstraintLike, ConstraintName } from "../constraints/index.ts";
export type { InitializerLike, InitializerName } from "../initializers/resolve.ts";
export type { RegularizerLike, RegularizerName } from "../regularizers/resolve.ts";

/** tfjs's form of an option's value: the object that a name stands for. @throws Error for an unknown name */
export function resolveSetting(key: string, value: unknown): unknown {
  if (Array.isArray(value)) return [...value];
  if (/activation$/i.test(key) && (typeof value === "string" || typeof value === "function")) {
    return resolveActivation(value as ActivationLike);
  }
  if (typeof value !== "string") return value;
  if (key.endsWith("nitializer")) return resolveInitializer(value as InitializerLike);
  if (key.endsWith("egularizer")) return resolveRegularizer(value as RegularizerLike);
  return key.endsWith("onstraint") ? resolveConstraint(value as ConstraintLike) : value;
}
