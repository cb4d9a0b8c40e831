import type { Json } from "../types.ts";

/** How one layer class's settings correspond between Keras 3 and tfjs-layers. */
export interface LayerRule {
  /** Settings of both; a pair is [Keras's name, tfjs's name]. */
  shared: readonly (readonly [keras: string, tfjs: string])[];
  /** Settings that only Keras has, with the one value that tfjs behaves like. */
  kerasOnly: Readonly<Record<string, Json>>;
  /** Settings that only tfjs has and that change no prediction. */
  tfjsOnly: readonly string[];
}

function rule(shared: string, kerasOnly: Record<string, Json> = {}, tfjsOnly = ""): LayerRule {
  return {
    shared: shared.split(" ").filter(Boolean).map(pair),
    kerasOnly,
    tfjsOnly: tfjsOnly.split(" ").filter(Boolean),
  };
}

function pair(text: string): readonly [string, string] {
  const [keras, tfjs] = text.split(":") as [string, string | undefined];
  return [keras, tfjs ?? keras];
}

const KERNEL = "kernel_initializer kernel_regularizer kernel_constraint";
const BIAS = "use_bias bias_initializer bias_regularizer bias_constraint";
const ACTIVITY = "activity_regularizer";
const DENSE = `activation ${KERNEL} ${BIAS} ${ACTIVITY}`;
const CONV = `filters kernel_size strides padding data_format dilation_rate ${DENSE}`;
const POOL = "pool_size strides padding data_format";
const RECURRENT = `units ${DENSE} recurrent_initializer recurrent_regularizer recurrent_constraint dropout
 recurrent_dropout return_sequences return_state go_backwards stateful unroll`.replace(/\s+/g, " ");
const GATED = `${RECURRENT} recurrent_activation`;
const BATCH = `axis momentum epsilon center scale beta_initializer gamma_initializer moving_mean_initializer
 moving_variance_initializer beta_regularizer gamma_regularizer beta_constraint gamma_constraint`.replace(
  /\s+/g,
  " ",
);
const LAYER_NORM =
  "axis epsilon center scale beta_initializer gamma_initializer beta_regularizer gamma_regularizer";
const LAST: Record<string, Json> = { data_format: "channels_last" };
const SEED: Record<string, Json> = { seed: null };

/** The layer classes that both Keras 3 and tfjs-layers know. */
export const LAYER_RULES: Readonly<Record<string, LayerRule>> = {
  Dense: rule(`units ${DENSE}`, { quantization_config: null }),
  Flatten: rule("data_format"),
  Dropout: rule("rate noise_shape seed"),
  SpatialDropout1D: rule("rate", { ...SEED }, "noise_shape seed"),
  GaussianNoise: rule("stddev", SEED),
  GaussianDropout: rule("rate", SEED),
  Activation: rule("activation"),
  ReLU: rule("max_value negative_slope threshold"),
  PReLU: rule("alpha_initializer alpha_regularizer alpha_constraint shared_axes"),
  SpatialDropout2D: rule("rate", { ...LAST, ...SEED }, "seed"),
  AlphaDropout: rule("rate noise_shape", SEED, "seed"),
  Subtract: rule(""),
  Dot: rule("axes normalize"),
  Rescaling: rule("scale offset"),
  Cropping1D: rule("cropping"),
  Cropping2D: rule("cropping data_format"),
  ZeroPadding1D: rule("padding", LAST),
  UpSampling1D: rule("size"),
  LeakyReLU: rule("negative_slope:alpha"),
  ELU: rule("alpha"),
  Softmax: rule("axis"),
  BatchNormalization: rule(BATCH, {
    synchronized: false,
    renorm: false,
    renorm_clipping: null,
    renorm_momentum: 0.99,
  }),
  LayerNormalization: rule(LAYER_NORM, { beta_constraint: null, gamma_constraint: null, rms_scaling: false }),
  Conv1D: rule(`${CONV} groups`, { quantization_config: null }),
  Conv2D: rule(`${CONV} groups`, { quantization_config: null }),
  Conv2DTranspose: rule(CONV, { output_padding: null, quantization_config: null }),
  MaxPooling1D: rule("pool_size strides padding", LAST),
  AveragePooling1D: rule("pool_size strides padding", LAST),
  MaxPooling2D: rule(POOL),
  AveragePooling2D: rule(POOL),
  GlobalAveragePooling1D: rule("data_format keepdims"),
  GlobalMaxPooling1D: rule("data_format keepdims"),
  GlobalAveragePooling2D: rule("data_format keepdims"),
  GlobalMaxPooling2D: rule("data_format keepdims"),
  ZeroPadding2D: rule("padding data_format"),
  UpSampling2D: rule("size data_format interpolation"),
  Embedding: rule(
    `input_dim output_dim embeddings_initializer embeddings_regularizer embeddings_constraint mask_zero ${ACTIVITY}`,
    { quantization_config: null },
    "input_length",
  ),
  Reshape: rule("target_shape"),
  Permute: rule("dims"),
  RepeatVector: rule("n"),
  Masking: rule("mask_value"),
  Add: rule(""),
  Multiply: rule(""),
  Average: rule(""),
  Maximum: rule(""),
  Minimum: rule(""),
  Concatenate: rule("axis"),
  SimpleRNN: rule(RECURRENT, { ...SEED, zero_output_for_mask: false }, "implementation"),
  LSTM: rule(`${GATED} unit_forget_bias`, { ...SEED, zero_output_for_mask: false }, "implementation"),
  GRU: rule(`${GATED} reset_after`, { ...SEED, zero_output_for_mask: false }, "implementation"),
};

/** Settings of every Keras layer. */
export const COMMON_SETTINGS: ReadonlySet<string> = new Set(["name", "trainable", "dtype"]);
