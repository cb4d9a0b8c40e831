import { backend, type DataId } from "./backend.ts";
import { type GraphArray, sizeOf, type Value, viewOf } from "./dtype.ts";
import { GraphError } from "./errors.ts";
import type { NativeFeed, NativeResult } from "./native.ts";

/** The values of a tensor for a feed. @throws GraphError for a tensor of strings */
export function valuesOf(tensor: { dataId: object; dtype: string; shape: number[] }): GraphArray {
  const data = backend().readSync(tensor.dataId as DataId);
  if (data.length === sizeOf(tensor.shape) * (tensor.dtype === "complex64" ? 2 : 1)) return data;
  throw new GraphError(
    `A ${tensor.dtype} tensor of shape [${tensor.shape.join(", ")}] cannot be fed to a graph`,
  );
}

/** A value as the native part takes it. */
export function toFeed({ dtype, shape, data }: Value): NativeFeed {
  return [dtype, shape, data];
}

/** A value that the native part gave. */
export function toValue([dtype, shape, buffer]: NativeResult): Value {
  return { dtype, shape, data: viewOf(dtype, buffer) };
}
