import type { Json } from "../types.ts";
import { affine, biased, type LayerRule, rule } from "./rules.ts";

const BIAS = "use_bias bias_initializer bias_regularizer bias_constraint";
const ACTIVITY = "activity_regularizer";
const KERNEL = "kernel_initializer kernel_regularizer kernel_constraint";
const DEPTHWISE = "depth_multiplier depthwise_initializer depthwise_regularizer depthwise_constraint";
const POINTWISE = "pointwise_initializer pointwise_regularizer pointwise_constraint";
const DENSE = `activation ${KERNEL} ${BIAS} ${ACTIVITY}`;
const WINDOW = "kernel_size strides padding data_format dilation_rate";
const CONV = `filters ${WINDOW} ${DENSE}`;
const SEPARABLE = `filters ${WINDOW} activation ${DEPTHWISE} ${POINTWISE} ${BIAS} ${ACTIVITY}`;
const CHANNELWISE = `${WINDOW} activation ${DEPTHWISE} ${BIAS} ${ACTIVITY}`;
const POOL = "pool_size strides padding data_format";
const RECURRENT = `units ${DENSE} recurrent_initializer recurrent_regularizer recurrent_constraint dropout
 recurrent_dropout return_sequences return_state go_backwards stateful unroll`;
const GATED = `${RECURRENT} recurrent_activation`;
const SCALE =
  "axis epsilon center scale beta_initializer gamma_initializer beta_regularizer gamma_regularizer";
const BATCH = `${SCALE} momentum moving_mean_initializer moving_variance_initializer beta_constraint gamma_constraint`;

const LAST: Record<string, Json> = { data_format: "channels_last" };
const SEED: Record<string, Json> = { seed: null };
const STEPS: Record<string, Json> = { ...SEED, zero_output_for_mask: false };

const kernel = biased("kernel");
const separable = biased("depthwise_kernel", "pointwise_kernel");
const CONVOLUTION = { kerasOnly: { quantization_config: null }, weights: kernel };
const TRANSPOSED = {
  kerasOnly: { quantization_config: null, output_padding: null },
  tfjsOnly: "groups",
  weights: kernel,
};

function recurrent(settings: string, cell: string): LayerRule {
  return rule(settings, {
    kerasOnly: STEPS,
    tfjsOnly: "implementation",
    weights: biased("kernel", "recurrent_kernel"),
    cell,
  });
}

/**
 * The layer classes that both Keras 3 and tfjs-layers (with this library's own layers) know. A new layer needs a row here, and a
 * case in test/src/layers/cases.ts, by which the tests carry it through every format and through Keras.
 */
