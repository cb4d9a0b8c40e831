import { seeded } from "../random/seeded.ts";
import { type Layer as TfjsLayer, tf } from "../tensorflow.ts";
import type { Layer, LayerOptions } from "./options.ts";
import { markOurs } from "./ownWeights.ts";
import { resolveSetting } from "./settings.ts";
import { checkName, uniqueName } from "./uniqueName.ts";

/** Every option of a layer with Keras's default; `undefined` where Keras has none. */
export type Defaults<O extends LayerOptions> = {
  [K in Exclude<keyof O, keyof LayerOptions>]-?: O[K] | undefined;
};

const common = new Set(["name", "trainable", "inputShape", "batchInputShape", "dtype"]);

/**
 * Makes a layer: fills in Keras's defaults, its automatic name, and what names stand for.
 *
 * @param kind Keras's automatic name of the layer, which errors use too
 * @param create makes the layer from tfjs's form of the options
 * @throws TypeError for an option that the layer does not have
 */
export function make<O extends LayerOptions>(
  kind: string,
  create: (config: never) => TfjsLayer,
  given: O,
  defaults: Defaults<O>,
): Layer {
  const { name = uniqueName(kind), ...options } = given;
  checkName(name);
  refuseUnknown(kind, options, defaults);
  const settings: Record<string, unknown> = { name };
  for (const [key, value] of Object.entries({ ...defaults, ...defined(options) })) {
    if (value !== undefined) settings[key] = resolveSetting(key, value);
  }
  const layer = create(settings as never);
  const build = layer.build.bind(layer);
  layer.build = (shape) => seeded(() => build(shape));
  keepCallsApart(layer);
  return markOurs(layer as Layer);
}

/**
 * tfjs-layers hands one object of options from layer to layer of a model, so that a mask, or a recurrent layer's first state, would
 * reach layers that it does not belong to.
 */
function keepCallsApart(layer: TfjsLayer): void {
  const apply = layer.apply.bind(layer);
  layer.apply = (inputs, options) => {
    const { mask, ...others } = options ?? {};
    if (options !== undefined) delete options.mask;
    return apply(inputs, mask === undefined ? others : { ...others, mask });
  };
}

function refuseUnknown(kind: string, options: object, defaults: object): void {
  const unknown = Object.keys(options).filter((key) => !common.has(key) && !Object.hasOwn(defaults, key));
  if (unknown.length === 0) return;
  const known = [...Object.keys(defaults), ...common].join(", ");
  throw new TypeError(`${kind} has no option ${unknown.join(", ")}; it has: ${known}`);
}

function defined(options: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** A count option. @throws RangeError unless it is a whole number of at least 1 */
export function positive(kind: string, option: string, value: number): number {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`${kind} needs a whole number of ${option}, at least 1, got ${value}`);
  }
  return value;
}

/** A share. @throws RangeError unless it lies from 0 to 1 */
export function share(kind: string, option: string, value: number): number {
  if (!(value >= 0 && value <= 1)) {
    throw new RangeError(`${kind} needs a ${option} from 0 to 1, got ${value}`);
  }
  return value;
}

/** The class behind tfjs's name of a layer; own layers extend some of them. */
export function tfjsClass(className: string): typeof tf.layers.Layer {
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  return classNameMap[className]![0] as unknown as typeof tf.layers.Layer;
}
