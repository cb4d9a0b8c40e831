import { ModelFileError } from "../errors.ts";
import type { Json, JsonObject } from "../types.ts";
import { isKerasObject, kerasObject } from "./objects.ts";
import { table } from "./table.ts";

const TO_KERAS = table<string>({ LeCunNormal: "LecunNormal", LeCunUniform: "LecunUniform" });
const TO_TFJS = table<string>({ LecunNormal: "LeCunNormal", LecunUniform: "LeCunUniform" });

/** tfjs's "normal" draws a truncated normal, as Keras's "truncated_normal" does. */
const DISTRIBUTIONS = table<string>({
  normal: "truncated_normal",
  truncated_normal: "truncated_normal",
  uniform: "uniform",
});

/** Turns an initializer, regularizer or constraint of tfjs (or of Keras 2) into Keras 3's form. */
export function kerasPart(value: Json, module: string): Json {
  if (!isKerasObject(value)) {
    return value;
  }
  if (typeof value.module === "string") {
    return value;
  }
  const { class_name, config } = value;
  const settings = { ...config };
  const distribution = settings.distribution;
  if (class_name === "VarianceScaling" && typeof distribution === "string") {
    settings.distribution = DISTRIBUTIONS[distribution] ?? distribution;
  }
  delete settings.dtype;
  return kerasObject(module, TO_KERAS[class_name] ?? class_name, settings);
}

const TFJS_SETTINGS = table<readonly string[]>({
  Zeros: [],
  Ones: [],
  Constant: ["value"],
  RandomUniform: ["minval", "maxval", "seed"],
  RandomNormal: ["mean", "stddev", "seed"],
  TruncatedNormal: ["mean", "stddev", "seed"],
  Identity: ["gain"],
  VarianceScaling: ["scale", "mode", "distribution", "seed"],
  GlorotUniform: ["seed"],
  GlorotNormal: ["seed"],
  HeNormal: ["seed"],
  HeUniform: ["seed"],
  LeCunNormal: ["seed"],
  LeCunUniform: ["seed"],
  Orthogonal: ["gain", "seed"],
  L1L2: ["l1", "l2"],
  MaxNorm: ["max_value", "axis"],
  MinMaxNorm: ["min_value", "max_value", "axis", "rate"],
  NonNeg: [],
  UnitNorm: ["axis"],
});

/** Turns an initializer, regularizer or constraint of Keras into tfjs's form. */
export function tfjsPart(value: Json, where: string, allowed: ReadonlySet<string>): Json {
  if (!isKerasObject(value) || allowed.has(value.class_name)) {
    return value;
  }
  const { class_name: className, config } = regularizer(value.class_name, value.config);
  const keys = TFJS_SETTINGS[className];
  if (keys === undefined) {
    throw new ModelFileError(
      "unsupported",
      `${where}: TensorFlow.js has no '${value.class_name}'; known are ${Object.keys(TFJS_SETTINGS).join(", ")}. If your own code supplies it, name it in customObjects.`,
    );
  }
  const kept = Object.entries(config).filter(([key]) => keys.includes(key));
  return {
    class_name: className,
    config: Object.fromEntries(kept.map(([key, setting]) => [key, plain(key, setting)])),
  };
}

/** Keras has L1 and L2 beside L1L2; the distribution names differ. */
function regularizer(className: string, config: JsonObject): { class_name: string; config: JsonObject } {
  if (className === "L1" || className === "L2") {
    return { class_name: "L1L2", config: { l1: config.l1 ?? 0, l2: config.l2 ?? 0 } };
  }
  return { class_name: TO_TFJS[className] ?? className, config };
}

function plain(key: string, value: Json): Json {
  if (key === "distribution" && value === "truncated_normal") {
    return "normal";
  }
  // Keras can keep a whole seed generator here; the draw it stood for is in the weights already.
  return key === "seed" && typeof value !== "number" ? null : value;
}
