import type { Scalar, Tensor, Tensor2D, Tensor4D, Variable } from "@tensorflow/tfjs-node";
import { tf } from "../../../src/tensorflow.ts";

/** A small classifier with its own weights: what it loses on a batch. */
export interface Network {
  readonly weights: Variable[];
  loss(x: Tensor, y: Tensor): Scalar;
}

/** Rows and class numbers that a network can learn. */
export function examples(rows: number, columns: number, classes: number) {
  return tf.tidy(() => {
    const x = tf.randomUniform([rows, columns], 0, 1, "float32", 11) as Tensor2D;
    const w = tf.randomNormal([columns, classes], 0, 1, "float32", 12) as Tensor2D;
    return { x, y: tf.argMax(tf.matMul(x, w), 1) };
  });
}

function weight(shape: number[], seed: number): Variable {
  return tf.tidy(() => tf.variable(tf.mul(tf.randomNormal(shape, 0, 1, "float32", seed), 0.2)));
}

function crossEntropy(y: Tensor, logits: Tensor): Scalar {
  return tf.losses.softmaxCrossEntropy(tf.oneHot(y, logits.shape[1]!), logits);
}

/** Dense with relu, then dense. */
export function perceptron(columns: number, classes: number): Network {
  const [w1, b1] = [weight([columns, 16], 1), weight([16], 2)];
  const [w2, b2] = [weight([16, classes], 3), weight([classes], 4)];
  const loss = (x: Tensor, y: Tensor): Scalar => {
    const hidden = tf.relu(tf.add(tf.matMul(x as Tensor2D, w1 as Tensor as Tensor2D), b1));
    return crossEntropy(y, tf.add(tf.matMul(hidden as Tensor2D, w2 as Tensor as Tensor2D), b2));
  };
  return { weights: [w1, b1, w2, b2], loss };
}

/** Convolution, pooling, dense on 8 x 8 pictures. */
export function convolutional(classes: number): Network {
  const [filter, bias] = [weight([3, 3, 1, 4], 1), weight([4], 2)];
  const [w, b] = [weight([64, classes], 3), weight([classes], 4)];
  const loss = (x: Tensor, y: Tensor): Scalar => {
    const picture = tf.reshape(x, [-1, 8, 8, 1]) as Tensor4D;
    const seen = tf.relu(
      tf.add(tf.conv2d(picture, filter as Tensor as Tensor4D, 1, "same"), bias),
    ) as Tensor4D;
    const flat = tf.reshape(tf.maxPool(seen, 2, 2, "valid"), [-1, 64]) as Tensor2D;
    return crossEntropy(y, tf.add(tf.matMul(flat, w as Tensor as Tensor2D), b));
  };
  return { weights: [filter, bias, w, b], loss };
}
