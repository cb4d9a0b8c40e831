/** The numbers by which assembly/ knows the losses. */
export const lossIds = {
  hinge: 0,
  perceptron: 0,
  squared_hinge: 1,
  log_loss: 2,
  modified_huber: 3,
  squared_error: 4,
  huber: 5,
  epsilon_insensitive: 6,
  squared_epsilon_insensitive: 7,
} as const;

/** scikit-learn's `PENALTY_TYPES`. */
export const penaltyIds = { none: 0, l1: 1, l2: 2, elasticnet: 3 } as const;

/** scikit-learn's `LEARNING_RATE_TYPES`. */
export const scheduleIds = { constant: 1, optimal: 2, invscaling: 3, adaptive: 4, pa1: 5, pa2: 6 } as const;

/** What is minimized and how; the same for every class. All of it can be sent to a worker. */
export interface Method {
  readonly loss: keyof typeof lossIds;
  readonly epsilon: number;
  readonly penalty: keyof typeof penaltyIds;
  readonly alpha: number;
  readonly l1Ratio: number;
  readonly schedule: keyof typeof scheduleIds;
  readonly eta0: number;
  readonly powerT: number;
  readonly fitIntercept: boolean;
  readonly shuffle: boolean;
  readonly maxIter: number;
  /** -Infinity: every epoch is run. */
  readonly tol: number;
  readonly nIterNoChange: number;
  readonly earlyStopping: boolean;
  readonly verbose: boolean;
  /** From which step on the weights are averaged; 0 for never. */
  readonly average: number;
}

/** One class against the others. */
export interface Problem {
  readonly method: Method;
  /** The row of each sample. */
  readonly rows: Int32Array;
  /** 1 for the class itself, for the others 0 with the log loss, else -1. */
  readonly targets: Float64Array;
  readonly sampleWeights: Float64Array | undefined;
  /** 1 where a sample only validates. */
  readonly heldOut: Uint8Array | undefined;
  readonly positiveWeight: number;
  readonly negativeWeight: number;
  /** For the order of the samples. */
  readonly seed: number;
  readonly t: number;
  readonly coef: Float64Array;
  readonly intercept: number;
  readonly averageCoef: Float64Array | undefined;
  readonly averageIntercept: number;
}

/** What became of a problem. */
export interface Solution {
  readonly coef: Float64Array;
  readonly intercept: number;
  readonly averageCoef: Float64Array | undefined;
  readonly averageIntercept: number;
  readonly nIter: number;
}

/** What a problem tells while it is being solved. */
export type Report = { readonly started: true } | { readonly line: string } | { readonly epoch: number };