export const LAYER_RULES: Readonly<Record<string, LayerRule>> = {
  Dense: rule(`units ${DENSE}`, { kerasOnly: { quantization_config: null }, weights: kernel }),
  Embedding: rule(
    `input_dim output_dim embeddings_initializer embeddings_regularizer embeddings_constraint mask_zero ${ACTIVITY}`,
    { kerasOnly: { quantization_config: null }, tfjsOnly: "input_length", weights: () => ["embeddings"] },
  ),

  Conv1D: rule(`${CONV} groups`, CONVOLUTION),
  Conv2D: rule(`${CONV} groups`, CONVOLUTION),
  Conv3D: rule(`${CONV} groups`, CONVOLUTION),
  Conv1DTranspose: rule(CONV, TRANSPOSED),
  Conv2DTranspose: rule(CONV, TRANSPOSED),
  Conv3DTranspose: rule(CONV, TRANSPOSED),
  SeparableConv1D: rule(SEPARABLE, { weights: separable }),
  SeparableConv2D: rule(SEPARABLE, { weights: separable }),
  DepthwiseConv1D: rule(CHANNELWISE, { weights: kernel }),
  DepthwiseConv2D: rule(CHANNELWISE, { weights: kernel }),

  SimpleRNN: recurrent(RECURRENT, "simple_rnn_cell"),
  LSTM: recurrent(`${GATED} unit_forget_bias`, "lstm_cell"),
  GRU: recurrent(`${GATED} reset_after`, "gru_cell"),
  Bidirectional: rule("merge_mode", {
    wraps: [
      { attribute: "forward_layer", prefix: "forward_" },
      { attribute: "backward_layer", prefix: "backward_" },
    ],
  }),
  TimeDistributed: rule("", { wraps: [{ attribute: "layer", prefix: "" }] }),

  BatchNormalization: rule(BATCH, {
    kerasOnly: { synchronized: false, renorm: false, renorm_clipping: null, renorm_momentum: 0.99 },
    weights: affine("moving_mean", "moving_variance"),
  }),
  LayerNormalization: rule(SCALE, {
    kerasOnly: { beta_constraint: null, gamma_constraint: null, rms_scaling: false },
    weights: affine(),
  }),
  GroupNormalization: rule(`groups ${SCALE} beta_constraint gamma_constraint`, { weights: affine() }),
  RMSNormalization: rule("axis epsilon", { weights: () => ["scale"] }),
  UnitNormalization: rule("axis"),

  MaxPooling1D: rule("pool_size strides padding", { kerasOnly: LAST }),
  AveragePooling1D: rule("pool_size strides padding", { kerasOnly: LAST }),
  MaxPooling2D: rule(POOL),
  AveragePooling2D: rule(POOL),
  MaxPooling3D: rule(POOL),
  AveragePooling3D: rule(POOL),
  GlobalAveragePooling1D: rule("data_format keepdims"),
  GlobalMaxPooling1D: rule("data_format keepdims"),
  GlobalAveragePooling2D: rule("data_format keepdims"),
  GlobalMaxPooling2D: rule("data_format keepdims"),
  GlobalAveragePooling3D: rule("data_format keepdims"),
  GlobalMaxPooling3D: rule("data_format keepdims"),

  Dropout: rule("rate noise_shape seed"),
  AlphaDropout: rule("rate noise_shape", { kerasOnly: SEED, tfjsOnly: "seed" }),
  GaussianDropout: rule("rate", { kerasOnly: SEED }),
  GaussianNoise: rule("stddev", { kerasOnly: SEED }),
  SpatialDropout1D: rule("rate", { kerasOnly: SEED, tfjsOnly: "noise_shape seed" }),
  SpatialDropout2D: rule("rate", { kerasOnly: { ...LAST, ...SEED }, tfjsOnly: "seed" }),
  SpatialDropout3D: rule("rate", { kerasOnly: { ...LAST, ...SEED }, tfjsOnly: "seed" }),
  ActivityRegularization: rule("l1 l2"),

  Activation: rule("activation"),
  ReLU: rule("max_value negative_slope threshold"),
  LeakyReLU: rule("negative_slope:alpha"),
  PReLU: rule("alpha_initializer alpha_regularizer alpha_constraint shared_axes", {
    weights: () => ["alpha"],
  }),
  ELU: rule("alpha"),
  // tfjs and Keras 2 have a class for what Keras 3's ReLU does too.
  ThresholdedReLU: rule("threshold:theta", { kerasClass: "ReLU" }),
  Softmax: rule("axis"),

  Identity: rule(""),
  Flatten: rule("data_format"),
  Reshape: rule("target_shape"),
  Permute: rule("dims"),
  RepeatVector: rule("n"),
  Masking: rule("mask_value"),
  Rescaling: rule("scale offset"),
  Cropping1D: rule("cropping"),
  Cropping2D: rule("cropping data_format"),
  Cropping3D: rule("cropping data_format"),
  ZeroPadding1D: rule("padding", { kerasOnly: LAST }),
  ZeroPadding2D: rule("padding data_format"),
  ZeroPadding3D: rule("padding data_format"),
  UpSampling1D: rule("size"),
  UpSampling2D: rule("size data_format interpolation"),
  UpSampling3D: rule("size data_format"),

  Add: rule("", { merges: true }),
  Subtract: rule("", { merges: true }),
  Multiply: rule("", { merges: true }),
  Average: rule("", { merges: true }),
  Maximum: rule("", { merges: true }),
  Minimum: rule("", { merges: true }),
  Concatenate: rule("axis", { merges: true }),
  Dot: rule("axes normalize", { merges: true }),
};

/** Settings of every Keras layer. */
export const COMMON_SETTINGS: ReadonlySet<string> = new Set(["name", "trainable", "dtype"]);
