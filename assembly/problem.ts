/**
 * The state of one binary problem, in memory that the library reserves for it. The library reads the leading numbers
 * (src/linear/sgd/lane.ts).
 */
@global
@unmanaged
export class Problem {
  intercept: f64;
  averageIntercept: f64;
  eta: f64;
  sumLoss: f64;
  sumObjective: f64;
  /** Of the weights as of the last addition, scale included. */
  squaredNorm: f64;
  /** How many samples were learnt from. */
  count: f64;

  l1Norm: f64;
  /** What the vector of the weights is to be multiplied by. */
  scale: f64;
  averageA: f64;
  averageB: f64;
  t: f64;
  /** The L1 penalty that every weight owes by now. */
  owed: f64;
  positiveWeight: f64;
  negativeWeight: f64;

  samples: i32;
  features: i32;
  rows: usize;
  order: usize;
  targets: usize;
  sampleWeights: usize;
  heldOut: usize;
  weights: usize;
  averages: usize;
  /** The L1 penalty that each weight has paid. */
  applied: usize;

  /** The sample whose row is open, and that row's columns (u16) and values (f64, or codes, u8). */
  sample: usize;
  row: usize;
  values: usize;
  columns: usize;
  size: i32;
}
