import { NDArray } from "../array/ndarray.ts";
import { distinct, type Label, type Labels, labelList } from "./labels.ts";
import type { LinearState } from "./linearClassifier.ts";
import type { FullSGDParams } from "./sgdParams.ts";

/**
 * What a classifier has learnt, as scikit-learn's `BaseSGD` keeps it. With averaging, `coef` and `intercept` are one of the two
 * pairs below, the same arrays.
 */
export interface SGDState<L extends Label> extends LinearState<L> {
  standardCoef: Float64Array;
  standardIntercept: Float64Array;
  averageCoef: Float64Array;
  averageIntercept: Float64Array;
  t: number;
  nIter: number;
}

interface Init {
  readonly coefInit?: NDArray | readonly (readonly number[])[];
  readonly interceptInit?: NDArray | ArrayLike<number>;
}

/** The state before the first epoch: zeros, what the caller gives, or with a warm start the last weights. */
export function initialState<L extends Label>(
  classes: readonly L[],
  features: number,
  params: FullSGDParams,
  init: Init = {},
  warm?: SGDState<L>,
): SGDState<L> {
  if (classes.length < 2) {
    throw new RangeError(
      `The number of classes has to be greater than one; got ${classes.length} class${classes.length === 1 ? ` (${classes[0]})` : "es"}`,
    );
  }
  const planes = classes.length === 2 ? 1 : classes.length;
  const coef = copyOf(init.coefInit ?? warm?.coef, planes * features, "coef_init");
  const intercept = copyOf(init.interceptInit ?? warm?.intercept, planes, "intercept_init");
  return {
    classes,
    features,
    coef,
    intercept,
    standardCoef: coef,
    standardIntercept: intercept,
    averageCoef: new Float64Array(params.average ? coef.length : 0),
    averageIntercept: new Float64Array(params.average ? planes : 0),
    t: 1,
    nIter: 0,
  };
}

function copyOf(
  values: Init["coefInit"] | Init["interceptInit"] | Float64Array,
  size: number,
  name: string,
): Float64Array {
  if (values === undefined) return new Float64Array(size);
  const list = values instanceof NDArray ? values.data : (values as ArrayLike<number | readonly number[]>);
  const flat = Float64Array.from(Array.from(list).flat());
  if (flat.length === size) return flat;
  throw new RangeError(
    `Provided ${name} does not match dataset: ${flat.length} numbers where ${size} belong.`,
  );
}

/**
 * The classes of a first or later `partialFit`, scikit-learn's `_check_partial_fit_first_call`.
 *
 * @throws RangeError where they are missing at first or change later
 */
export function partialClasses<L extends Label>(
  known: readonly L[] | undefined,
  given?: Labels<L>,
): readonly L[] {
  const classes = given && distinct(labelList(given as NDArray | ArrayLike<Label>) as ArrayLike<L>);
  if (known === undefined) {
    if (classes === undefined)
      throw new RangeError("classes must be passed on the first call to partialFit.");
    return classes;
  }
  if (classes !== undefined && classes.join() !== known.join()) {
    throw new RangeError(
      `classes=[${classes.join(", ")}] is not the same as on last call to partialFit, was: [${known.join(", ")}]`,
    );
  }
  return known;
}

/** @throws RangeError for settings that one epoch at a time cannot have */
export function checkPartial(params: FullSGDParams): void {
  if (params.earlyStopping) throw new RangeError("earlyStopping should be false with partialFit");
  if (params.classWeight === "balanced") {
    throw new RangeError(
      "classWeight 'balanced' is not supported for partialFit; pass the weights themselves, taken from a large enough sample",
    );
  }
}
