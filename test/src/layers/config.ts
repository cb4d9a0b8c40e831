/** Settings that concern Keras alone or change no number. */
const ignored = new Set([
  "name",
  "trainable",
  "dtype",
  "seed",
  "quantization_config",
  "activity_regularizer",
  "synchronized",
  "renorm",
  "renorm_clipping",
  "renorm_momentum",
  "rms_scaling",
  "output_padding",
  "keepdims",
  "zero_output_for_mask",
  "build_config",
  "noise_shape",
  "input_axes",
  "output_axes",
  "backward_layer",
  // Keras fills these in once the layer is built.
  "attention_axes",
]);
/** Settings of Keras that tfjs lacks and whose layers behave as Keras's default. */
const lacking = new Set(["data_format", "beta_constraint", "gamma_constraint", "dilation_rate"]);
const aliases: Record<string, string> = {
  alpha: "negative_slope",
  kernel_initializer: "depthwise_initializer",
};

type Config = Record<string, unknown>;

/** A tfjs layer's settings in Keras's spelling. */
export function comparable(config: Config): Config {
  const spelled = Object.entries(config).map(([key, value]) => [snake(key), plain(value)]);
  const result = Object.fromEntries(spelled) as Config;
  for (const [ours, theirs] of Object.entries(aliases)) {
    if (result[theirs] === undefined && ours in result) result[theirs] = result[ours];
  }
  return result;
}

/** Keras's settings without what cannot be compared. */
export function comparableKeras(config: Config): Config {
  const kept = Object.entries(config).filter(([key]) => !ignored.has(key) && !lacking.has(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, plain(value)]));
}

function snake(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Both libraries' spelling of a value brought to one. */
function plain(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.length === 1 ? plain(value[0]) : value.map(plain);
  if (typeof value === "string") return snake(value).replace("swish", "silu");
  if (typeof value !== "object") return typeof value === "number" ? Number(value.toPrecision(6)) : value;
  const { class_name, className = class_name, config } = value as Config;
  if (className === undefined) return comparableKeras(value as Config);
  return initializer(String(className), (config ?? {}) as Config);
}

const glorot: Record<string, Config> = {
  GlorotUniform: { scale: 1, mode: "fan_avg", distribution: "uniform" },
  HeNormal: { scale: 2, mode: "fan_in", distribution: "normal" },
  Orthogonal: { gain: 1 },
};

function initializer(className: string, config: Config): Config {
  if (className === "L2") return { class: "L1L2", l1: 0, ...comparable(config) };
  const settings = comparable({ ...glorot[className], ...config });
  for (const [key, value] of Object.entries(settings)) {
    if (ignored.has(key)) delete settings[key];
    if (key === "distribution") settings[key] = String(value).replace("truncated_", "");
  }
  const varied = className in glorot && className !== "Orthogonal";
  if (className === "LSTM" || className === "GRU" || className === "Dense") return { class: className };
  return { class: varied ? "VarianceScaling" : className, ...settings };
}
