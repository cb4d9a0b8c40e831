import type { Json } from "../types.ts";
import { affine, biased, type LayerRule, rule } from "./rules.ts";
import { table } from "./table.ts";

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
 recurrent_dropout return_sequences return_state go_backwards stateful unroll seed`;
const GATED = `${RECURRENT} recurrent_activation`;
const SCALE =
  "axis epsilon center scale beta_initializer gamma_initializer beta_regularizer gamma_regularizer";
const BATCH = `${SCALE} momentum moving_mean_initializer moving_variance_initializer beta_constraint gamma_constraint`;

const LAST: Record<string, Json> = { data_format: "channels_last" };

const FILL: Record<string, Json> = { fill_mode: "constant", fill_value: 0 };
const PICTURE = { kerasOnly: LAST, tfjsOnly: "data_format" };
const ATTENTION = { tfjsOnly: "use_causal_mask", callSettings: ["use_causal_mask"] };

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
    kerasOnly: { zero_output_for_mask: false },
    tfjsOnly: "implementation",
    weights: biased("kernel", "recurrent_kernel"),
    parts: [["cell", cell]],
  });
}

/**
 * The layer classes that both Keras 3 and tfjs-layers (with this library's own layers) know. A new layer needs a row here, and a
 * case in test/src/layers/cases.ts, by which the tests carry it through every format and through Keras.
 */
export const LAYER_RULES = table<LayerRule>({
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

  Attention: rule("use_scale score_mode dropout seed", {
    ...ATTENTION,
    takes: "list",
    weights: ({ use_scale, score_mode }) => [
      ...(use_scale === true ? ["scale"] : []),
      ...(score_mode === "concat" ? ["concat_score_weight"] : []),
    ],
  }),
  AdditiveAttention: rule("use_scale dropout seed", {
    ...ATTENTION,
    takes: "list",
    weights: ({ use_scale }) => (use_scale === false ? [] : ["scale"]),
  }),
  MultiHeadAttention: rule(
    `num_heads key_dim value_dim dropout use_gate output_shape attention_axes sliding_window ${KERNEL} ${BIAS} seed`,
    {
      ...ATTENTION,
      kerasOnly: { activity_regularizer: null },
      takes: "apart",
      parts: [
        ["query_dense", "query"],
        ["key_dense", "key"],
        ["value_dense", "value"],
        ["output_dense", "attention_output"],
      ],
      weights: (config) =>
        ["query", "key", "value", "attention_output"].flatMap((part) =>
          biased("kernel")(config).map((name) => `${part}/${name}`),
        ),
    },
  ),

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
  Normalization: rule("axis mean variance invert", {
    weights: ({ mean }) => ((mean ?? null) === null ? ["mean", "variance", "count"] : []),
  }),

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
  AlphaDropout: rule("rate noise_shape seed"),
  GaussianDropout: rule("rate seed"),
  GaussianNoise: rule("stddev seed"),
  SpatialDropout1D: rule("rate seed", { tfjsOnly: "noise_shape" }),
  SpatialDropout2D: rule("rate seed", { kerasOnly: LAST }),
  SpatialDropout3D: rule("rate seed", { kerasOnly: LAST }),
  ActivityRegularization: rule("l1 l2"),

  Resizing: rule("height width interpolation", {
    kerasOnly: {
      ...LAST,
      crop_to_aspect_ratio: false,
      pad_to_aspect_ratio: false,
      ...FILL,
      antialias: false,
    },
    tfjsOnly: "data_format fill_mode fill_value",
  }),
  CenterCrop: rule("height width", PICTURE),
  CategoryEncoding: rule("num_tokens output_mode"),
  RandomFlip: rule("mode seed", PICTURE),
  RandomRotation: rule("factor fill_mode fill_value interpolation seed", PICTURE),
  RandomZoom: rule("height_factor width_factor fill_mode fill_value interpolation seed", PICTURE),
  RandomTranslation: rule("height_factor width_factor fill_mode fill_value interpolation seed", PICTURE),
  RandomContrast: rule("factor value_range seed", PICTURE),
  RandomBrightness: rule("factor value_range seed", PICTURE),

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

  Add: rule("", { takes: "list" }),
  Subtract: rule("", { takes: "list" }),
  Multiply: rule("", { takes: "list" }),
  Average: rule("", { takes: "list" }),
  Maximum: rule("", { takes: "list" }),
  Minimum: rule("", { takes: "list" }),
  Concatenate: rule("axis", { takes: "list" }),
  Dot: rule("axes normalize", { takes: "list" }),
});

/** Settings of every Keras layer. */
export const COMMON_SETTINGS: ReadonlySet<string> = new Set(["name", "trainable", "dtype"]);
