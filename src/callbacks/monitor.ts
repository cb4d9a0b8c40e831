import type { Logs } from "../training/history.ts";
import { Callback } from "./callback.ts";
import { type Direction, directionOf } from "./direction.ts";

/** The options of callbacks that watch one value. */
export interface MonitorOptions {
  /** Which value to watch, by its key in `history.history`. Default `"val_loss"`. */
  monitor?: string;
  /** Whether low (`"min"`) or high (`"max"`) is better. Default `"auto"`: what the metric's name says. */
  mode?: "auto" | Direction;
}

/** The base of callbacks that ask whether a watched value got better, as Keras's `MonitorCallback` decides it. */
export abstract class MonitorCallback extends Callback {
  readonly monitor: string;
  readonly mode: "auto" | Direction;
  /** The best value so far. */
  best: number | undefined;
  readonly minDelta: number;
  #direction: Direction | undefined;
  #warned = false;

  constructor({ monitor = "val_loss", mode = "auto" }: MonitorOptions, minDelta = 0, best?: number) {
    super();
    if (!["auto", "min", "max"].includes(mode)) {
      throw new RangeError(`mode is "auto", "min" or "max", got ${JSON.stringify(mode)}`);
    }
    if (typeof monitor !== "string") {
      throw new TypeError(`monitor is a name such as "val_loss", got ${String(monitor)}`);
    }
    this.monitor = monitor;
    this.mode = mode;
    this.minDelta = Math.abs(minDelta);
    this.best = best;
  }

  /** Whether a value is better than another by more than `minDelta`; anything is better than nothing. */
  protected isImprovement(value: number, reference: number | undefined): boolean {
    this.#direction ??=
      this.mode === "auto" ? directionOf(this.constructor.name, this.monitor, this.model) : this.mode;
    if (reference === undefined) return true;
    // Keras compares float32 tensors; the same rounding decides ties alike.
    const [delta, bar] = [this.minDelta, Math.fround(reference)];
    return this.#direction === "min" ? Math.fround(value + delta) < bar : Math.fround(value - delta) > bar;
  }

  /** The watched value; warns once where there is none. */
  protected monitored(logs: Logs): number | undefined {
    const value = logs[this.monitor];
    if (value === undefined && !this.#warned) {
      this.#warned = true;
      const hint =
        this.monitor.startsWith("val_") && !Object.keys(logs).some((name) => name.startsWith("val_"))
          ? "; give fit validationData"
          : "";
      console.warn(
        `${this.constructor.name} watches "${this.monitor}", which is not there: the run has ${Object.keys(logs).join(", ")}${hint}`,
      );
    }
    return value;
  }
}
