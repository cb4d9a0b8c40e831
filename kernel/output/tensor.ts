/** What a TensorFlow.js tensor looks like from outside; the kernel does not import the library. */
export interface TensorLike {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly isDisposed?: boolean;
  dataSync(): ArrayLike<unknown>;
  toString(verbose?: boolean): string;
}

export function isTensor(value: unknown): value is TensorLike {
  const tensor = value as Partial<TensorLike> | null | undefined;
  try {
    return (
      Array.isArray(tensor?.shape) &&
      typeof tensor.dtype === "string" &&
      typeof tensor.dataSync === "function"
    );
  } catch {
    return false; // A getter or a proxy that throws.
  }
}

/** Shape, dtype and the first values, as the library abbreviates them. */
export function tensorText(tensor: TensorLike): string {
  const head = `Tensor shape=[${tensor.shape.join(", ")}] dtype=${tensor.dtype}`;
  if (tensor.isDisposed) return `${head} (disposed)`;
  return `${head}\n${tensor.toString().replace(/^Tensor\n/, "")}`;
}
