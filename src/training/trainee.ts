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

/** Batches at an epoch's beginning that an earlier run has learnt from. */
export interface DoneBatches {
  readonly count: number;
  /** Called once the batches are passed over, before the next is learnt from. */
  onPassed(): void;
}

/** Where an earlier run was cut off. */
export interface Resumption {
  /** The epoch, from 0. */
  readonly epoch: number;
  readonly done?: DoneBatches;
}

const resumed = new WeakMap<Model, Resumption>();

/** Lets the fit that is about to begin start elsewhere. */
export function resumeFrom(model: Model, at: Resumption): void {
  resumed.set(model, at);
}

/** The place that {@link resumeFrom} asked for, once. */
export function takeResumed(model: Model): Resumption | undefined {
  const at = resumed.get(model);
  resumed.delete(model);
  return at;
}
