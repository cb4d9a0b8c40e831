import { uniqueName } from "../layers/uniqueName.ts";
import { type Tensor, tf } from "../tensorflow.ts";
import type { MetricOptions } from "./accuracy.ts";
import { kept, type Metric, type MetricInput } from "./metric.ts";

/** The options of {@link meanIoU}. */
export interface MeanIoUOptions extends MetricOptions {
  /** How many classes there are, counted from 0. */
  numClasses: number;
  /** A label whose places do not count, such as 255. Default: all count. */
  ignoreClass?: number;
  /** Whether targets are labels rather than one-hot rows. Default true. */
  sparseYTrue?: boolean;
  /** Whether outputs are labels rather than probabilities of the classes. Default true. */
  sparseYPred?: boolean;
}

/** The options of {@link iou}. */
export interface IoUOptions extends MeanIoUOptions {
  /** The classes whose overlap is measured. */
  targetClassIds: readonly number[];
}

/** The options of {@link binaryIoU}. */
export interface BinaryIoUOptions extends MetricOptions {
  /** The classes whose overlap is measured. Default both, `[0, 1]`. */
  targetClassIds?: readonly (0 | 1)[];
  /** From which output on class 1 is predicted. Default 0.5. */
  threshold?: number;
}

/**
 * How far targets and predictions of some classes overlap, for segmentation: places of both through places of either, the mean over
 * the classes. `keras.metrics.IoU`.
 *
 * @throws RangeError for a class that is not one of numClasses
 * @example metrics.iou({ numClasses: 3, targetClassIds: [1], sparseYPred: false });
 */
export function iou(options: IoUOptions): Metric {
  const { targetClassIds } = options;
  for (const id of targetClassIds) {
    if (!(id >= 0 && id < options.numClasses)) {
      throw new RangeError(`targetClassIds are classes from 0 to ${options.numClasses - 1}, got ${id}`);
    }
  }
  return kept("IoU", options, overlap(options.name ?? uniqueName("io_u"), options, targetClassIds));
}

/**
 * {@link iou} of all classes: `keras.metrics.MeanIoU`.
 *
 * @example model.compile({ loss: "sparseCategoricalCrossentropy", metrics: [metrics.meanIoU({ numClasses: 3, sparseYPred: false })] });
 */
export function meanIoU(options: MeanIoUOptions): Metric {
  const name = options.name ?? uniqueName("mean_io_u");
  return kept("MeanIoU", options, overlap(name, options, all(options.numClasses)));
}

/**
 * {@link iou} where targets are one-hot rows and outputs probabilities: `keras.metrics.OneHotIoU`.
 *
 * @example metrics.oneHotIoU({ numClasses: 3, targetClassIds: [0, 2] });
 */
export function oneHotIoU(options: Omit<IoUOptions, "sparseYTrue">): Metric {
  const { name = uniqueName("one_hot_io_u") } = options;
  const metric = iou({ sparseYPred: false, ...options, name, sparseYTrue: false });
  return kept("OneHotIoU", options, metric);
}

/**
 * {@link meanIoU} where targets are one-hot rows and outputs probabilities: `keras.metrics.OneHotMeanIoU`.
 *
 * @example metrics.oneHotMeanIoU({ numClasses: 3 });
 */
export function oneHotMeanIoU(options: Omit<MeanIoUOptions, "sparseYTrue">): Metric {
  const { name = uniqueName("one_hot_mean_io_u") } = options;
  const metric = meanIoU({ sparseYPred: false, ...options, name, sparseYTrue: false });
  return kept("OneHotMeanIoU", options, metric);
}

/**
 * {@link iou} of two classes, of which outputs are the probability of class 1: `keras.metrics.BinaryIoU`.
 *
 * @example model.compile({ loss: "bce", metrics: [metrics.binaryIoU({ targetClassIds: [1] })] });
 */
export function binaryIoU(options: BinaryIoUOptions = {}): Metric {
  const { targetClassIds = [0, 1], threshold = 0.5 } = options;
  const name = options.name ?? uniqueName("binary_io_u");
  const metric = overlap(name, { numClasses: 2 }, targetClassIds);
  return kept("BinaryIoU", options, {
    ...metric,
    sums: (input) =>
      metric.sums({ ...input, output: tf.cast(tf.greaterEqual(input.output, threshold), "float32") }),
  });
}

function overlap(name: string, options: MeanIoUOptions, classes: readonly number[]): Metric {
  const { numClasses } = options;
  return {
    name,
    size: () => numClasses ** 2,
    sums: (input) => tf.reshape(confusion(input, options), [-1]),
    result(totals) {
      const at = (row: number, column: number) => totals[row * numClasses + column]!;
      const shares = classes.map((id) => {
        const either = all(numClasses).reduce((sum, i) => sum + at(id, i) + at(i, id), -at(id, id));
        return either === 0 ? undefined : at(id, id) / either;
      });
      const valid = shares.filter((share) => share !== undefined);
      return valid.reduce((sum, share) => sum + share, 0) / (valid.length || 1);
    },
  };
}

/** How often each class (rows) was predicted as each (columns), shape [classes, classes]. */
function confusion(input: MetricInput, options: MeanIoUOptions): Tensor {
  const { numClasses, ignoreClass, sparseYTrue = true, sparseYPred = true } = options;
  const labels = (values: Tensor, sparse: boolean) =>
    tf.cast(tf.reshape(sparse ? values : tf.argMax(values, -1), [-1]), "int32");
  const truth = labels(input.target, sparseYTrue);
  const predicted = labels(input.output, sparseYPred);
  // A label that is no class gives a row of zeros, which counts nowhere.
  const rows = tf.cast(tf.oneHot(truth, numClasses), "float32");
  const columns = tf.cast(tf.oneHot(predicted, numClasses), "float32");
  if (ignoreClass === undefined) return tf.matMul(rows as never, columns as never, true);
  const counts = tf.expandDims(tf.cast(tf.notEqual(truth, ignoreClass), "float32"), 1);
  return tf.matMul(tf.mul(rows, counts) as never, columns as never, true);
}

function all(numClasses: number): number[] {
  return Array.from({ length: numClasses }, (_, i) => i);
}
