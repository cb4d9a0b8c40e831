import { GraphError } from "../../graph/index.ts";
import type { Tensor } from "../../tensorflow.ts";

/** Work that a graph does, or TensorFlow.js from the time on when it turns out that a graph cannot. */
export class Attempt {
  /** Why a graph cannot, once that is known. */
  reason: GraphError | undefined;

  /**
   * Does the work.
   *
   * @param byGraph does it by a graph
   * @param instead does it without
   */
  async run<T>(byGraph: () => Promise<T>, instead: (reason: GraphError) => T | Promise<T>): Promise<T> {
    if (this.reason === undefined) {
      try {
        return await byGraph();
      } catch (error) {
        if (!(error instanceof GraphError)) throw error;
        this.reason = error;
      }
    }
    return await instead(this.reason);
  }
}

/** The numbers of a tensor that a graph gave, which is freed. */
export async function numbersOf(given: Promise<Tensor>): Promise<ArrayLike<number>> {
  const tensor = await given;
  const numbers = tensor.dataSync();
  tensor.dispose();
  return numbers;
}
