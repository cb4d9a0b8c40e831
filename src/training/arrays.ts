import { NDArray } from "../array/ndarray.ts";
import { type LayersModel, tf } from "../tensorflow.ts";
import { endsOf } from "./ends.ts";
import type { Samples } from "./inputs.ts";

/** What a model takes or learns: one array, a list in the order of its inputs or outputs, or an object by their names. */
export type Arrays = Samples | readonly Samples[] | Readonly<Record<string, Samples>>;

/** Weights of samples: the same for all outputs, or for each; null where all samples count the same. */
export type WeightArrays = Arrays | readonly (Samples | null)[] | Readonly<Record<string, Samples | null>>;

/** Arrays for one model: as many entries as it has inputs, or outputs. */
export interface SampleArrays {
  readonly x: readonly Samples[];
  /** Undefined for an output whose targets were not given. */
  readonly y: readonly (Samples | undefined)[];
  /** Undefined where all samples count the same. */
  readonly weight: readonly (Samples | undefined)[];
}

/**
 * Sorts arrays by the model's inputs and outputs.
 *
 * @throws RangeError for a number of arrays or a name that does not fit; it lists the names that do
 */
export function sampleArrays(
  model: LayersModel,
  x: Arrays,
  y: Arrays,
  sampleWeight?: WeightArrays,
): SampleArrays {
  const { outputs } = endsOf(model);
  const end: End = { model: model.name, kind: "output", names: outputs };
  return {
    x: inputArrays(model, x),
    y: sorted("y", y, end).map((target) => target ?? undefined),
    weight: weights(sampleWeight, end),
  };
}

/** The array for each of the model's inputs. @throws RangeError where one is missing or too many */
export function inputArrays(model: LayersModel, x: Arrays): Samples[] {
  const { inputs } = endsOf(model);
  const end: End = { model: model.name, kind: "input", names: inputs };
  return sorted("x", x, end).map((samples, i) => {
    if (samples !== undefined && samples !== null) return samples;
    throw new RangeError(`x has nothing for the input "${inputs[i]}"; ${known(end)}`);
  });
}

/** Whether a value is one array, and neither a list nor an object of them. */
export function isArrayLike(value: unknown): value is Exclude<Samples, unknown[]> {
  return value instanceof NDArray || value instanceof tf.Tensor;
}

/** Whether a value is an object of arrays by names. */
export function isNamedArrays(value: unknown): value is Readonly<Record<string, Samples>> {
  if (typeof value !== "object" || value === null || isArrayLike(value) || Array.isArray(value)) return false;
  const parts: unknown[] = Object.values(value);
  return parts.length > 0 && parts.every((part) => isArrayLike(part) || Array.isArray(part));
}

/** Where arrays go. */
interface End {
  readonly model: string;
  readonly kind: "input" | "output";
  readonly names: readonly string[];
}

function weights(given: WeightArrays | undefined, end: End): (Samples | undefined)[] {
  if (given === undefined || isArrayLike(given) || isNumbers(given)) return end.names.map(() => given);
  return sorted("sampleWeight", given, end).map((weight) => weight ?? undefined);
}

function isNumbers(value: WeightArrays): value is number[] {
  return Array.isArray(value) && typeof value[0] === "number";
}

function sorted(what: string, given: WeightArrays, end: End): readonly (Samples | null | undefined)[] {
  const { model, kind, names } = end;
  if (Array.isArray(given) && (names.length > 1 || isArrayLike(given[0]))) {
    if (given.length === names.length) return given as readonly (Samples | null)[];
    throw new RangeError(`model "${model}" has ${count(end)}, got ${given.length}; ${known(end)}`);
  }
  if (isArrayLike(given) || Array.isArray(given)) {
    if (names.length === 1) return [given as Samples];
    throw new RangeError(
      `model "${model}" has ${count(end)}, got one array: ${what} is a list of ${names.length} or an object; ${known(end)}`,
    );
  }
  const byName = given as Readonly<Record<string, Samples | null>>;
  for (const name of Object.keys(byName)) {
    if (names.includes(name)) continue;
    throw new RangeError(`${what} names "${name}", but model "${model}" has no such ${kind}; ${known(end)}`);
  }
  return names.map((name) => byName[name]);
}

/** `2 inputs`. */
function count({ kind, names }: End): string {
  return `${names.length} ${kind}${names.length === 1 ? "" : "s"}`;
}

function known({ kind, names }: End): string {
  return `its ${kind}${names.length === 1 ? " is" : "s are"} ${names.join(", ")}`;
}
