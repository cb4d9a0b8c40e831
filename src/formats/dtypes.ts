import { ModelFileError } from "./errors.ts";
import type { WeightData, WeightDtype } from "./types.ts";

const ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
} as const;

/** The NumPy name of a typed array's elements. */
export function dtypeOf(data: WeightData): WeightDtype {
  const found = Object.entries(ARRAYS).find(([, array]) => data instanceof array);
  return (found as [WeightDtype, unknown])[0];
}

/** Views bytes as little-endian elements of a dtype, copying them if they are not aligned. */
export function fromBytes(bytes: Uint8Array, dtype: string): WeightData {
  if (!(dtype in ARRAYS)) {
    throw new ModelFileError(
      "unsupported",
      `Weights of dtype '${dtype}' cannot be read; known are ${Object.keys(ARRAYS).join(", ")}.`,
    );
  }
  const array = ARRAYS[dtype as WeightDtype];
  const aligned = bytes.byteOffset % array.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice();
  return new array(
    aligned.buffer as ArrayBuffer,
    aligned.byteOffset,
    aligned.byteLength / array.BYTES_PER_ELEMENT,
  );
}

export function bytesPerElement(dtype: WeightDtype): number {
  return ARRAYS[dtype].BYTES_PER_ELEMENT;
}
