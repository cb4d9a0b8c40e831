import type { Model } from "../models/model.ts";
import { type LayersModel, tf } from "../tensorflow.ts";
import { Callback, type CallbackParams, hookNames, type Work } from "./callback.ts";
import { LambdaCallback, type LambdaCallbackOptions } from "./lambdaCallback.ts";

/**
 * A callback of TensorFlow.js, e.g. what `tf.callbacks.earlyStopping()` returns. By the two methods that only it has: with its hooks
 * among the others', TypeScript could not tell the parameters' types of an object such as `{ onEpochEnd: (epoch, logs) => ... }`.
 */
export type TfjsCallback = Pick<InstanceType<typeof tf.CustomCallback>, "setParams" | "setModel">;

/** What `callbacks` takes: a callback, an object with functions such as `{ onEpochEnd }`, or a callback of TensorFlow.js. */
export type CallbackLike = Callback | LambdaCallbackOptions | TfjsCallback;

/**
 * The callback that is meant.
 *
 * @throws TypeError that names what is no callback, and what may be meant
 */
export function toCallback(given: CallbackLike): Callback {
  if (given instanceof Callback) return given;
  if (isTfjsCallback(given)) return new TfjsCallbackAdapter(given);
  if (typeof given === "function") throw new TypeError(`callbacks holds ${describeFunction(given)}`);
  if (typeof given !== "object" || given === null) {
    throw new TypeError(`callbacks holds ${JSON.stringify(given) ?? String(given)}, which is no callback`);
  }
  const hooks = given as Record<string, unknown>;
  const named = [...hookNames].filter((name) => typeof hooks[name] === "function");
  if (named.length > 0 && Object.getPrototypeOf(given) !== Object.prototype) return withMethods(hooks, named);
  if (Object.keys(hooks).length === 0) {
    throw new TypeError("callbacks holds an object without any hook; give it one such as onEpochEnd");
  }
  return new LambdaCallback(given as LambdaCallbackOptions);
}

function withMethods(object: Record<string, unknown>, names: readonly string[]): Callback {
  const bound = names.map((name) => [name, (object[name] as () => void).bind(object)]);
  return new LambdaCallback(Object.fromEntries(bound) as LambdaCallbackOptions);
}

function describeFunction(given: unknown): string {
  const { name, prototype } = given as { name: string; prototype: unknown };
  if (prototype instanceof Callback) return `the class ${name}, not an instance: write new ${name}(...)`;
  return `the function ${name || "(anonymous)"}: call it, or give it a hook's name, such as { onEpochEnd: ... }`;
}

function isTfjsCallback(given: unknown): given is TfjsCallback {
  if (typeof given !== "object" || given === null) return false;
  return given instanceof tf.Callback || given instanceof tf.CustomCallback;
}

type TfjsHook = "onTrainBegin" | "onTrainEnd" | "onEpochBegin" | "onEpochEnd" | "onBatchBegin" | "onBatchEnd";
type Hooks = Partial<Record<TfjsHook, (...args: unknown[]) => Promise<void> | void>> & {
  setModel(model: LayersModel): void;
  setParams(params: Record<string, number>): void;
};

/** Calls a callback of TensorFlow.js, which stops training through the model of tfjs. */
class TfjsCallbackAdapter extends Callback {
  readonly #callback: Hooks;

  constructor(callback: TfjsCallback) {
    super();
    this.#callback = callback as unknown as Hooks;
  }

  override setModel(model: Model): void {
    super.setModel(model);
    this.#callback.setModel(standIn(model));
  }

  override setParams(params: CallbackParams): void {
    super.setParams(params);
    this.#callback.setParams({
      epochs: params.epochs,
      ...(params.steps === null ? {} : { steps: params.steps }),
    });
  }

  override watchesBatches(work: Work): boolean {
    const { onBatchBegin, onBatchEnd } = this.#callback as { onBatchBegin?: unknown; onBatchEnd?: unknown };
    const { prototype } = tf.Callback as unknown as { prototype: Hooks };
    const base = Object.getPrototypeOf(prototype) as Hooks;
    return work === "train" && (onBatchBegin !== base.onBatchBegin || onBatchEnd !== base.onBatchEnd);
  }

  override onTrainBegin = (...args: unknown[]) => this.#call("onTrainBegin", args);
  override onTrainEnd = (...args: unknown[]) => this.#call("onTrainEnd", args);
  override onEpochBegin = (...args: unknown[]) => this.#call("onEpochBegin", args);
  override onEpochEnd = (...args: unknown[]) => this.#call("onEpochEnd", args);
  override onBatchBegin = (...args: unknown[]) => this.#call("onBatchBegin", args);
  override onBatchEnd = (...args: unknown[]) => this.#call("onBatchEnd", args);

  async #call(hook: TfjsHook, args: unknown[]): Promise<void> {
    await this.#callback[hook]?.(...args);
  }
}

/** The model of tfjs, whose `stopTraining` is that of ours; tfjs's own works for models only that tfjs compiled. */
function standIn(model: Model): LayersModel {
  return Object.create(model.tfjs, {
    stopTraining: {
      get: () => model.stopTraining,
      set(stop: boolean) {
        model.stopTraining = stop;
      },
    },
  }) as LayersModel;
}
