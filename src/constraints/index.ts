import type { constraints } from "@tensorflow/tfjs-node";
import { tf } from "../tensorflow.ts";
import { snakeCase, unknownName } from "../training/errors.ts";

/** What weights are held to after every step: one of these, or of `tf.constraints`. */
export type Constraint = ReturnType<(typeof constraints)["nonNeg"]>;

/** The options of {@link maxNorm}. */
export interface MaxNormOptions {
  /** The greatest length of a unit's weights. Default 2. */
  maxValue?: number;
  /** The axis along which lengths are measured. Default 0, a dense layer's inputs. */
  axis?: number;
}

/** Shortens each unit's weights to at most a length: `keras.constraints.MaxNorm`. */
export function maxNorm({ maxValue = 2, axis = 0 }: MaxNormOptions = {}): Constraint {
  return tf.constraints.maxNorm({ maxValue, axis });
}

/** The options of {@link minMaxNorm}. */
export interface MinMaxNormOptions extends MaxNormOptions {
  /** The least length of a unit's weights. Default 0. */
  minValue?: number;
  /** Which share of the way to the allowed length is gone. Default 1. */
  rate?: number;
}

/** Holds the length of each unit's weights between two bounds: `keras.constraints.MinMaxNorm`. */
export function minMaxNorm(options: MinMaxNormOptions = {}): Constraint {
  return tf.constraints.minMaxNorm({ minValue: 0, maxValue: 1, rate: 1, axis: 0, ...options });
}

/** Sets negative weights to 0: `keras.constraints.NonNeg`. */
export function nonNeg(): Constraint {
  return tf.constraints.nonNeg();
}

/** Brings each unit's weights to length 1: `keras.constraints.UnitNorm`. */
export function unitNorm({ axis = 0 }: { axis?: number } = {}): Constraint {
  return tf.constraints.unitNorm({ axis });
}

const constraintsByName = {
  max_norm: maxNorm,
  min_max_norm: minMaxNorm,
  non_neg: nonNeg,
  unit_norm: unitNorm,
};

type Camel<S extends string> = S extends `${infer A}_${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;
type KerasName = keyof typeof constraintsByName;

/** Keras's names of the constraints: snake_case, the class's CamelCase, or camelCase. */
export type ConstraintName = KerasName | Camel<KerasName> | Capitalize<Camel<KerasName>>;

/** What a layer takes as a constraint: a name, one of `constraints`, or one of `tf.constraints`. */
export type ConstraintLike = ConstraintName | Constraint;

/** The constraint that is meant. @throws Error that lists the names when it is unknown. */
export function resolveConstraint(constraint: ConstraintLike): Constraint {
  if (typeof constraint !== "string") return constraint;
  const key = snakeCase(constraint);
  if (Object.hasOwn(constraintsByName, key)) return constraintsByName[key as KerasName]();
  throw unknownName("constraint", constraint, Object.keys(constraintsByName));
}
