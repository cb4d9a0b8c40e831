import { layers } from "../../../src/index.ts";

type Layer = layers.Layer;

/** One layer here and in Keras, and the shape of the samples it gets. */
export interface Case {
  /** Keras's expression, which is also the test's name. */
  python: string;
  make: () => Layer;
  shape: number[];
  /** How many inputs it takes. Default 1. */
  inputs?: number;
  /** Whether the inputs are whole numbers. */
  whole?: boolean;
}

function one(python: string, shape: number[], make: () => Layer, more: Partial<Case> = {}): Case {
  return { python, shape, make, ...more };
}

const steps = [6, 3];
const image = [6, 7, 4];
const volume = [4, 5, 6, 2];

/** Every layer with its defaults, and with what differs between Keras and tfjs. */
export const cases: Case[] = [
  one("Dense(4)", [5], () => layers.dense(4)),
  one("Dense(4, activation='relu', use_bias=False)", [3, 5], () =>
    layers.dense({ units: 4, activation: "relu", useBias: false }),
  ),
  one("Dense(3, 'softmax', kernel_initializer='he_normal', kernel_regularizer='l2')", [5], () =>
    layers.dense(3, { activation: "softmax", kernelInitializer: "heNormal", kernelRegularizer: "l2" }),
  ),
  one("Flatten()", [4, 3], () => layers.flatten()),
  one("Flatten()", [4], () => layers.flatten()),
  one("Dropout(0.3)", [5], () => layers.dropout(0.3)),
  one("AlphaDropout(0.3)", [5], () => layers.alphaDropout(0.3)),
  one("GaussianNoise(0.3)", [5], () => layers.gaussianNoise(0.3)),
  one("GaussianDropout(0.3)", [5], () => layers.gaussianDropout(0.3)),
  one("SpatialDropout1D(0.3)", steps, () => layers.spatialDropout1D(0.3)),
  one("SpatialDropout2D(0.3)", image, () => layers.spatialDropout2D(0.3)),
  ...(
    ["relu", "sigmoid", "tanh", "softmax", "gelu", "selu", "softplus", "softsign", "mish", "silu"] as const
  ).map((name) => one(`Activation('${name}')`, [5], () => layers.activation(name))),
  one("ReLU()", [5], () => layers.relu()),
  one("ReLU(max_value=1, negative_slope=0.1, threshold=0.2)", [5], () =>
    layers.relu({ maxValue: 1, negativeSlope: 0.1, threshold: 0.2 }),
  ),
  one("LeakyReLU()", [5], () => layers.leakyReLU()),
  one("LeakyReLU(negative_slope=0.01)", [5], () => layers.leakyReLU({ negativeSlope: 0.01 })),
  one("PReLU()", [4, 5], () => layers.prelu()),
  one("PReLU(shared_axes=[1, 2])", image, () => layers.prelu({ sharedAxes: [1, 2] })),
  one("ELU()", [5], () => layers.elu()),
  one("ELU(alpha=0.5)", [5], () => layers.elu({ alpha: 0.5 })),
  one("Softmax()", [4, 5], () => layers.softmax()),
  one("Reshape((3, -1))", [4, 6], () => layers.reshape([3, -1])),
  one("Permute((2, 1))", [4, 6], () => layers.permute([2, 1])),
  one("RepeatVector(3)", [5], () => layers.repeatVector(3)),
  one("BatchNormalization()", [5], () => layers.batchNormalization()),
  one("BatchNormalization(axis=1, center=False, scale=False)", [3, 5], () =>
    layers.batchNormalization({ axis: 1, center: false, scale: false }),
  ),
  one("LayerNormalization()", [3, 5], () => layers.layerNormalization()),
  one("Conv1D(4, 3)", steps, () => layers.conv1D(4, 3)),
  one("Conv1D(4, 3, strides=2, padding='causal', activation='relu')", steps, () =>
    layers.conv1D(4, 3, { strides: 2, padding: "causal", activation: "relu" }),
  ),
  one("Conv2D(5, 3)", image, () => layers.conv2D(5, 3)),
  one("Conv2D(5, (3, 2), strides=2, padding='same', activation='relu')", image, () =>
    layers.conv2D(5, [3, 2], { strides: 2, padding: "same", activation: "relu" }),
  ),
  one("Conv2D(5, 2, dilation_rate=2)", image, () => layers.conv2D(5, 2, { dilationRate: 2 })),
  one("Conv2DTranspose(5, 3, strides=2)", image, () => layers.conv2DTranspose(5, 3, { strides: 2 })),
  one("SeparableConv2D(5, 3)", image, () => layers.separableConv2D(5, 3)),
  one("DepthwiseConv2D(3, depth_multiplier=2, padding='same')", image, () =>
    layers.depthwiseConv2D(3, { depthMultiplier: 2, padding: "same" }),
  ),
  one("Conv1D(6, 3, groups=3, dilation_rate=2)", steps, () =>
    layers.conv1D(6, 3, { groups: 3, dilationRate: 2 }),
  ),
  one("Conv2D(6, 3, groups=2, strides=2, padding='same')", image, () =>
    layers.conv2D(6, 3, { groups: 2, strides: 2, padding: "same" }),
  ),
  one("Conv3D(5, 2)", volume, () => layers.conv3D(5, 2)),
  one("Conv3D(4, (1, 2, 3), groups=2, padding='same', activation='relu')", volume, () =>
    layers.conv3D(4, [1, 2, 3], { groups: 2, padding: "same", activation: "relu" }),
  ),
  one("Conv3D(3, 2, dilation_rate=2)", volume, () => layers.conv3D(3, 2, { dilationRate: 2 })),
  one("Conv1DTranspose(4, 3)", steps, () => layers.conv1DTranspose(4, 3)),
  one("Conv1DTranspose(4, 2, strides=3, padding='same', activation='relu', use_bias=False)", steps, () =>
    layers.conv1DTranspose(4, 2, { strides: 3, padding: "same", activation: "relu", useBias: false }),
  ),
  one("Conv3DTranspose(3, 2, strides=2)", volume, () => layers.conv3DTranspose(3, 2, { strides: 2 })),
  one("SeparableConv1D(5, 3)", steps, () => layers.separableConv1D(5, 3)),
  one(
    "SeparableConv1D(5, 2, depth_multiplier=2, dilation_rate=2, padding='same', activation='tanh')",
    steps,
    () =>
      layers.separableConv1D(5, 2, {
        depthMultiplier: 2,
        dilationRate: 2,
        padding: "same",
        activation: "tanh",
      }),
  ),
  one("SeparableConv2D(5, 2, dilation_rate=2, padding='same')", image, () =>
    layers.separableConv2D(5, 2, { dilationRate: 2, padding: "same" }),
  ),
  one("DepthwiseConv1D(3)", steps, () => layers.depthwiseConv1D(3)),
  one(
    "DepthwiseConv1D(2, strides=2, depth_multiplier=2, padding='same', depthwise_constraint='max_norm')",
    steps,
    () =>
      layers.depthwiseConv1D(2, {
        strides: 2,
        depthMultiplier: 2,
        padding: "same",
        depthwiseConstraint: "maxNorm",
      }),
  ),
  one("DepthwiseConv2D(2, dilation_rate=2)", image, () => layers.depthwiseConv2D(2, { dilationRate: 2 })),
  one("MaxPooling1D()", steps, () => layers.maxPooling1D()),
  one("AveragePooling1D(3, strides=1, padding='same')", steps, () =>
    layers.averagePooling1D(3, { strides: 1, padding: "same" }),
  ),
  one("MaxPooling2D()", image, () => layers.maxPooling2D()),
  one("MaxPooling2D((3, 2), padding='same')", image, () => layers.maxPooling2D([3, 2], { padding: "same" })),
  one("AveragePooling2D(2)", image, () => layers.averagePooling2D(2)),
  one("GlobalMaxPooling1D()", steps, () => layers.globalMaxPooling1D()),
  one("GlobalAveragePooling1D()", steps, () => layers.globalAveragePooling1D()),
  one("GlobalMaxPooling2D()", image, () => layers.globalMaxPooling2D()),
  one("GlobalAveragePooling2D()", image, () => layers.globalAveragePooling2D()),
  one("ZeroPadding1D((1, 2))", steps, () => layers.zeroPadding1D([1, 2])),
  one("ZeroPadding2D()", image, () => layers.zeroPadding2D()),
  one("ZeroPadding2D(((1, 2), (0, 3)))", image, () =>
    layers.zeroPadding2D([
      [1, 2],
      [0, 3],
    ]),
  ),
  one("Cropping1D()", steps, () => layers.cropping1D()),
  one("Cropping2D((1, 2))", image, () => layers.cropping2D([1, 2])),
  one("UpSampling1D()", steps, () => layers.upSampling1D()),
  one("UpSampling2D()", image, () => layers.upSampling2D()),
  one("UpSampling2D((2, 3), interpolation='bilinear')", image, () =>
    layers.upSampling2D([2, 3], { interpolation: "bilinear" }),
  ),
  one("Embedding(10, 4)", [6], () => layers.embedding(10, 4), { whole: true }),
  one("Masking()", steps, () => layers.masking()),
  one("SimpleRNN(4)", steps, () => layers.simpleRNN(4)),
  one("LSTM(4)", steps, () => layers.lstm(4)),
  one("LSTM(4, return_sequences=True, go_backwards=True)", steps, () =>
    layers.lstm(4, { returnSequences: true, goBackwards: true }),
  ),
  one("GRU(4)", steps, () => layers.gru(4)),
  one("GRU(4, reset_after=False, return_sequences=True)", steps, () =>
    layers.gru(4, { resetAfter: false, returnSequences: true }),
  ),
  one("Bidirectional(LSTM(4))", steps, () => layers.bidirectional(layers.lstm(4))),
  one("Bidirectional(GRU(4, return_sequences=True), merge_mode='sum')", steps, () =>
    layers.bidirectional(layers.gru(4, { returnSequences: true }), { mergeMode: "sum" }),
  ),
  one("TimeDistributed(Dense(4))", steps, () => layers.timeDistributed(layers.dense(4))),
  ...(["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate"] as const).map((name) =>
    one(
      `${name}()`,
      [4, 5],
      () =>
        layers[name.toLowerCase() as "add" | "subtract" | "multiply" | "average" | "maximum" | "minimum"](),
      { inputs: 2 },
    ),
  ),
  one("Dot(1)", [5], () => layers.dot(1), { inputs: 2 }),
  one("Dot(1, normalize=True)", [5], () => layers.dot(1, { normalize: true }), { inputs: 2 }),
  one("MaxPooling3D()", volume, () => layers.maxPooling3D()),
  one("MaxPooling3D((2, 3, 1), strides=1, padding='same')", volume, () =>
    layers.maxPooling3D([2, 3, 1], { strides: 1, padding: "same" }),
  ),
  one("AveragePooling3D(2)", volume, () => layers.averagePooling3D(2)),
  one("AveragePooling3D(3, strides=2, padding='same')", volume, () =>
    layers.averagePooling3D(3, { strides: 2, padding: "same" }),
  ),
  one("GlobalMaxPooling3D()", volume, () => layers.globalMaxPooling3D()),
  one("GlobalAveragePooling3D()", volume, () => layers.globalAveragePooling3D()),
  one("GlobalMaxPooling1D(keepdims=True)", steps, () => layers.globalMaxPooling1D({ keepdims: true })),
  one("GlobalAveragePooling2D(keepdims=True, data_format='channels_first')", image, () =>
    layers.globalAveragePooling2D({ keepdims: true, dataFormat: "channelsFirst" }),
  ),
  one("SpatialDropout3D(0.3)", volume, () => layers.spatialDropout3D(0.3)),
  one("ZeroPadding3D()", volume, () => layers.zeroPadding3D()),
  one("ZeroPadding3D(((1, 2), (0, 1), (3, 0)))", volume, () =>
    layers.zeroPadding3D([
      [1, 2],
      [0, 1],
      [3, 0],
    ]),
  ),
  one("Cropping3D()", volume, () => layers.cropping3D()),
  one("Cropping3D((0, 1, 2), data_format='channels_first')", [2, 3, 5, 6], () =>
    layers.cropping3D([0, 1, 2], { dataFormat: "channelsFirst" }),
  ),
  one("UpSampling3D()", volume, () => layers.upSampling3D()),
  one("UpSampling3D((1, 2, 3))", volume, () => layers.upSampling3D([1, 2, 3])),
  one("UnitNormalization()", [3, 5], () => layers.unitNormalization()),
  one("UnitNormalization(axis=[1, 2])", [3, 5], () => layers.unitNormalization({ axis: [1, 2] })),
  one("GroupNormalization(2)", image, () => layers.groupNormalization(2)),
  one("GroupNormalization(groups=3, axis=1, epsilon=1e-5, center=False)", image, () =>
    layers.groupNormalization({ groups: 3, axis: 1, epsilon: 1e-5, center: false }),
  ),
  one("RMSNormalization()", [3, 5], () => layers.rmsNormalization()),
  one("Identity()", [5], () => layers.identity()),
  one("ActivityRegularization(l1=0.1, l2=0.2)", [5], () =>
    layers.activityRegularization({ l1: 0.1, l2: 0.2 }),
  ),
  one("Attention()", [4, 5], () => layers.attention() as unknown as Layer, { inputs: 2 }),
  one(
    "Attention(use_scale=True, score_mode='concat')",
    [4, 5],
    () => layers.attention({ useScale: true, scoreMode: "concat" }) as unknown as Layer,
    { inputs: 3 },
  ),
  one("AdditiveAttention()", [4, 5], () => layers.additiveAttention() as unknown as Layer, { inputs: 2 }),
  one("MultiHeadAttention(2, 3)", [4, 5], () => layers.multiHeadAttention(2, 3) as unknown as Layer, {
    inputs: 2,
  }),
  one(
    "MultiHeadAttention(num_heads=3, key_dim=2, value_dim=4, use_bias=False)",
    [4, 6],
    () =>
      layers.multiHeadAttention({ numHeads: 3, keyDim: 2, valueDim: 4, useBias: false }) as unknown as Layer,
    { inputs: 3 },
  ),
  one("Normalization(mean=2.0, variance=4.0)", [4, 5], () => layers.normalization({ mean: 2, variance: 4 })),
  one("Normalization(mean=[1.0, 2.0], variance=[4.0, 9.0], invert=True)", [3, 2], () =>
    layers.normalization({ mean: [1, 2], variance: [4, 9], invert: true }),
  ),
  one("Resizing(4, 9)", image, () => layers.resizing(4, 9)),
  one("Resizing(9, 4, interpolation='nearest')", image, () =>
    layers.resizing(9, 4, { interpolation: "nearest" }),
  ),
  one("CenterCrop(3, 4)", image, () => layers.centerCrop(3, 4)),
  one("CategoryEncoding(10)", [6], () => layers.categoryEncoding(10), { whole: true }),
  one(
    "CategoryEncoding(10, output_mode='count')",
    [6],
    () => layers.categoryEncoding(10, { outputMode: "count" }),
    { whole: true },
  ),
  one(
    "CategoryEncoding(10, output_mode='one_hot')",
    [1],
    () => layers.categoryEncoding(10, { outputMode: "oneHot" }),
    { whole: true },
  ),
  one("RandomFlip('horizontal')", image, () => layers.randomFlip("horizontal")),
  one("RandomRotation(0.1)", image, () => layers.randomRotation(0.1)),
  one("RandomZoom(0.2)", image, () => layers.randomZoom(0.2)),
  one("RandomTranslation(0.1, 0.2, fill_mode='constant')", image, () =>
    layers.randomTranslation(0.1, 0.2, { fillMode: "constant" }),
  ),
  one("RandomContrast(0.2)", image, () => layers.randomContrast(0.2)),
  one("RandomBrightness(0.2)", image, () => layers.randomBrightness(0.2)),
  one("Rescaling(1 / 255, offset=0.5)", [5], () => layers.rescaling(1 / 255, { offset: 0.5 })),
];
