import type { Metric } from "../metrics/metric.ts";
import type { LayersModel } from "../tensorflow.ts";
import type { Compiled } from "./compiled.ts";
import type { Logs } from "./history.ts";

/** The losses and the metrics over several batches, from their sums, as Keras keeps them. */
export class RunningMeans {
  readonly #losses: readonly string[];
  readonly #metrics: readonly { metric: Metric; from: number; to: number }[];
  readonly #sums: Float64Array;
  #samples = 0;

  /**
   * @param compiled what is reported
   * @param model whose outputs' shapes may decide on the number of a metric's sums
   */
  constructor({ lossNames, metrics }: Compiled, { outputs }: Pick<LayersModel, "outputs">) {
    this.#losses = ["loss", ...lossNames];
    let length = this.#losses.length;
    this.#metrics = metrics.map(({ output, metric }) => {
      const from = length;
      length += metric.size(outputs[output]!.shape);
      return { metric, from, to: length };
    });
    this.#sums = new Float64Array(length);
  }

  /** Adds a batch's sums: each loss times its samples, then those of each metric. */
  add(sums: ArrayLike<number>, samples: number): void {
    for (let i = 0; i < this.#sums.length; i++) this.#sums[i]! += sums[i]!;
    this.#samples += samples;
  }

  /** The numbers so far, by name. */
  get logs(): Logs {
    const logs: Logs = {};
    for (const [i, name] of this.#losses.entries()) logs[name] = this.#sums[i]! / this.#samples;
    for (const { metric, from, to } of this.#metrics) {
      logs[metric.name] = metric.result([...this.#sums.subarray(from, to)], this.#samples);
    }
    return logs;
  }

  /** Starts afresh. */
  reset(): void {
    this.#sums.fill(0);
    this.#samples = 0;
  }
}
