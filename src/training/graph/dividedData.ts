import { type Tensor, tf } from "../../tensorflow.ts";
import { type TensorData, takeSamples } from "../step.ts";

type Values = Float32Array | Int32Array | Uint8Array;

/** Samples that are handed to a graph part by part; the parts share the whole's values, which lie in JavaScript. */
export class DividedData {
  readonly #data: TensorData;
  readonly #values = new Map<Tensor, Values>();

  constructor(data: TensorData) {
    this.#data = data;
    takeSamples(data, (whole) => {
      this.#values.set(whole, whole.dataSync());
      return whole;
    });
  }

  /** A run of samples, as tensors that the caller disposes of. */
  rows(from: number, samples: number): TensorData {
    return takeSamples(this.#data, (whole) => this.#rows(whole, from, samples));
  }

  #rows(whole: Tensor, from: number, samples: number): Tensor {
    const [, ...shape] = whole.shape;
    const size = shape.reduce((product, length) => product * length, 1);
    const values = this.#values.get(whole)!.subarray(from * size, (from + samples) * size);
    return tf.tensor(values, [samples, ...shape], whole.dtype);
  }
}
