// First, so that the thread that draws is ready when TensorFlow has been loaded beside it.
import "./plot/warm.ts";

export * as activations from "./activations/index.ts";
export { array, type Numbers } from "./array/create.ts";
export type { DType } from "./array/dtype.ts";
export { concat, stack } from "./array/join.ts";
export { NDArray, type Nested } from "./array/ndarray.ts";
export { toCategorical } from "./array/toCategorical.ts";
export { unique } from "./array/unique.ts";
export * as callbacks from "./callbacks/index.ts";
export * as constraints from "./constraints/index.ts";
export { ArrayDataset, type ArrayDatasetOptions } from "./data/arrayDataset.ts";
export { DataLoader, type DataLoaderOptions, type Dataset } from "./data/dataLoader.ts";
export { fashionMnist } from "./data/fashionMnist.ts";
export type { ImageDataset } from "./data/imageDataset.ts";
export { KFold, type KFoldOptions, type Split, type Splitter } from "./data/kFold.ts";
export type { Language } from "./data/labelNames.ts";
export type { MnistOptions } from "./data/loadMnist.ts";
export { mnist } from "./data/mnist.ts";
export { prepareFashionMnist } from "./data/prepare.ts";
export type { Prepared, PrepareOptions } from "./data/prepareFiles.ts";
export { type SplitOptions, type Splittable, trainTestSplit } from "./data/split.ts";
export { StandardScaler, type StandardScalerParams } from "./data/standardScaler.ts";
export { StratifiedKFold } from "./data/stratifiedKFold.ts";
export * as transforms from "./data/transforms.ts";
export { GraphError } from "./graph/errors.ts";
export { type GraphFunction, type GraphOptions, graph } from "./graph/graph.ts";
export type { SessionOptions } from "./graph/sessionOptions.ts";
export type { TraceOptions } from "./graph/trace.ts";
export * as initializers from "./initializers/index.ts";
export * as layers from "./layers/index.ts";
export { input } from "./layers/input.ts";
export { clearSession } from "./layers/uniqueName.ts";
export {
  type CrossValidateOptions,
  type CrossValidation,
  crossValidate,
  crossValScore,
} from "./linear/crossValidate.ts";
export type { Estimator } from "./linear/folds.ts";
export { LogisticRegression, type LogisticRegressionParams } from "./linear/logisticRegression.ts";
export { SGDClassifier, type SGDFitOptions } from "./linear/sgdClassifier.ts";
export type { SGDClassifierParams } from "./linear/sgdParams.ts";
export * as losses from "./losses/index.ts";
export type { Loss } from "./losses/loss.ts";
export { accuracyScore } from "./metrics/accuracyScore.ts";
export {
  type ClassificationReportOptions,
  classificationReport,
  type ReportDict,
} from "./metrics/classificationReport.ts";
export { type ConfusionMatrixOptions, confusionMatrix } from "./metrics/confusionMatrix.ts";
export * as metrics from "./metrics/index.ts";
export type { Metric } from "./metrics/metric.ts";
export { precisionRecallFscoreSupport } from "./metrics/precisionRecall.ts";
export type { Predicted, Symbols } from "./models/form.ts";
export { Model, model } from "./models/model.ts";
export { type LayerLike, Sequential, sequential } from "./models/sequential.ts";
export type { ModelOptions } from "./models/structure.ts";
export type { SummaryOptions } from "./models/summary.ts";
export { type DisplayHandle, display } from "./notebook/display.ts";
export { KeyboardInterrupt } from "./notebook/interrupt.ts";
export * as optimizers from "./optimizers/index.ts";
export {
  type DisplayFigureOptions,
  displayFigure,
  type FigureDisplay,
  updateFigure,
} from "./plot/displayFigure.ts";
export { Figure, type FigureBundle, type FigureJson } from "./plot/figure.ts";
export {
  type ActivationName,
  type PlotActivationsOptions,
  plotActivations,
} from "./plot/plotActivations.ts";
export { type PlotConfusionOptions, plotConfusion } from "./plot/plotConfusion.ts";
export {
  type Classifier,
  type PlotDecisionBoundaryOptions,
  plotDecisionBoundary,
} from "./plot/plotDecisionBoundary.ts";
export {
  type Descent,
  type PlotGradientDescentOptions,
  plotGradientDescent,
} from "./plot/plotGradientDescent.ts";
export { type PlotHistoryOptions, plotHistory } from "./plot/plotHistory.ts";
export { type PlotLearningRatesOptions, plotLearningRates } from "./plot/plotLearningRates.ts";
export { type PlotModelOptions, plotModel } from "./plot/plotModel.ts";
export { type PlotWeightsOptions, plotWeights } from "./plot/plotWeights.ts";
export { type ImageNumbers, type ShowImagesOptions, showImages } from "./plot/showImages.ts";
export type { Theme } from "./plot/theme.ts";
export { setRandomSeed } from "./random/globalState.ts";
export { RandomState } from "./random/randomState.ts";
export * as regularizers from "./regularizers/index.ts";
export * as nn from "./torch/nn.ts";
export * as optim from "./torch/optim.ts";
export { noGrad } from "./torch/tape.ts";
export type { Arrays, WeightArrays } from "./training/arrays.ts";
export type { Batch, Batches } from "./training/batches.ts";
export type { CompileOptions } from "./training/compiled.ts";
export type { EvaluateOptions } from "./training/evaluate.ts";
export {
  type LoadModelOptions,
  loadModel,
  modelFromJSON,
} from "./training/files/loadModel.ts";
export type { FitOptions } from "./training/fitOptions.ts";
export { History, type HistoryRecord, type Logs } from "./training/history.ts";
export type { Samples } from "./training/inputs.ts";
export type { PredictOptions } from "./training/predict.ts";
export { fromTensor, toTensor } from "./training/toTensor.ts";
