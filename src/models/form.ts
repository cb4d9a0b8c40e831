import type { NDArray } from "../array/ndarray.ts";
import type { LayersModel, SymbolicTensor } from "../tensorflow.ts";
import { endsOf, givenEnds } from "../training/ends.ts";

/** What one end of a functional model is made of: one tensor of a layer, a list of them, or an object that names them. */
export type Symbols = SymbolicTensor | readonly SymbolicTensor[] | Readonly<Record<string, SymbolicTensor>>;

/** Something for each input or output: one where there is one, a list, or an object by name. */
export type Form<Leaf> = Leaf | readonly Leaf[] | Readonly<Record<string, Leaf>>;

/** Something for each output, in the form in which the model has its outputs; a list of one is that one, as in Keras. */
export type InForm<Outputs extends Symbols, Leaf> = Outputs extends SymbolicTensor | readonly [SymbolicTensor]
  ? Leaf
  : Outputs extends readonly SymbolicTensor[]
    ? number extends Outputs["length"]
      ? Leaf | Leaf[]
      : { -readonly [Place in keyof Outputs]: Leaf }
    : { -readonly [Name in keyof Outputs]: Leaf };

/** What `predict` returns: an array of shape (samples, ...) for each output, in the form in which the model has its outputs. */
export type Predicted<Outputs extends Symbols> = InForm<Outputs, NDArray<"float32">>;

/** Brings what there is for each output into the form in which the model was built. */
export function inForm<Outputs extends Symbols, Leaf>(
  model: LayersModel,
  outputs: readonly Leaf[],
): InForm<Outputs, Leaf> {
  const { outputs: names } = givenEnds(model);
  const formed = names === undefined ? list(outputs) : byName(names, outputs);
  return formed as InForm<Outputs, Leaf>;
}

/**
 * What there is for each input, in the model's order.
 *
 * @throws RangeError that lists the inputs where one is missing or none is of that name
 */
export function inputList<Leaf extends object>(
  model: LayersModel,
  given: Form<Leaf>,
  isLeaf: (value: unknown) => value is Leaf,
): Leaf[] {
  const { inputs: names } = endsOf(model);
  if (isLeaf(given)) return counted(model, [given]);
  if (Array.isArray(given)) return counted(model, given as readonly Leaf[]);
  const named = given as Readonly<Record<string, Leaf>>;
  const fits =
    Object.keys(named).length === names.length && names.every((name) => Object.hasOwn(named, name));
  if (fits) return names.map((name) => named[name]!);
  throw new RangeError(
    `model "${model.name}" has the inputs ${names.join(", ")}, got ${Object.keys(named).join(", ")}`,
  );
}

function counted<Leaf>(model: LayersModel, given: readonly Leaf[]): Leaf[] {
  if (given.length === model.inputs.length) return [...given];
  const names = endsOf(model).inputs.join(", ");
  throw new RangeError(
    `model "${model.name}" has ${model.inputs.length} inputs (${names}), got ${given.length}`,
  );
}

function list<Leaf>(outputs: readonly Leaf[]): Leaf | readonly Leaf[] {
  return outputs.length === 1 ? outputs[0]! : outputs;
}

function byName<Leaf>(names: readonly string[], outputs: readonly Leaf[]): Record<string, Leaf> {
  return Object.fromEntries(names.map((name, i) => [name, outputs[i]!]));
}
