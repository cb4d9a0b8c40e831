import type { CommonSettings } from "./options.ts";
import type { LearningRateSchedule } from "./schedules/schedule.ts";

/** A Keras object as `keras.saving.serialize_keras_object` writes it. */
export interface KerasObject {
  module: string;
  class_name: string;
  config: Record<string, ConfigValue>;
  registered_name: null;
}

/** A value in a {@link KerasObject}'s config. */
export type ConfigValue = null | boolean | number | string | number[] | string[] | KerasObject;

/** An optimizer's settings in the order and spelling of Keras's `get_config`. */
export function kerasConfig(
  className: string,
  name: string,
  learningRate: number | LearningRateSchedule,
  options: CommonSettings,
  settings: Record<string, number | boolean | string[]>,
): KerasObject {
  const config: KerasObject["config"] = {
    name,
    learning_rate: typeof learningRate === "number" ? learningRate : learningRate.getConfig(),
    weight_decay: options.weightDecay ?? null,
    clipnorm: options.clipnorm ?? null,
    global_clipnorm: options.globalClipnorm ?? null,
    clipvalue: options.clipvalue ?? null,
    use_ema: options.useEma ?? false,
    ema_momentum: options.emaMomentum ?? 0.99,
    ema_overwrite_frequency: options.emaOverwriteFrequency ?? null,
    loss_scale_factor: null,
    gradient_accumulation_steps: options.gradientAccumulationSteps ?? null,
    ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [toKerasKey(key), value])),
  };
  return { module: "keras.optimizers", class_name: className, config, registered_name: null };
}

/** `beta1` -> `beta_1`, `l1RegularizationStrength` -> `l1_regularization_strength`. */
export function toKerasKey(key: string): string {
  return key
    .replace(/(?<=[a-z]{2})(?=\d)/g, "_")
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_")
    .toLowerCase();
}

/** `beta_1` -> `beta1`, `weight_decay` -> `weightDecay`. */
export function fromKerasKey(key: string): string {
  return key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
