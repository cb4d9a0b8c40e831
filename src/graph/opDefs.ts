import { GraphError } from "./errors.ts";
import { native } from "./native.ts";
import { decode, type OpDef } from "./proto.ts";

let wires: Map<string, Uint8Array> | undefined;
const decoded = new Map<string, OpDef>();

/**
 * The signature of an operation, from the loaded TensorFlow itself, so that it always fits its version.
 *
 * @throws GraphError when TensorFlow has no such operation
 */
export function opDef(name: string): OpDef {
  let found = decoded.get(name);
  if (found === undefined) {
    const wire = loadOperations().get(name);
    if (wire === undefined) throw new GraphError(`TensorFlow has no operation ${name}`);
    found = decode("OpDef", wire);
    decoded.set(name, found);
  }
  return found;
}

/** Lists the operations of the loaded TensorFlow, which takes a moment the first time. */
export function loadOperations(): ReadonlyMap<string, Uint8Array> {
  wires ??= new Map(
    decode("OpList", native().opList()).op.map((wire) => [decode("OpName", wire).name, wire]),
  );
  return wires;
}
