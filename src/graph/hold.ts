import { dtypeNumber, type GraphArray, type GraphDType, sizeOf } from "./dtype.ts";
import { GraphError } from "./errors.ts";
import type { GraphSession, Stored } from "./session.ts";

/** Data held once in a session, from whose first dimension the steps of a loop take their rows. */
export interface HeldData {
  readonly stored: Stored;
  /** The type that the steps see. */
  readonly as: StepDType;
}

/** The types that a step can see. */
export type StepDType = "float32" | "int32" | "bool";

/** What {@link hold} is told of the data. */
export interface HoldOptions {
  /** The lengths; rows come first. */
  shape: readonly number[];
  /** The type of the values as they are given. */
  dtype: GraphDType;
  /** The type that the steps see, default the same; `uint8` pixels are kept as bytes and become numbers batch by batch. */
  as?: StepDType;
}

/**
 * Copies data into a session once; the array can be let go of afterwards.
 *
 * @param data the values, row by row
 * @throws GraphError when the shape or the type does not fit
 * @example const x = hold(session, pixels, { shape: [48000, 784], dtype: "uint8", as: "float32" });
 */
export function hold(session: GraphSession, data: GraphArray, options: HoldOptions): HeldData {
  const { shape, dtype, as = dtype } = options;
  if (data.length !== sizeOf(shape)) {
    throw new GraphError(`Data of ${data.length} values does not have the shape [${shape.join(", ")}]`);
  }
  if (as !== "float32" && as !== "int32" && as !== "bool") {
    throw new GraphError(`A step sees float32, int32 or bool: say which by \`as\` for data of ${dtype}`);
  }
  const stored = session.store(dtypeNumber(dtype), shape);
  session.write(stored, data);
  return { stored, as };
}
