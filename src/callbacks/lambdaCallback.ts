import { Callback, type HookName, hookNames } from "./callback.ts";

/** Functions to call at the hooks of their names; each may be async. */
export type LambdaCallbackOptions = Partial<Pick<Callback, HookName>>;

/** A callback made of functions; see {@link lambdaCallback}. */
export class LambdaCallback extends Callback {
  /** @throws TypeError that names what is no hook, or no function */
  constructor(hooks: LambdaCallbackOptions) {
    super();
    for (const [name, hook] of Object.entries(hooks)) {
      if (!(hookNames as readonly string[]).includes(name)) {
        throw new TypeError(`a callback has no hook "${name}"; the hooks are ${hookNames.join(", ")}`);
      }
      if (hook === undefined) continue;
      if (typeof hook !== "function")
        throw new TypeError(`${name} of a callback is a function, got ${String(hook)}`);
      Object.defineProperty(this, name, { value: hook, configurable: true, writable: true });
    }
  }
}

/**
 * A callback made of functions: `keras.callbacks.LambdaCallback`. A plain object with these functions works in `callbacks` too.
 *
 * @param hooks the functions, by the names of the hooks
 * @throws TypeError that names what is no hook, or no function
 * @example callbacks.lambdaCallback({ onEpochEnd: (epoch, logs) => console.log(epoch, logs.loss) });
 */
export function lambdaCallback(hooks: LambdaCallbackOptions): LambdaCallback {
  return new LambdaCallback(hooks);
}
