import { tf, type Variable } from "../../tensorflow.ts";
import type { Recorder } from "../recorder.ts";
import type { Pair, TfjsInternals } from "./hook.ts";
import { applyAdam, applyGradientDescent, applyMomentum, applyRmsProp } from "./updates.ts";

/** A slot of an optimizer of `tf.train`. */
interface Slot {
  originalName: string;
  variable: Variable;
}

interface Momentum extends TfjsInternals {
  momentum: number;
  useNesterov: boolean;
  accumulations: Slot[];
}

interface RmsProp extends TfjsInternals {
  decay: number;
  momentum: number;
  epsilon: number;
  centered: boolean;
  accumulatedMeanSquares: Slot[];
  accumulatedMoments: Slot[];
}

interface Adam extends TfjsInternals {
  beta1: number;
  beta2: number;
  epsilon: number;
  accBeta1: Variable;
  accBeta2: Variable;
  accumulatedFirstMoment: Slot[];
  accumulatedSecondMoment: Slot[];
}

/** Steps of the optimizers of `tf.train` by fused operations; each tells whether it could. */
export const tfjsUpdates: Record<
  string,
  ((optimizer: never, pairs: Pair[], recorder: Recorder) => boolean) | undefined
> = {
  SGDOptimizer: (optimizer: TfjsInternals, pairs, recorder) => {
    const learningRate = recorder.scalar(() => optimizer.learningRate);
    for (const { variable, gradient } of pairs) applyGradientDescent({ variable, gradient, learningRate });
    return true;
  },
  MomentumOptimizer: (optimizer: Momentum, pairs, recorder) => {
    const learningRate = recorder.scalar(() => optimizer.learningRate);
    const { momentum, useNesterov: nesterov } = optimizer;
    for (const pair of pairs) {
      const accumulation = slot(optimizer.accumulations, pair, "momentum");
      applyMomentum({ ...pair, accumulation, learningRate, momentum, nesterov });
    }
    return true;
  },
  RMSPropOptimizer: (optimizer: RmsProp, pairs, recorder) => {
    // tfjs adds epsilon on the other side of the subtraction than TensorFlow's centered operation does.
    if (optimizer.centered) return false;
    const learningRate = recorder.scalar(() => optimizer.learningRate);
    const { decay: rho, momentum, epsilon } = optimizer;
    for (const pair of pairs) {
      const meanSquare = slot(optimizer.accumulatedMeanSquares, pair, "rms");
      const moment = slot(optimizer.accumulatedMoments, pair, "momentum");
      applyRmsProp({ ...pair, meanSquare, moment, learningRate, rho, momentum, epsilon });
    }
    return true;
  },
  AdamOptimizer: (optimizer: Adam, pairs, recorder) => {
    const learningRate = recorder.scalar(() => optimizer.learningRate);
    const { beta1, beta2, accBeta1, accBeta2 } = optimizer;
    // TensorFlow adds epsilon before the bias correction, tfjs after it.
    const epsilon = tf.mul(tf.sqrt(tf.sub(1, accBeta2)), optimizer.epsilon);
    const [beta1Power, beta2Power] = [tf.clone(accBeta1), tf.clone(accBeta2)];
    for (const pair of pairs) {
      const first = slot(optimizer.accumulatedFirstMoment, pair, "m");
      const second = slot(optimizer.accumulatedSecondMoment, pair, "v");
      applyAdam({ ...pair, first, second, beta1Power, beta2Power, learningRate, beta1, beta2, epsilon });
    }
    accBeta1.assign(tf.mul(accBeta1, beta1));
    accBeta2.assign(tf.mul(accBeta2, beta2));
    return true;
  },
};

function slot(slots: Slot[], { index, name, variable }: Pair, kind: string): Variable {
  slots[index] ??= {
    originalName: `${name}/${kind}`,
    variable: tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
  };
  return slots[index].variable;
}
