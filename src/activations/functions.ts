import { type Tensor, tf } from "../tensorflow.ts";

/** Negative numbers shrink by a slope, by default 0.2. */
export function leakyRelu(x: Tensor, negativeSlope = 0.2): Tensor {
  return tf.leakyRelu(x, negativeSlope);
}

/** `x` from 0 to 6, elsewhere the nearer end. */
export function relu6(x: Tensor): Tensor {
  return tf.clipByValue(x, 0, 6);
}

/** `x * sigmoid(x)`, also called swish (Ramachandran et al., 2017). */
export function silu(x: Tensor): Tensor {
  return tf.mul(x, tf.sigmoid(x));
}

/** `x` times the normal distribution's share below `x` (Hendrycks and Gimpel, 2016), or its approximation by tanh. */
export function gelu(x: Tensor, { approximate = false }: { approximate?: boolean } = {}): Tensor {
  const share = approximate
    ? tf.tanh(tf.mul(tf.add(x, tf.mul(tf.mul(x, tf.square(x)), 0.044715)), Math.sqrt(2 / Math.PI)))
    : tf.erf(tf.div(x, Math.SQRT2));
  return tf.mul(tf.mul(x, 0.5), tf.add(share, 1));
}

/** `relu6(x + 3) / 6`, Keras 3's straight-lined sigmoid; Keras 2's and tfjs's has another slope. */
export function hardSigmoid(x: Tensor): Tensor {
  return tf.div(relu6(tf.add(x, 3)), 6);
}

/** `x * hardSigmoid(x)`, also called hard swish (Howard et al., 2019). */
export function hardSilu(x: Tensor): Tensor {
  return tf.mul(x, hardSigmoid(x));
}

/** `x` from -1 to 1, elsewhere the nearer end. */
export function hardTanh(x: Tensor): Tensor {
  return tf.clipByValue(x, -1, 1);
}

/** The exponential function, `e ** x`. */
export function exponential(x: Tensor): Tensor {
  return tf.exp(x);
}

/** The logarithm of the sigmoid, without rounding to 0. */
export function logSigmoid(x: Tensor): Tensor {
  return tf.neg(tf.softplus(tf.neg(x)));
}

/** `max(x, 0) + alpha * (e ** (min(x, 0) / alpha) - 1)` (Barron, 2017). */
export function celu(x: Tensor, alpha = 1): Tensor {
  return tf.add(tf.relu(x), tf.mul(tf.expm1(tf.div(tf.minimum(x, 0), alpha)), alpha));
}

/** `x * tanh(softplus(x))` (Misra, 2019). */
export function mish(x: Tensor): Tensor {
  return tf.mul(x, tf.tanh(tf.softplus(x)));
}

/** A tanh that bends slowly: `x / (1 + |x|)`. */
export function softsign(x: Tensor): Tensor {
  return tf.div(x, tf.add(tf.abs(x), 1));
}

/** `(x + sqrt(x ** 2 + b)) / 2`. */
export function squareplus(x: Tensor, b = 4): Tensor {
  return tf.div(tf.add(x, tf.sqrt(tf.add(tf.square(x), b))), 2);
}

/** 0 up to the threshold on both sides, beyond it `x` less the threshold. */
export function softShrink(x: Tensor, threshold = 0.5): Tensor {
  return tf.sub(tf.relu(tf.sub(x, threshold)), tf.relu(tf.sub(tf.neg(x), threshold)));
}

/** 0 up to the threshold on both sides, beyond it `x`. */
export function hardShrink(x: Tensor, threshold = 0.5): Tensor {
  // Not `greater`, for which tfjs has no gradient.
  return tf.mul(x, tf.step(tf.sub(tf.abs(x), threshold)));
}

/** `x - tanh(x)`. */
export function tanhShrink(x: Tensor): Tensor {
  return tf.sub(x, tf.tanh(x));
}

/** 0 up to -1, `x` from 1, a parabola between. */
export function sparsePlus(x: Tensor): Tensor {
  const parabola = tf.div(tf.square(tf.add(tf.clipByValue(x, -1, 1), 1)), 4);
  return tf.add(parabola, tf.relu(tf.sub(x, 1)));
}

/** 0 up to -1, 1 from 1, a straight line between. */
export function sparseSigmoid(x: Tensor): Tensor {
  return tf.div(tf.add(tf.clipByValue(x, -1, 1), 1), 2);
}

/** The first half of the last axis, each number times the sigmoid of its partner in the second (Dauphin et al., 2016). */
export function glu(x: Tensor, axis = -1): Tensor {
  const [values, gates] = tf.split(x, 2, axis);
  return tf.mul(values!, tf.sigmoid(gates!));
}
