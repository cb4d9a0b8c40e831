import { exp } from "./exp";

/** The losses, by the numbers that the library passes; the classes of scikit-learn that compute them. */
export const HINGE: i32 = 0;
const SQUARED_HINGE: i32 = 1;
const LOG: i32 = 2;
const MODIFIED_HUBER: i32 = 3;
const SQUARED_ERROR: i32 = 4;
const HUBER: i32 = 5;
const EPSILON_INSENSITIVE: i32 = 6;
const _SQUARED_EPSILON_INSENSITIVE: i32 = 7;

/** The loss of the prediction p for the target y; `parameter` is the hinge's threshold or the epsilon. */
export function lossOf(loss: i32, parameter: f64, y: f64, p: f64): f64 {
  switch (loss) {
    case HINGE:
      return p * y <= parameter ? parameter - p * y : 0;
    case SQUARED_HINGE: {
      const z = parameter - p * y;
      return z > 0 ? z * z : 0;
    }
    case LOG:
      return logOfOnePlusExp(p) - y * p;
    case MODIFIED_HUBER: {
      const z = p * y;
      return z >= 1 ? 0 : z >= -1 ? (1 - z) * (1 - z) : -4 * z;
    }
    case SQUARED_ERROR:
      return 0.5 * (p - y) * (p - y);
    case HUBER: {
      const distance = abs(y - p);
      return distance <= parameter ? 0.5 * distance * distance : parameter * (distance - 0.5 * parameter);
    }
    case EPSILON_INSENSITIVE:
      return max(abs(y - p) - parameter, 0);
    default: {
      const excess = max(abs(y - p) - parameter, 0);
      return excess * excess;
    }
  }
}

/** The derivative of the loss by the prediction. */
export function gradientOf(loss: i32, parameter: f64, y: f64, p: f64): f64 {
  switch (loss) {
    case HINGE:
      return p * y <= parameter ? -y : 0;
    case SQUARED_HINGE: {
      const z = parameter - p * y;
      return z > 0 ? -2 * y * z : 0;
    }
    case LOG: {
      if (p <= -37) return exp(p) - y;
      const e = exp(-p);
      return (1 - y - y * e) / (1 + e);
    }
    case MODIFIED_HUBER: {
      const z = p * y;
      return z >= 1 ? 0 : z >= -1 ? 2 * (1 - z) * -y : -4 * y;
    }
    case SQUARED_ERROR:
      return p - y;
    case HUBER:
      return abs(p - y) <= parameter ? p - y : p >= y ? parameter : -parameter;
    case EPSILON_INSENSITIVE:
      return y - p > parameter ? -1 : p - y > parameter ? 1 : 0;
    default: {
      const z = y - p;
      return z > parameter ? -2 * (z - parameter) : z < -parameter ? 2 * (-z - parameter) : 0;
    }
  }
}

function logOfOnePlusExp(p: f64): f64 {
  if (p <= -37) return exp(p);
  if (p <= -2) return Math.log1p(exp(p));
  if (p <= 18) return Math.log(1 + exp(p));
  return p <= 33.3 ? p + exp(-p) : p;
}
