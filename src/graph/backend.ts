import type { DataType, Tensor } from "@tensorflow/tfjs-node";
import { tf, type Variable } from "../tensorflow.ts";
import { dtypeNumber } from "./dtype.ts";

/** An attribute as tfjs-node gives it to TensorFlow's eager interface. */
export interface EagerAttr {
  name: string;
  type: number;
  value: unknown;
}

/** What tfjs-node's binding says of a tensor that an operation made. */
export interface EagerTensor {
  id: number;
  dtype: number;
  shape: number[];
}

/** The part of tfjs-node's binding through which every kernel goes. */
export interface Binding {
  createTensor(shape: number[], dtype: number, values: unknown): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  executeOp(name: string, attrs: EagerAttr[], inputs: number[], outputs: number): EagerTensor[];
}

/** Where a tensor's values lie: in JavaScript until an operation needs them (`values`), then in TensorFlow (`id`). */
export interface TensorData {
  shape: number[];
  dtype: number;
  values: Float32Array | Int32Array | Uint8Array | null;
  id: number;
  refCount: number;
}

/** The key under which TensorFlow.js finds a tensor's values. */
export type DataId = object;

/** The part of tfjs-node's backend that tracing uses. */
export interface NodeBackend {
  binding: Binding;
  readonly tensorMap: { get(dataId: DataId): TensorData; has(dataId: DataId): boolean };
  getInputTensorIds(tensors: readonly Tensor[]): number[];
  write(values: unknown, shape: number[], dtype: DataType): DataId;
  readSync(dataId: DataId): Float32Array | Int32Array | Uint8Array;
  executeSingleOutput(name: string, attrs: EagerAttr[], inputs: readonly Tensor[]): Tensor;
  executeMultipleOutputs(
    name: string,
    attrs: EagerAttr[],
    inputs: readonly Tensor[],
    outputs: number,
  ): Tensor[];
}

/** The part of TensorFlow.js's engine that tracing uses. */
export interface Engine {
  readonly state: {
    readonly registeredVariables: Record<string, Variable>;
    readonly scopeStack: readonly { name: string }[];
  };
  makeVariable(initialValue: Tensor, trainable?: boolean, name?: string, dtype?: DataType): Variable;
  startScope(name?: string): void;
  endScope(): void;
}

/** TensorFlow.js's engine. */
export function engine(): Engine {
  return tf.engine() as unknown as Engine;
}

/** tfjs-node's backend. */
export function backend(): NodeBackend {
  return tf.backend() as unknown as NodeBackend;
}

/** The attribute that says an operation's type. */
export function typeAttr(name: string, dtype: DataType): EagerAttr {
  const { binding } = backend() as unknown as { binding: { TF_ATTR_TYPE: number } };
  return { name, type: binding.TF_ATTR_TYPE, value: dtypeNumber(dtype) };
}

/** The same values under a key and a number of their own. */
export function unshared(tensor: Tensor): Tensor {
  return backend().executeSingleOutput("Identity", [typeAttr("T", tensor.dtype)], [tensor]);
}
