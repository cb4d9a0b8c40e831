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
  requireSize(data, options.shape);
  const held = roomFor(session, options);
  session.write({ stored: held.stored, data });
  return held;
}

/**
 * Makes room for data in a session, into which {@link fill} puts some and of which {@link clear} takes it away again.
 *
 * @param options `shape`: -1 rows, of which each filling may have another number
 * @throws GraphError when the type does not fit
 */
export function roomFor(session: GraphSession, { shape, dtype, as }: HoldOptions): HeldData {
  const seen = as ?? dtype;
  if (seen !== "float32" && seen !== "int32" && seen !== "bool") {
    throw new GraphError(`A step sees float32, int32 or bool: say which by \`as\` for data of ${dtype}`);
  }
  return { stored: session.store(dtypeNumber(dtype), shape), as: seen };
}

/** Data for a place in a session. */
export interface Filling {
  readonly held: HeldData;
  readonly data: GraphArray;
  /** The lengths, of as many rows as there are. */
  readonly shape: readonly number[];
}

/**
 * Copies data into the rooms for them on another thread; the arrays must not change until then.
 *
 * @throws GraphError when a shape does not fit
 */
export async function fill(session: GraphSession, fillings: readonly Filling[]): Promise<void> {
  for (const { data, shape } of fillings) requireSize(data, shape);
  await session.writeLater(...fillings.map(({ held: { stored }, data, shape }) => ({ stored, data, shape })));
}

/** Frees data that {@link fill} copied, on another thread too. */
export async function clear(session: GraphSession, rooms: readonly HeldData[]): Promise<void> {
  const data = new Uint8Array(0);
  await session.writeLater(
    ...rooms.map(({ stored }) => ({ stored, data, shape: [0, ...stored.shape.slice(1)] })),
  );
}

function requireSize(data: GraphArray, shape: readonly number[]): void {
  if (data.length === sizeOf(shape)) return;
  throw new GraphError(`Data of ${data.length} values does not have the shape [${shape.join(", ")}]`);
}
