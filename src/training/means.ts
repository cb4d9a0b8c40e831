import type { Metric } from "../metrics/metric.ts";
import type { Logs } from "./history.ts";

/** The loss and the metrics over several batches, from their sums, as Keras keeps them. */
export class RunningMeans {
  readonly #metrics: readonly { metric: Metric; from: number; to: number }[];
  #sums: number[];
  #samples = 0;

  /**
   * @param metrics what is reported beside the loss
   * @param outputShape the model's, on which the number of a metric's sums may depend
   */
  constructor(metrics: readonly Metric[], outputShape: readonly (number | null)[]) {
    let length = 1;
    this.#metrics = metrics.map((metric) => {
      const from = length;
      length += metric.size(outputShape);
      return { metric, from, to: length };
    });
    this.#sums = new Array<number>(length).fill(0);
  }

  /** Adds a batch's sums: the loss times its samples, then those of each metric. */
  add(sums: ArrayLike<number>, samples: number): void {
    this.#sums = this.#sums.map((sum, i) => sum + sums[i]!);
    this.#samples += samples;
  }

  /** The numbers so far, by name. */
  get logs(): Logs {
    const metrics = this.#metrics.map(({ metric, from, to }) => [
      metric.name,
      metric.result(this.#sums.slice(from, to), this.#samples),
    ]);
    return { loss: this.#sums[0]! / this.#samples, ...Object.fromEntries(metrics) };
  }

  /** Starts afresh. */
  reset(): void {
    this.#sums.fill(0);
    this.#samples = 0;
  }
}
