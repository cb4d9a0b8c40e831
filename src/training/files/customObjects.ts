import { fromKerasKey } from "../../optimizers/config.ts";

/** Own functions and classes that a saved model may name. */
export type CustomObjects = Readonly<Record<string, unknown>>;

/** The user's own object of a name, which files spell in snake_case; else the name itself. */
export function customNamed(custom: CustomObjects, name: string): unknown {
  const own = [name, fromKerasKey(name)].find((key) => Object.hasOwn(custom, key));
  return own === undefined ? name : custom[own];
}
