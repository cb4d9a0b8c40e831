import { unknownName } from "../training/errors.ts";
import { type ConfigValue, fromKerasKey, type KerasObject } from "./config.ts";
import type { Optimizer } from "./optimizer.ts";
import { optimizerNamed } from "./resolve.ts";
import * as schedules from "./schedules/index.ts";

/** What is read of a {@link KerasObject}. */
export type KerasObjectLike = Pick<KerasObject, "class_name" | "config">;

/** Settings without a counterpart here, which must not be set. */
const unsupported = ["loss_scale_factor"];

/**
 * The optimizer that a Keras config describes: `keras.optimizers.deserialize`. It starts without state; `setWeights` puts it back.
 *
 * @throws Error for an unknown class or a setting that has no counterpart here
 * @example optimizers.deserialize({ class_name: "Adam", config: { learning_rate: 0.01 } });
 */
export function deserialize({ class_name, config }: KerasObjectLike): Optimizer {
  for (const key of unsupported) {
    if (config[key])
      throw new Error(`${class_name}: ${key} = ${JSON.stringify(config[key])} is not supported`);
  }
  const known = Object.entries(config).filter(([key]) => key !== "name" && !unsupported.includes(key));
  return optimizerNamed(class_name)(options(known) as Record<string, never>);
}

function options(entries: [string, ConfigValue][]): Record<string, unknown> {
  const given = entries.filter(([, value]) => value !== null);
  return Object.fromEntries(
    given.map(([key, value]) => [fromKerasKey(key), key === "learning_rate" ? rate(value) : value]),
  );
}

function rate(value: ConfigValue): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const makers = schedules as unknown as Record<string, new (options: Record<string, unknown>) => unknown>;
  const Schedule = Object.hasOwn(schedules, value.class_name) ? makers[value.class_name] : undefined;
  if (Schedule === undefined) {
    const known = Object.keys(schedules).filter((name) => /^[A-Z]/.test(name));
    throw unknownName("learning rate schedule", value.class_name, known);
  }
  return new Schedule(options(Object.entries(value.config).filter(([key]) => key !== "name")));
}
