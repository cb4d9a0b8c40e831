import { formatShape } from "../array/shape.ts";
import { tf, type Variable } from "../tensorflow.ts";
import { snakeCase } from "../training/errors.ts";
import type { SlotSpec, SlotStore } from "./slots.ts";

/** One number or array of an optimizer's state, as files keep it. */
export interface OptimizerWeight {
  /** Keras's name: `iteration`, `learning_rate`, `dense_kernel_momentum`. */
  name: string;
  /** The lengths of its axes; none for one number. */
  shape: readonly number[];
  /** The type that Keras keeps it in. */
  dtype: "int64" | "float32";
  /** The numbers in row-major order. */
  data: Float32Array | BigInt64Array;
}

/** The slots in the order of Keras's `optimizer.variables`: group by group, within a group weight by weight. */
export function orderedSlots(
  store: SlotStore,
  groups: readonly (readonly SlotSpec[])[],
): { name: string; slot: Variable }[] {
  const specs = groups.flat();
  return groups.flatMap((group) =>
    store.weights.flatMap((weight) =>
      group.flatMap(({ name }) => {
        const slot = store.of(weight, specs)[name];
        return slot === undefined
          ? []
          : [{ name: `${weight.name.replaceAll("/", "_")}_${snakeCase(name)}`, slot }];
      }),
    ),
  );
}

/** A copy of a slot's numbers. */
export function readSlot({ name, slot }: { name: string; slot: Variable }): OptimizerWeight {
  return { name, shape: slot.shape, dtype: "float32", data: Float32Array.from(slot.dataSync()) };
}

/** Puts numbers into a slot. @throws RangeError for another shape */
export function writeSlot(
  { name, slot }: { name: string; slot: Variable },
  weight: OptimizerWeightLike,
): void {
  if (formatShape(weight.shape) !== formatShape(slot.shape)) {
    throw new RangeError(
      `the optimizer's ${name} has shape ${formatShape(slot.shape)}, got ${formatShape(weight.shape)}`,
    );
  }
  tf.tidy(() => slot.assign(tf.tensor(Float32Array.from(weight.data, Number), slot.shape, "float32")));
}

/** What is read back: an {@link OptimizerWeight} of any number type. */
export interface OptimizerWeightLike {
  /** The lengths of its axes; none for one number. */
  shape: readonly number[];
  /** The numbers in row-major order. */
  data: Iterable<number | bigint> & { readonly length: number };
}

/** A single number of the state. */
export function scalarWeight(name: string, value: number, dtype: OptimizerWeight["dtype"]): OptimizerWeight {
  const data = dtype === "int64" ? BigInt64Array.of(BigInt(value)) : Float32Array.of(value);
  return { name, shape: [], dtype, data };
}
