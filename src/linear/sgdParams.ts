import type { RandomState } from "../random/randomState.ts";
import { choice, flag, integer, interval, type Rules } from "./checkParams.ts";
import type { ClassWeight } from "./classWeight.ts";

/** The losses of {@link SGDClassifier}; `"log"` is the old name of `"log_loss"`. */
export type SGDLoss =
  | "hinge"
  | "log_loss"
  | "log"
  | "modified_huber"
  | "squared_hinge"
  | "perceptron"
  | "squared_error"
  | "huber"
  | "epsilon_insensitive"
  | "squared_epsilon_insensitive";

/** The settings of {@link SGDClassifier}: scikit-learn's names in camelCase and its defaults. */
export interface SGDClassifierParams {
  /** What is minimized. Default `"hinge"`, a linear support vector machine; `"log_loss"` is logistic regression. */
  loss?: SGDLoss;
  /** What keeps the weights small. Default `"l2"`; `"l1"` makes many of them zero. */
  penalty?: "l2" | "l1" | "elasticnet" | null;
  /** The penalty's strength, from 0; also sets the `"optimal"` step sizes. Default 0.0001. */
  alpha?: number;
  /** The share of L1 in `"elasticnet"`, from 0 to 1. Default 0.15. */
  l1Ratio?: number;
  /** Whether to learn an intercept. Default true. */
  fitIntercept?: boolean;
  /** At most this many epochs. Default 1000. */
  maxIter?: number;
  /** Training stops when the objective falls by less, `nIterNoChange` epochs in a row; null: never. Default 0.001. */
  tol?: number | null;
  /** Whether to shuffle the samples before each epoch. Default true. */
  shuffle?: boolean;
  /** 1 to print each epoch's norm, bias and loss, as scikit-learn prints them. Default 0. */
  verbose?: number;
  /** Where `"huber"` and the epsilon-insensitive losses change their form. Default 0.1. */
  epsilon?: number;
  /** How many classes are learnt at a time; null and -1: as many as there are cores. It changes no number. Default null. */
  nJobs?: number | null;
  /** The seed of the samples' order. Default null: another order each time, or `setRandomSeed`'s. */
  randomState?: number | RandomState | null;
  /** How the step size changes. Default `"optimal"`: 1 / (alpha * (t + t0)), t0 by Bottou's heuristic. */
  learningRate?: "optimal" | "constant" | "invscaling" | "adaptive" | "pa1" | "pa2";
  /** The first step size, for all learning rates but `"optimal"`. Default 0.01. */
  eta0?: number;
  /** The exponent of `"invscaling"`. Default 0.5. */
  powerT?: number;
  /** Whether to hold out a part of the samples and stop when the score on them stays. Default false. */
  earlyStopping?: boolean;
  /** The share that is held out. Default 0.1. */
  validationFraction?: number;
  /** How many epochs without improvement end the training. Default 5. */
  nIterNoChange?: number;
  /** Weights by class, or `"balanced"`. Default null: all equal. */
  classWeight?: ClassWeight | null;
  /** Whether `fit` goes on from the weights of the last `fit`. Default false. */
  warmStart?: boolean;
  /** Whether the weights are the mean over all steps; a number: over the steps from that one on. Default false. */
  average?: boolean | number;
}

export type FullSGDParams = Required<SGDClassifierParams>;

export const sgdDefaults: FullSGDParams = {
  loss: "hinge",
  penalty: "l2",
  alpha: 0.0001,
  l1Ratio: 0.15,
  fitIntercept: true,
  maxIter: 1000,
  tol: 1e-3,
  shuffle: true,
  verbose: 0,
  epsilon: 0.1,
  nJobs: null,
  randomState: null,
  learningRate: "optimal",
  eta0: 0.01,
  powerT: 0.5,
  earlyStopping: false,
  validationFraction: 0.1,
  nIterNoChange: 5,
  classWeight: null,
  warmStart: false,
  average: false,
};

/** scikit-learn's `_parameter_constraints`. */
export const sgdRules: Rules<FullSGDParams> = {
  loss: choice(
    "hinge",
    "log_loss",
    "log",
    "modified_huber",
    "squared_hinge",
    "perceptron",
    "squared_error",
    "huber",
    "epsilon_insensitive",
    "squared_epsilon_insensitive",
  ),
  penalty: choice("l2", "l1", "elasticnet", null),
  alpha: interval(0, Infinity),
  l1Ratio: interval(0, 1),
  fitIntercept: flag,
  maxIter: integer(1),
  tol: interval(0, Infinity, { orNull: true }),
  shuffle: flag,
  epsilon: interval(0, Infinity),
  learningRate: choice("optimal", "constant", "invscaling", "adaptive", "pa1", "pa2"),
  eta0: interval(0, Infinity, { open: true }),
  powerT: interval(0, Infinity),
  earlyStopping: flag,
  validationFraction: interval(0, 1, { open: true }),
  nIterNoChange: integer(1),
  warmStart: flag,
};

/** @throws RangeError for settings that do not go together, as scikit-learn's `_more_validate_params` */
export function checkSGDParams(params: FullSGDParams): void {
  const { learningRate, alpha, loss } = params;
  if (learningRate === "optimal" && alpha === 0) {
    throw new RangeError(
      "alpha must be > 0 since learningRate is 'optimal'. alpha is used to compute the optimal learning rate.",
    );
  }
  if ((learningRate === "pa1" || learningRate === "pa2") && loss !== "hinge") {
    throw new RangeError(`Learning rate '${learningRate}' only works with loss 'hinge'.`);
  }
}
