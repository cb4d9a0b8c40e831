import { beforeAll, describe, expect, it } from "vitest";
import { resolveConstraint } from "../../../src/constraints/index.ts";
import * as toile from "../../../src/index.ts";
import { againstKeras, noKeras, runKeras } from "../keras.ts";
import { notOffered } from "./notOffered.ts";

const modules = [
  "layers",
  "losses",
  "metrics",
  "optimizers",
  "optimizers.schedules",
  "activations",
  "initializers",
  "regularizers",
  "constraints",
  "callbacks",
] as const;

type ModuleName = (typeof modules)[number];

interface Reference {
  /** The public names of each of Keras's modules. */
  names: Record<ModuleName, string[]>;
  /** The text that stands for an object where Keras takes text, by module. */
  aliases: Record<string, string[]>;
}

const program = `
import inspect
def public(module):
    return [n for n in dir(module) if not n.startswith("_") and not inspect.ismodule(getattr(module, n))]
names = {}
for name in ${JSON.stringify(modules)}:
    module = keras
    for part in name.split("."): module = getattr(module, part)
    names[name] = public(module)
import keras.src as s
tables = dict(losses=s.losses, metrics=s.metrics, activations=s.activations, initializers=s.initializers, regularizers=s.regularizers, constraints=s.constraints)
aliases = {}
for name, module in tables.items():
    get = getattr(keras, name).get
    kept = []
    for alias in module.ALL_OBJECTS_DICT:
        try:
            made = get(alias)
            if callable(made) and not inspect.isclass(made): kept.append(alias)
        except Exception: pass
    aliases[name] = sorted(kept)
aliases["metrics"] += ["accuracy", "acc", "crossentropy", "ce"]
aliases["losses"] += ["crossentropy", "ce"]
result = dict(names=names, aliases=aliases, version=keras.__version__)`;

/** Names here that do not follow from Keras's by letter case alone. */
const renamed: Record<string, string> = {
  "layers.PReLU": "prelu",
  "layers.ELU": "elu",
  "layers.GRU": "gru",
  "layers.LSTM": "lstm",
  "layers.RNN": "rnn",
  "layers.ReLU": "relu",
  "layers.Layer": "Layer",
  "metrics.IoU": "iou",
  "metrics.AUC": "auc",
  "metrics.MeanMetricWrapper": "meanMetric",
  "metrics.FBetaScore": "fBetaScore",
  "optimizers.SGD": "sgd",
  "optimizers.RMSprop": "rmsprop",
  "optimizers.AdamW": "adamw",
  "initializers.IdentityInitializer": "identity",
  "initializers.OrthogonalInitializer": "orthogonal",
};

/** Keras's name as this library spells functions: `Conv2D` is `conv2D`, `mean_squared_error` is `meanSquaredError`. */
function here(module: string, name: string): string {
  const known = renamed[`${module}.${name}`];
  if (known !== undefined) return known;
  const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return camel.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (start) => start.toLowerCase());
}

function members(module: ModuleName): Record<string, unknown> {
  if (module === "optimizers.schedules") return { ...toile.optimizers.schedules };
  const { layers, losses, metrics, optimizers } = toile;
  const { activations, initializers, regularizers, constraints, callbacks } = toile;
  const all = {
    layers,
    losses,
    metrics,
    optimizers,
    activations,
    initializers,
    regularizers,
    constraints,
    callbacks,
  };
  return { ...all[module] };
}

/** Whether a module here has a function or a class by one of the spellings of Keras's name. */
function isOffered(module: ModuleName, name: string): boolean {
  const own = members(module);
  return [here(module, name), name].some((spelling) => typeof own[spelling] === "function");
}

const resolvers: Record<string, (name: string) => unknown> = {
  losses: (name) => toile.losses.get(name as toile.losses.LossName),
  metrics: (name) => toile.metrics.get(name as toile.metrics.MetricName),
  activations: (name) => toile.layers.activation(name as toile.activations.ActivationName),
  initializers: (name) => toile.initializers.get(name as toile.initializers.InitializerName),
  regularizers: (name) => toile.regularizers.get(name as toile.regularizers.RegularizerName),
  constraints: (name) => resolveConstraint(name as "max_norm"),
};

describe.skipIf(noKeras)(againstKeras("Keras's public names"), () => {
  let reference: Reference;
  beforeAll(() => {
    reference = runKeras(program);
  });

  it.each(modules)("of keras.%s are offered here, or named as not offered with a reason", (module) => {
    const missing = reference.names[module].filter((name) => !isOffered(module, name));
    const excused = Object.keys(notOffered[module] ?? {});
    expect(missing.filter((name) => !excused.includes(name))).toEqual([]);
  });

  it.each(modules)("of keras.%s that are offered by now are not named as missing", (module) => {
    const excused = Object.keys(notOffered[module] ?? {});
    const missing = reference.names[module].filter((name) => !isOffered(module, name));
    expect(excused.filter((name) => !missing.includes(name))).toEqual([]);
  });

  it.each(Object.keys(resolvers))("that stand for %s in text mean something here too", (module) => {
    const excused = notOffered[`${module} as text`] ?? {};
    const unknown = reference.aliases[module]!.filter((name) => {
      try {
        return resolvers[module]!(name) === undefined;
      } catch {
        return true;
      }
    });
    expect(unknown.filter((name) => !Object.hasOwn(excused, name))).toEqual([]);
    expect(Object.keys(excused).filter((name) => !unknown.includes(name))).toEqual([]);
  });
});
