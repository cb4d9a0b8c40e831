import { uniqueName } from "../layers/uniqueName.ts";
import { tf } from "../tensorflow.ts";
import { pascalCase } from "../training/errors.ts";
import type { MetricOptions } from "./accuracy.ts";
import { kept, type Metric, ratio } from "./metric.ts";
import { countAt } from "./thresholds.ts";

/** The options of the metrics that measure one rate where another is reached. */
export interface AtRateOptions extends MetricOptions {
  /** How many thresholds are tried. Default 200. */
  numThresholds?: number;
  /** Only this column of targets and outputs. Default: all. */
  classId?: number;
}

interface Counts {
  tp: number;
  fp: number;
  tn: number;
  fn: number;
}

type Rate = (counts: Counts) => number;

const recall: Rate = ({ tp, fn }) => ratio(tp, tp + fn);
const precision: Rate = ({ tp, fp }) => ratio(tp, tp + fp);
const specificity: Rate = ({ tn, fp }) => ratio(tn, tn + fp);

/**
 * The best recall at a threshold where precision is at least as given: `keras.metrics.RecallAtPrecision`. Targets are 0 and 1, one for
 * each output.
 *
 * @throws RangeError unless the precision lies from 0 to 1
 * @example model.compile({ loss: "bce", metrics: [metrics.recallAtPrecision(0.9)] });
 */
export function recallAtPrecision(precisionAtLeast: number, options: AtRateOptions = {}): Metric {
  return best("recall_at_precision", recall, precision, precisionAtLeast, options);
}

/**
 * The best precision at a threshold where recall is at least as given: `keras.metrics.PrecisionAtRecall`. Targets are 0 and 1, one for
 * each output.
 *
 * @throws RangeError unless the recall lies from 0 to 1
 * @example model.compile({ loss: "bce", metrics: [metrics.precisionAtRecall(0.8)] });
 */
export function precisionAtRecall(recallAtLeast: number, options: AtRateOptions = {}): Metric {
  return best("precision_at_recall", precision, recall, recallAtLeast, options);
}

/**
 * The best sensitivity (recall) at a threshold where specificity, the recall of class 0, is at least as given:
 * `keras.metrics.SensitivityAtSpecificity`. Targets are 0 and 1, one for each output.
 *
 * @throws RangeError unless the specificity lies from 0 to 1
 * @example model.compile({ loss: "bce", metrics: [metrics.sensitivityAtSpecificity(0.95)] });
 */
export function sensitivityAtSpecificity(specificityAtLeast: number, options: AtRateOptions = {}): Metric {
  return best("sensitivity_at_specificity", recall, specificity, specificityAtLeast, options);
}

/**
 * The best specificity, the recall of class 0, at a threshold where sensitivity (recall) is at least as given:
 * `keras.metrics.SpecificityAtSensitivity`. Targets are 0 and 1, one for each output.
 *
 * @throws RangeError unless the sensitivity lies from 0 to 1
 * @example model.compile({ loss: "bce", metrics: [metrics.specificityAtSensitivity(0.95)] });
 */
export function specificityAtSensitivity(sensitivityAtLeast: number, options: AtRateOptions = {}): Metric {
  return best("specificity_at_sensitivity", specificity, recall, sensitivityAtLeast, options);
}

function best(kind: string, wanted: Rate, held: Rate, atLeast: number, options: AtRateOptions): Metric {
  const { name = uniqueName(kind), numThresholds = 200, classId } = options;
  if (!(atLeast >= 0 && atLeast <= 1))
    throw new RangeError(`${kind} takes a rate from 0 to 1, got ${atLeast}`);
  if (!(Number.isInteger(numThresholds) && numThresholds >= 1)) {
    throw new RangeError(`numThresholds is a whole number of at least 1, got ${numThresholds}`);
  }
  const limits =
    numThresholds === 1 ? [0.5] : Array.from({ length: numThresholds }, (_, i) => i / (numThresholds - 1));
  const [, heldName] = kind.split("_at_") as [string, string];
  return kept(
    pascalCase(kind),
    { ...options, [heldName]: atLeast },
    {
      name,
      size: () => 4 * limits.length,
      sums(input) {
        const counts = countAt(limits, input, classId === undefined ? {} : { classId });
        const { truePositives, falsePositives, trueNegatives, falseNegatives } = counts;
        return tf.concat([truePositives, falsePositives, trueNegatives, falseNegatives]);
      },
      result(totals) {
        const at = (i: number): Counts => {
          const [tp, fp, tn, fn] = [0, 1, 2, 3].map((group) => totals[group * limits.length + i]!);
          return { tp: tp!, fp: fp!, tn: tn!, fn: fn! };
        };
        const reached = limits.map((_, i) => at(i)).filter((counts) => held(counts) >= atLeast);
        return Math.max(0, ...reached.map(wanted));
      },
    },
  );
}
