import { Adam, type AdamOptions } from "./adam.ts";
import { asOptions } from "./options.ts";

/** The options of {@link adamw}, with Keras's defaults. */
export interface AdamWOptions extends AdamOptions {
  /** The share of each weight, times the step size, that is taken away before a step. Default 0.004. */
  weightDecay?: number;
}

/** See {@link adamw}. */
export class AdamW extends Adam {
  override readonly name = "adam_w";
  override readonly className = "AdamW";

  constructor(options: AdamWOptions = {}) {
    super({ weightDecay: 0.004, ...asOptions(options) });
  }
}

/**
 * Adam with weight decay apart from the gradient (Loshchilov and Hutter, 2019): `keras.optimizers.AdamW`.
 *
 * @example model.compile({ optimizer: adamw({ learningRate: 1e-3, weightDecay: 0.01 }), loss: "mse" });
 */
export function adamw(options: AdamWOptions = {}): AdamW {
  return new AdamW(options);
}
