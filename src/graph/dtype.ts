import type { DataType } from "@tensorflow/tfjs-node";
import { GraphError } from "./errors.ts";

/** TensorFlow's numbers of its types (tensorflow/core/framework/types.proto). */
export const DType = {
  float32: 1,
  int32: 3,
  uint8: 4,
  string: 7,
  complex64: 8,
  int64: 9,
  bool: 10,
  resource: 20,
} as const;

/** The arrays that carry values between JavaScript and a graph. */
export type GraphArray = Float32Array | Int32Array | Uint8Array | BigInt64Array;

/** The types of the values that a graph takes and gives. */
export type GraphDType = "float32" | "int32" | "uint8" | "int64" | "bool" | "complex64";

/** A value at the border of a graph: TensorFlow's type number, the shape, the values row by row. */
export interface Value {
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly data: GraphArray;
}

const arrays: Record<number, new (buffer: ArrayBuffer) => GraphArray> = {
  [DType.float32]: Float32Array,
  [DType.complex64]: Float32Array,
  [DType.int32]: Int32Array,
  [DType.int64]: BigInt64Array,
  [DType.uint8]: Uint8Array,
  [DType.bool]: Uint8Array,
};

/** The values in a buffer that TensorFlow wrote. @throws GraphError for a type that JavaScript cannot hold */
export function viewOf(dtype: number, buffer: ArrayBuffer): GraphArray {
  const View = arrays[dtype];
  if (View === undefined)
    throw new GraphError(`A graph gave a value of TensorFlow's type ${dtype}, which JavaScript cannot hold`);
  return new View(buffer);
}

/** TensorFlow's number of one of TensorFlow.js's types. @throws GraphError for strings */
export function dtypeNumber(dtype: DataType | GraphDType): number {
  if (dtype === "string") throw new GraphError("A string tensor cannot enter or leave a graph");
  return DType[dtype];
}

/** The type as TensorFlow.js names it; it has no int64 and no uint8, whose values it takes as int32. */
export function dtypeName(dtype: number): DataType {
  for (const [name, number] of Object.entries(DType)) {
    if (number === dtype)
      return name === "int64" || name === "uint8" || name === "resource" ? "int32" : (name as DataType);
  }
  throw new GraphError(`TensorFlow's type ${dtype} is not known here`);
}

/** How many values a shape holds. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** How many bytes one value takes. */
export function bytesOf(dtype: number): number {
  if (dtype === DType.int64 || dtype === DType.complex64) return 8;
  return dtype === DType.uint8 || dtype === DType.bool ? 1 : 4;
}
