import type { LayersModel, SymbolicTensor } from "../tensorflow.ts";

/** What a model's inputs and outputs are called in data, options, errors and `history`, in the model's order. */
export interface Ends {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

const given = new WeakMap<LayersModel, Partial<Ends>>();

/** Calls a model's inputs or outputs as the object does that it was built from. */
export function nameEnds(model: LayersModel, names: Partial<Ends>): void {
  given.set(model, names);
}

/** The names that a model's inputs or outputs were given by an object; undefined where it was built from a list or one tensor. */
export function givenEnds(model: LayersModel): Partial<Ends> {
  return given.get(model) ?? {};
}

/** The names of a model's inputs and outputs: those that it was built with, else the names of their layers, as in Keras. */
export function endsOf(model: LayersModel): Ends {
  const names = (tensors: readonly SymbolicTensor[]) =>
    unique(tensors.map(({ sourceLayer }) => sourceLayer.name));
  return { inputs: names(model.inputs), outputs: names(model.outputs), ...givenEnds(model) };
}

/** A layer that gives several outputs gives them one name. */
function unique(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  });
}
