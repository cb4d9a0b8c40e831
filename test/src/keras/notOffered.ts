/** Names with one reason. */
function because(reason: string, names: string): Record<string, string> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, reason]));
}

const files = "model files and modelFromJSON read and write objects with their models";
const base = "a TypeScript interface or a function stands for this class";
const otherFramework = "it wraps models of another framework, or runs on another runtime";
const text =
  "it prepares text or tables, which the course does not train on; prepare them as arrays before the model";
const rareAugmentation =
  "a rare change of pictures; randomFlip, randomRotation, randomZoom and their kin are offered";
const rare = "too rare in courses and books to carry its weight";

/** What of Keras's public names this library does not offer, with the reason, by module. */
export const notOffered: Record<string, Record<string, string>> = {
  layers: {
    ...because(files, "deserialize serialize"),
    ...because(otherFramework, "FlaxLayer JaxLayer TFSMLayer TorchModuleWrapper"),
    ...because(
      text,
      "Discretization Hashing HashedCrossing IntegerLookup StringLookup TextVectorization MelSpectrogram STFTSpectrogram",
    ),
    ...because(
      rareAugmentation,
      "AugMix AutoContrast ContrastLimitedAdaptiveHistogramEqualization CutMix Equalization MaxNumBoundingBoxes MixUp " +
        "RandAugment RandomColorDegeneration RandomColorJitter RandomCrop RandomElasticTransform RandomErasing " +
        "RandomGaussianBlur RandomGrayscale RandomHue RandomInvert RandomPerspective RandomPosterization RandomSaturation " +
        "RandomSharpness RandomShear Solarization",
    ),
    ...because(
      rare,
      "AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D AdaptiveMaxPooling1D AdaptiveMaxPooling2D " +
        "AdaptiveMaxPooling3D ConvLSTM1D ConvLSTM2D ConvLSTM3D EinsumDense GroupQueryAttention ReversibleEmbedding SpectralNormalization",
    ),
    ...because(
      "lstm, gru and simpleRNN are whole layers",
      "GRUCell LSTMCell SimpleRNNCell StackedRNNCells RNN",
    ),
    ...because("sequential() is a layer of other models too", "Pipeline"),
    ...because("a class of one's own extends Layer", "Wrapper InputSpec"),
  },
  losses: {
    ...because(files, "deserialize serialize"),
    ...because(base, "Loss"),
    ...because("it aligns texts of two lengths, for speech", "CTC ctc"),
    ...because("it compares embeddings within a batch, which is rare", "Circle circle"),
  },
  metrics: {
    ...because(files, "deserialize serialize"),
    ...because(base, "Metric"),
    ...because("metrics here belong to compile: add numbers of your own up in a variable", "Mean Sum"),
    ...because(
      "the losses of these names take tensors",
      "binary_focal_crossentropy categorical_focal_crossentropy",
    ),
    ...because("the losses of these names take tensors", "huber log_cosh"),
  },
  optimizers: {
    ...because(files, "serialize"),
    ...because("it serves half precision; here everything is computed in float32", "LossScaleOptimizer"),
    ...because(rare, "MultiOptimizer OptimizerMap ScheduleFreeAdamW"),
  },
  "optimizers.schedules": because(files, "deserialize serialize"),
  activations: {
    ...because(files, "deserialize serialize"),
    ...because("layers take names and functions alike", "get"),
    ...because("layers.relu({ threshold }) is the layer of it", "threshold"),
  },
  initializers: {
    ...because(files, "deserialize serialize"),
    ...because(base, "Initializer"),
    ...because("it serves spectrograms of sound", "STFT STFTInitializer stft"),
  },
  regularizers: { ...because(files, "deserialize serialize"), ...because(base, "Regularizer") },
  constraints: {
    ...because(files, "deserialize serialize"),
    ...because(base, "Constraint"),
    ...because("layers take names and objects alike", "get"),
  },
  callbacks: {
    ...because("fit makes it of the list that it gets", "CallbackList"),
    ...because("it is the return value of fit, exported as History", "History"),
    ...because(otherFramework, "OrbaxCheckpoint"),
    ...because("it sends progress to a server of one's own, which lambdaCallback can do", "RemoteMonitor"),
    ...because("an optimizer's useEma puts the averages in at the end of training", "SwapEMAWeights"),
  },
  "losses as text": because("see losses", "CTC Circle Loss circle ctc"),
  "metrics as text": {
    ...because("see metrics", "Mean Metric Sum mean metric sum"),
    ...because(
      "without options it gives one number for each class; metrics.f1Score({ average }) gives one",
      "F1Score",
    ),
    ...because("see F1Score", "FBetaScore f1_score f_beta_score"),
  },
  "activations as text": {
    ...because("it halves the output; take it as a function", "glu"),
    ...because("layers.relu({ threshold }) is the layer of it", "threshold"),
  },
  "initializers as text": because("see initializers", "Initializer STFT STFTInitializer initializer stft"),
  "regularizers as text": because("see regularizers", "Regularizer regularizer"),
  "constraints as text": because("see constraints", "Constraint constraint"),
};
