import { mended } from "../../notebook/mended.ts";
import { type Tensor, tf } from "../../tensorflow.ts";
import { type TensorData, takeSamples, tensorsOf } from "../step.ts";

type Values = Float32Array | Int32Array | Uint8Array;

/** Samples that are handed to a graph part by part; the parts share the whole's values, which lie in JavaScript. */
export class DividedData {
  readonly #data: TensorData;
  readonly #values = new Map<Tensor, Values>();

  constructor(data: TensorData) {
    this.#data = data;
    for (const whole of tensorsOf(data)) this.#values.set(whole, whole.dataSync());
  }

  /** Does something with a run of samples, as tensors that are freed afterwards. */
  async use<T>(from: number, samples: number, work: (rows: TensorData) => Promise<T>): Promise<T> {
    const taken = takeSamples(this.#data, (whole) => this.#rows(whole, from, samples));
    const rows = tensorsOf(taken);
    try {
      return await mended(
        () => tf.dispose(rows),
        () => work(taken),
      );
    } finally {
      tf.dispose(rows);
    }
  }

  #rows(whole: Tensor, from: number, samples: number): Tensor {
    const [, ...shape] = whole.shape;
    const size = shape.reduce((product, length) => product * length, 1);
    const values = this.#values.get(whole)!.subarray(from * size, (from + samples) * size);
    return tf.tensor(values, [samples, ...shape], whole.dtype);
  }
}
