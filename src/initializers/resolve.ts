import { snakeCase, unknownName } from "../training/errors.ts";
import { constant, identity, ones, zeros } from "./constant.ts";
import type { Initializer } from "./draw.ts";
import { orthogonal, randomNormal, randomUniform, truncatedNormal } from "./random.ts";
import {
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  varianceScaling,
} from "./varianceScaling.ts";

const initializersByName = {
  constant,
  glorot_normal: glorotNormal,
  glorot_uniform: glorotUniform,
  he_normal: heNormal,
  he_uniform: heUniform,
  identity,
  identity_initializer: identity,
  lecun_normal: lecunNormal,
  lecun_uniform: lecunUniform,
  normal: randomNormal,
  one: ones,
  ones,
  orthogonal,
  orthogonal_initializer: orthogonal,
  random_normal: randomNormal,
  random_uniform: randomUniform,
  truncated_normal: truncatedNormal,
  uniform: randomUniform,
  variance_scaling: varianceScaling,
  zero: zeros,
  zeros,
};

type Camel<S extends string> = S extends `${infer A}_${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;
type KerasName = keyof typeof initializersByName;

/** Keras's names of the initializers: snake_case, the class's CamelCase, or camelCase. */
export type InitializerName = KerasName | Camel<KerasName> | Capitalize<Camel<KerasName>>;

/** What a layer takes as an initializer: a name, one of `initializers`, or one of `tf.initializers`. */
export type InitializerLike = InitializerName | Initializer;

/** The initializer that is meant. @throws Error that lists the names when it is unknown. */
export function resolveInitializer(initializer: InitializerLike): Initializer {
  if (typeof initializer !== "string") return initializer;
  // tfjs writes LeCun, Keras Lecun.
  const key = snakeCase(initializer).replace("le_cun", "lecun");
  if (Object.hasOwn(initializersByName, key)) return initializersByName[key as KerasName]();
  throw unknownName("initializer", initializer, Object.keys(initializersByName));
}
