import { ModelFileError } from "../errors.ts";
import type { Json, JsonObject } from "../types.ts";
import { table } from "./table.ts";

/**
 * Activations whose formula is the same in Keras 3 and in tfjs with what src/activations teaches it; a pair is [Keras's name,
 * tfjs's name in Python's spelling].
 */
const SHARED: readonly (readonly [string, string])[] = [
  ..."celu elu exponential gelu hard_shrink hard_silu hard_tanh leaky_relu linear log_sigmoid"
    .split(" ")
    .map(same),
  ..."log_softmax mish relu relu6 selu sigmoid soft_shrink softmax softplus softsign".split(" ").map(same),
  ..."sparse_plus sparse_sigmoid sparsemax squareplus tanh tanh_shrink".split(" ").map(same),
  ["hard_sigmoid", "keras3_hard_sigmoid"],
  ["silu", "swish"],
  ["swish", "swish"],
  ["hard_swish", "hard_silu"],
];

function same(name: string): readonly [string, string] {
  return [name, name];
}

const REASONS = table<string>({
  hard_sigmoid:
    "Keras 3 computes relu6(x + 3) / 6, tf.layers clip(0.2 x + 0.5, 0, 1); make the layer with this library's layers, or use 'sigmoid' (for LSTM and GRU: recurrentActivation: 'sigmoid')",
  gelu_new: "Keras has it only as gelu(approximate=True); use 'gelu'",
});

/** Turns a tfjs activation name into Keras's; a function of the user's own becomes what Keras makes of one. */
export function kerasActivation(value: Json, where: string, allowed: ReadonlySet<string>): Json {
  const isKnown = SHARED.some(([, name]) => name === value);
  if (typeof value === "string" && !isKnown && !(value in REASONS) && !allowed.has(value)) {
    return { module: "builtins", class_name: "function", config: value, registered_name: "function" };
  }
  return translate(value, 1, 0, "Keras 3", where, allowed);
}

/** What stands for Keras 2's hard sigmoid, whose slope is tfjs's and not Keras 3's, in the configuration of a file of Keras 2. */
export const KERAS2_HARD_SIGMOID = "keras2_hard_sigmoid";

/** Turns a Keras activation, a name or a serialised function, into tfjs's name. */
export function tfjsActivation(value: Json, where: string, allowed: ReadonlySet<string>): Json {
  const name = isFunction(value) ? (value.config as Json) : value;
  if (name === KERAS2_HARD_SIGMOID) return "hard_sigmoid";
  return translate(name, 0, 1, "TensorFlow.js", where, allowed);
}

function isFunction(value: Json): value is JsonObject {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && value.class_name === "function"
  );
}

function translate(
  value: Json,
  from: 0 | 1,
  to: 0 | 1,
  target: string,
  where: string,
  allowed: ReadonlySet<string>,
): Json {
  if (value === null || (typeof value === "string" && allowed.has(value))) {
    return value;
  }
  const found = SHARED.find((names) => names[from] === value);
  if (found !== undefined) {
    return found[to];
  }
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  const reason = REASONS[shown] ?? `known are ${[...new Set(SHARED.map((names) => names[from]))].join(", ")}`;
  throw new ModelFileError(
    "unsupported",
    `${where}: the activation '${shown}' has no equal in ${target}: ${reason}. If it is a function of your own, give it when loading: loadModel(file, { customObjects: { ${shown} } }).`,
  );
}
