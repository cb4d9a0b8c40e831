/** The typed array that holds each dtype; the names are numpy's. */
export interface DTypes {
  bool: Uint8Array;
  uint8: Uint8Array;
  int32: Int32Array;
  float32: Float32Array;
  float64: Float64Array;
}

/** The type of an array's elements, by numpy's names. */
export type DType = keyof DTypes;

const constructors = {
  bool: Uint8Array,
  uint8: Uint8Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
};

/** A zero-filled typed array for `size` elements of `dtype`. */
export function allocate<D extends DType>(dtype: D, size: number): DTypes[D] {
  return new constructors[dtype](size) as DTypes[D];
}

/** The dtype that numbers of `data` have when the caller names none. */
export function dtypeOf(data: DTypes[DType]): DType {
  if (data instanceof Uint8Array) return "uint8";
  if (data instanceof Int32Array) return "int32";
  return data instanceof Float32Array ? "float32" : "float64";
}
