import type { EagerAttr } from "./backend.ts";
import { GraphError } from "./errors.ts";
import type { Output } from "./ir.ts";
import { opDef } from "./opDefs.ts";
import { type ArgDef, type AttrValue, type OpDef, shapeMessage } from "./proto.ts";

/** Whether an operation reads or changes something beside its inputs. */
export function isStateful(name: string): boolean {
  return opDef(name).isStateful;
}

/**
 * The attributes of a node. Eager execution infers types and counts that are left out; in a graph they must be written.
 *
 * @throws GraphError for an attribute that cannot be inferred or written
 */
export function completeAttrs(
  name: string,
  given: readonly EagerAttr[],
  inputs: readonly Output[],
): Record<string, AttrValue> {
  const definition = opDef(name);
  const attrs: Record<string, AttrValue> = {};
  for (const attr of given) {
    const expected = definition.attr.find((candidate) => candidate.name === attr.name);
    if (expected !== undefined) attrs[attr.name] = attrValue(name, expected.type, attr);
  }
  inferFromInputs(definition, inputs, attrs);
  for (const attr of definition.attr) {
    if (attrs[attr.name] === undefined && attr.defaultValue === null) {
      throw new GraphError(`${name} cannot be written into a graph: its attribute ${attr.name} is not known`);
    }
  }
  return attrs;
}

function inferFromInputs(
  definition: OpDef,
  inputs: readonly Output[],
  attrs: Record<string, AttrValue>,
): void {
  let next = 0;
  for (const [index, arg] of definition.inputArg.entries()) {
    const count = argLength(definition, index, inputs.length - next, attrs);
    const part = inputs.slice(next, next + count);
    next += count;
    if (arg.numberAttr) attrs[arg.numberAttr] = { i: count };
    if (arg.typeListAttr) attrs[arg.typeListAttr] = { list: { type: part.map(({ dtype }) => dtype) } };
    if (arg.typeAttr && part[0] !== undefined) attrs[arg.typeAttr] = { type: part[0].dtype };
  }
}

function argLength(definition: OpDef, index: number, left: number, attrs: Record<string, AttrValue>): number {
  const arg = definition.inputArg[index]!;
  const given = attrs[arg.numberAttr]?.i ?? attrs[arg.typeListAttr]?.list?.type?.length;
  if (given !== undefined) return given;
  const later = definition.inputArg.length - index - 1;
  return isList(arg) ? left - later : 1;
}

function isList(arg: ArgDef): boolean {
  return Boolean(arg.numberAttr || arg.typeListAttr);
}

function attrValue(op: string, type: string, { name, value }: EagerAttr): AttrValue {
  if (type.startsWith("list("))
    return { list: listValue(type.slice(5, -1), Array.isArray(value) ? value : [value]) };
  switch (type) {
    case "int":
      return { i: Number(value) };
    case "float":
      return { f: Number(value) };
    case "bool":
      return { b: Boolean(value) };
    case "type":
      return { type: Number(value) };
    case "string":
      return { s: Buffer.from(String(value)) };
    case "shape":
      return { shape: shapeMessage(value as number[]) };
    default:
      throw new GraphError(`${op} cannot be written into a graph: its attribute ${name} is of type ${type}`);
  }
}

function listValue(type: string, values: unknown[]): NonNullable<AttrValue["list"]> {
  switch (type) {
    case "int":
      return { i: values.map(Number) };
    case "float":
      return { f: values.map(Number) };
    case "bool":
      return { b: values.map(Boolean) };
    case "type":
      return { type: values.map(Number) };
    case "string":
      return { s: values.map((value) => Buffer.from(String(value))) };
    default:
      throw new GraphError(`A list of ${type} cannot be written into a graph`);
  }
}
