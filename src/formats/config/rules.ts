import type { Json, JsonObject } from "../types.ts";

/** How one layer class of Keras 3 and its counterpart in tfjs-layers correspond: settings, and where the weights are. */
export interface LayerRule {
  /** Settings of both; a pair is [Keras's name, tfjs's name]. */
  shared: readonly (readonly [keras: string, tfjs: string])[];
  /** Settings that only Keras has, with the one value that tfjs behaves like. */
  kerasOnly: Readonly<Record<string, Json>>;
  /** Settings that only tfjs has and that change no prediction. */
  tfjsOnly: readonly string[];
  /** The names of the weights in Keras's order, for the settings in Keras's spelling. */
  weights: WeightNames;
  /** The parts inside which Keras keeps the weights, each as many: attribute and name. Default: the layer itself keeps them. */
  parts?: readonly (readonly [attribute: string, name: string])[];
  /** Of a layer around the one in its setting `layer`: the attributes in which Keras keeps that one, or copies of it. */
  wraps?: readonly WrappedLayer[];
  /** How it is called with several tensors: by default with a list of them; `"list"` also with one, `"apart"` never. */
  takes?: "list" | "apart";
  /** What Keras is told at a call and tfjs's layer keeps as a setting. */
  callSettings?: readonly string[];
  /** The class that Keras has for it, where that has another name. */
  kerasClass?: string;
}

/** A layer inside another. */
export interface WrappedLayer {
  /** Keras's attribute, by which files name it. */
  attribute: string;
  /** What is put before the name of the layer in the setting `layer`. */
  prefix: string;
}

/** The names of a layer's weights. */
export type WeightNames = (config: JsonObject) => string[];

/** The settings of a row as text: names that both sides have, `keras:tfjs` where they differ. */
export function rule(
  shared: string,
  more: Partial<Omit<LayerRule, "shared" | "tfjsOnly">> & { tfjsOnly?: string } = {},
): LayerRule {
  const { kerasOnly = {}, tfjsOnly = "", weights = () => [], ...rest } = more;
  return { shared: words(shared).map(pair), kerasOnly, tfjsOnly: words(tfjsOnly), weights, ...rest };
}

function words(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

function pair(text: string): readonly [string, string] {
  const [keras, tfjs] = text.split(":") as [string, string | undefined];
  return [keras, tfjs ?? keras];
}

/** These weights and, unless `use_bias` is false, a bias. */
export function biased(...names: string[]): WeightNames {
  return (config) => (config.use_bias === false ? names : [...names, "bias"]);
}

/** A factor and an offset, as far as the layer learns them, and these weights. */
export function affine(...names: string[]): WeightNames {
  return (config) => [
    ...(config.scale === false ? [] : ["gamma"]),
    ...(config.center === false ? [] : ["beta"]),
    ...names,
  ];
}

/** A name without what a wrapper puts before it. */
export function withoutPrefix(name: string, prefix = ""): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}
