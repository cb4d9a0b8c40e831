import type { DType } from "../array/dtype.ts";
import { NDArray } from "../array/ndarray.ts";
import { type Tensor, tf } from "../tensorflow.ts";

/**
 * A tensor with an array's numbers: float32 and bool stay what they are, uint8 becomes int32 and float64 becomes float32,
 * because tfjs has no such tensors. The caller disposes it.
 */
export function toTensor(values: NDArray): Tensor {
  const { data, dtype } = values;
  const shape = [...values.shape];
  if (dtype === "bool") return tf.tensor(data as Uint8Array, shape, "bool");
  if (dtype === "uint8") return tf.tensor(Int32Array.from(data), shape, "int32");
  if (dtype === "float64") return tf.tensor(Float32Array.from(data), shape, "float32");
  return tf.tensor(data as Int32Array | Float32Array, shape, dtype);
}

/** An array with a tensor's numbers, read back from TensorFlow. @throws Error for text or complex tensors. */
export async function fromTensor(tensor: Tensor): Promise<NDArray> {
  if (tensor.dtype === "string" || tensor.dtype === "complex64") {
    throw new Error(`a tensor of dtype ${tensor.dtype} has no array form`);
  }
  const data = (await tensor.data()) as Float32Array | Int32Array | Uint8Array;
  return new NDArray(data, tensor.shape, tensor.dtype as DType);
}
