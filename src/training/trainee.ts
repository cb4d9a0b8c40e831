import type { Model } from "../models/model.ts";
import type { LayersModel } from "../tensorflow.ts";
import type { Compiled } from "./compiled.ts";

/** A model as training sees it. */
export interface Trainee {
  /** The model that callbacks are given. */
  readonly owner: Model;
  /** Its layers and weights. */
  readonly model: LayersModel;
  /** What it trains with. */
  readonly compiled: Compiled;
}

const resumed = new WeakMap<Model, number>();

/** Lets the fit that is about to begin start with another epoch. */
export function resumeFrom(model: Model, epoch: number): void {
  resumed.set(model, epoch);
}

/** The epoch that {@link resumeFrom} asked for, once. */
export function takeResumed(model: Model): number | undefined {
  const epoch = resumed.get(model);
  resumed.delete(model);
  return epoch;
}
