import type { serialization } from "@tensorflow/tfjs-node";
import { activationClass } from "../../activations/tfjsActivation.ts";
import { type Json, type JsonObject, type KerasConfig, toTfjsConfig } from "../../formats/index.ts";
import type { Layer as OurLayer } from "../../layers/options.ts";
import { markOurs, ownWeights } from "../../layers/ownWeights.ts";
import { random } from "../../layers/random.ts";
import { fromKerasKey, toKerasKey } from "../../optimizers/config.ts";
import { type Layer, type LayersModel, type Tensor, tf } from "../../tensorflow.ts";
import { nameEnds } from "../ends.ts";
import type { CustomObjects } from "./customObjects.ts";
import { fromOwnConfig, mapObjects, type OwnClass, withoutPackage } from "./ownClasses.ts";

type Registered = [unknown, (kind: unknown, config: serialization.ConfigDict) => unknown];

/** The model of tfjs-layers, with new weights, that a configuration of Keras 3 describes. */
export async function tfjsModelOf(config: KerasConfig, customObjects: CustomObjects): Promise<LayersModel> {
  const custom = withoutPackage(customObjects);
  const names = Object.keys(customObjects).flatMap((name) => [name, toKerasKey(name)]);
  const topology = toTfjsConfig(config, { customObjects: names });
  const model = await withOwnClasses(topology, custom, (modelTopology) =>
    tf.models.modelFromJSON({ modelTopology } as never),
  );
  const seeds = new Map(seedsIn(config));
  for (const layer of leafLayers(model)) {
    random(layer as OurLayer, seeds.get(layer.name));
    ownWeights(markOurs(layer));
  }
  const [inputs, outputs] = [namesOf(config.config.input_layers), namesOf(config.config.output_layers)];
  nameEnds(model, { ...(inputs && { inputs }), ...(outputs && { outputs }) });
  return model;
}

/** The names of inputs or outputs that a model was built with, an object instead of a list. */
function namesOf(ends: Json | undefined): string[] | undefined {
  return typeof ends === "object" && ends !== null && !Array.isArray(ends) ? Object.keys(ends) : undefined;
}

/** The seeds of layers that draw random numbers, by the layers' names. */
function seedsIn(value: Json): [string, number][] {
  if (Array.isArray(value)) return value.flatMap(seedsIn);
  if (typeof value !== "object" || value === null) return [];
  const { name, seed } = value;
  const own: [string, number][] = typeof name === "string" && typeof seed === "number" ? [[name, seed]] : [];
  return [...own, ...Object.values(value).flatMap(seedsIn)];
}

function leafLayers(layer: LayersModel | Layer): Layer[] {
  return "layers" in layer ? (layer as LayersModel).layers.flatMap(leafLayers) : [layer];
}

/**
 * Lets tfjs-layers know a user's classes while it makes a model, and hands each its settings as its `getConfig` returned them: on
 * the way through tfjs, texts would change their spelling.
 */
function withOwnClasses<T>(topology: KerasConfig, custom: CustomObjects, work: (topology: Json) => T): T {
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  const registered = classNameMap as unknown as Record<string, Registered>;
  const before = { ...registered };
  const configs: JsonObject[] = [];
  const known = new Set(Object.keys(custom).filter((name) => isSerializable(custom[name])));
  try {
    for (const [name, kind] of Object.entries(custom)) {
      if (isSerializable(kind)) {
        // A Bidirectional makes its copies from the settings themselves.
        const make = (_: unknown, config: serialization.ConfigDict) =>
          fromOwnConfig(kind, configs[config.settings as number] ?? (config as JsonObject));
        registered[name] = [kind, make];
      } else if (isFormula(kind)) {
        registered[fromKerasKey(name)] = activation(name, kind);
      }
    }
    return work(
      mapObjects(topology, known, (object) => {
        const settings = configs.push(object.config) - 1;
        return { ...object, config: { name: object.config.name ?? null, settings } };
      }),
    );
  } finally {
    for (const name of Object.keys(registered)) {
      if (before[name] === undefined) delete registered[name];
      else registered[name] = before[name];
    }
  }
}

function isSerializable(value: unknown): value is OwnClass<unknown> {
  return typeof value === "function" && value.prototype instanceof tf.serialization.Serializable;
}

function isFormula(value: unknown): value is (x: Tensor) => Tensor {
  return typeof value === "function" && !/^class\b/.test(Function.prototype.toString.call(value));
}

function activation(name: string, formula: (x: Tensor) => Tensor): Registered {
  const Activation = activationClass(name, formula);
  return [Activation, () => new Activation()];
}
