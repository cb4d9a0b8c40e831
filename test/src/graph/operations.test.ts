import type { Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from "@tensorflow/tfjs-node";
import { describe, expect, it } from "vitest";
import { graph } from "../../../src/graph/graph.ts";
import { sparseSoftmaxCrossEntropy } from "../../../src/graph/ops/sparseSoftmaxCrossEntropy.ts";
import { tf } from "../../../src/tensorflow.ts";
import { expectClose } from "./close.ts";

type Operation = (...inputs: never[]) => Tensor | Tensor[];

const matrix = () => tf.tensor2d([-1.5, 0.25, 2, 0.5, -0.75, 3], [2, 3]);
const image = () => tf.randomNormal([2, 6, 6, 3], 0, 1, "float32", 5) as Tensor4D;
const filter = () => tf.randomNormal([3, 3, 3, 4], 0, 1, "float32", 6) as Tensor4D;

const operations: [string, Operation, () => Tensor[]][] = [
  ["arithmetic", (a: Tensor2D) => tf.div(tf.sub(tf.mul(tf.add(a, 2), a), tf.neg(a)), 3), () => [matrix()]],
  ["powers and roots", (a: Tensor) => tf.pow(tf.sqrt(tf.square(a)), 1.5), () => [matrix()]],
  [
    "exponentials",
    (a: Tensor) => [tf.exp(a), tf.log(tf.abs(a)), tf.log1p(tf.exp(a)), tf.expm1(a)],
    () => [matrix()],
  ],
  [
    "relu and its kin",
    (a: Tensor) => [tf.relu(a), tf.relu6(a), tf.elu(a), tf.selu(a), tf.leakyRelu(a, 0.1)],
    () => [matrix()],
  ],
  ["sigmoid, tanh, softplus", (a: Tensor) => [tf.sigmoid(a), tf.tanh(a), tf.softplus(a)], () => [matrix()]],
  ["step", (a: Tensor) => tf.step(a), () => [matrix()]],
  ["softmax and logSoftmax", (a: Tensor2D) => [tf.softmax(a), tf.logSoftmax(a)], () => [matrix()]],
  [
    "comparison and choice",
    (a: Tensor2D) => tf.where(tf.greater(a, 0), a, tf.zerosLike(a)),
    () => [matrix()],
  ],
  [
    "clip, maximum, minimum",
    (a: Tensor) => tf.maximum(tf.clipByValue(a, -1, 1), tf.minimum(a, 0)),
    () => [matrix()],
  ],
  ["matrix product", (a: Tensor2D, b: Tensor2D) => tf.matMul(a, b, false, true), () => [matrix(), matrix()]],
  [
    "transposed product",
    (a: Tensor2D, b: Tensor2D) => tf.matMul(a, b, true, false),
    () => [matrix(), matrix()],
  ],
  [
    "batched product",
    (a: Tensor3D) => tf.matMul(a, a, false, true),
    () => [tf.randomNormal([4, 2, 3], 0, 1, "float32", 1)],
  ],
  [
    "fused dense",
    (a: Tensor2D, b: Tensor2D) =>
      tf.fused.matMul({ a, b, transposeB: true, bias: tf.ones([2]), activation: "relu" }),
    () => [matrix(), matrix()],
  ],
  [
    "reductions",
    (a: Tensor2D) => [tf.sum(a, 0), tf.mean(a, 1, true), tf.max(a, 1), tf.min(a), tf.prod(a, 0)],
    () => [matrix()],
  ],
  ["argMax and argMin", (a: Tensor2D) => [tf.argMax(a, 1), tf.argMin(a, 0)], () => [matrix()]],
  ["moments", (a: Tensor4D) => Object.values(tf.moments(a, [0, 1, 2])), () => [image()]],
  ["shapes", (a: Tensor2D) => tf.expandDims(tf.transpose(tf.reshape(a, [3, 2])), 0), () => [matrix()]],
  [
    "slices and joins",
    (a: Tensor2D) => tf.concat([tf.slice(a, [0, 1], [2, 2]), tf.stack([tf.sum(a, 1), tf.mean(a, 1)], 1)], 1),
    () => [matrix()],
  ],
  [
    "split, pad, tile, reverse",
    (a: Tensor2D) => [
      ...tf.split(a, 3, 1),
      tf.pad(a, [
        [1, 0],
        [0, 2],
      ]),
      tf.tile(a, [2, 1]),
      tf.reverse(a, 1),
    ],
    () => [matrix()],
  ],
  ["strided slice", (a: Tensor2D) => tf.stridedSlice(a, [0, 0], [2, 3], [1, 2]), () => [matrix()]],
  [
    "gather",
    (a: Tensor2D, i: Tensor1D) => tf.gather(a, i),
    () => [matrix(), tf.tensor1d([1, 0, 1], "int32")],
  ],
  ["one-hot", (i: Tensor1D) => tf.oneHot(i, 4), () => [tf.tensor1d([1, 0, 3], "int32")]],
  [
    "casts",
    (a: Tensor) => [tf.cast(a, "int32"), tf.cast(a, "bool"), tf.cast(tf.cast(a, "int32"), "float32")],
    () => [matrix()],
  ],
  ["convolution", (x: Tensor4D, w: Tensor4D) => tf.conv2d(x, w, 1, "same"), () => [image(), filter()]],
  [
    "strided convolution",
    (x: Tensor4D, w: Tensor4D) => tf.conv2d(x, w, 2, "valid"),
    () => [image(), filter()],
  ],
  ["pooling", (x: Tensor4D) => [tf.maxPool(x, 2, 2, "valid"), tf.avgPool(x, 3, 1, "same")], () => [image()]],
  [
    "top k and unique sums",
    (a: Tensor2D) => [tf.topk(a, 2).values, tf.topk(a, 2).indices, tf.cumsum(a, 1)],
    () => [matrix()],
  ],
  ["norm", (a: Tensor2D) => tf.norm(a), () => [matrix()]],
  [
    "bool logic",
    (a: Tensor2D) => tf.logicalAnd(tf.greater(a, 0), tf.logicalNot(tf.less(a, 1))),
    () => [matrix()],
  ],
  ["einsum", (a: Tensor2D) => tf.einsum("ij,kj->ik", a, a), () => [matrix()]],
];

describe("a graph gives what TensorFlow.js gives", () => {
  it.each(operations)("%s", (_name, operation, makeInputs) => {
    const inputs = makeInputs();
    const compiled = graph(operation as (...inputs: Tensor[]) => Tensor | Tensor[]);
    expectClose(compiled(...inputs), (operation as (...inputs: Tensor[]) => Tensor | Tensor[])(...inputs));
    expect(compiled.traces).toBe(1);
  });
});

const dy = (a: Tensor) => tf.sum(tf.mul(a, tf.reshape(tf.linspace(0.5, 1.5, a.size), a.shape)));

const differentiable: [string, (...inputs: never[]) => Tensor, () => Tensor[]][] = [
  [
    "dense layer",
    (x: Tensor2D, w: Tensor2D) => dy(tf.relu(tf.add(tf.matMul(x, w, false, true), 0.1))),
    () => [matrix(), matrix()],
  ],
  [
    "sigmoid, tanh, elu",
    (x: Tensor2D) => dy(tf.mul(tf.sigmoid(x), tf.add(tf.tanh(x), tf.elu(x)))),
    () => [matrix()],
  ],
  ["softmax", (x: Tensor2D) => dy(tf.softmax(x)), () => [matrix()]],
  ["log of sum of exponentials", (x: Tensor2D) => dy(tf.logSumExp(x, 1)), () => [matrix()]],
  ["convolution", (x: Tensor4D, w: Tensor4D) => dy(tf.conv2d(x, w, 1, "same")), () => [image(), filter()]],
  ["maximum pooling", (x: Tensor4D) => dy(tf.maxPool(x, 2, 2, "valid")), () => [image()]],
  ["average pooling", (x: Tensor4D) => dy(tf.avgPool(x, 2, 2, "same")), () => [image()]],
  [
    "batch normalisation",
    (x: Tensor4D) => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      return dy(tf.batchNorm(x, mean as Tensor1D, variance as Tensor1D, tf.ones([3]), tf.fill([3], 2), 1e-3));
    },
    () => [image()],
  ],
  ["gather", (x: Tensor2D) => dy(tf.gather(x, tf.tensor1d([1, 0, 1], "int32"))), () => [matrix()]],
  [
    "squares, roots, division",
    (x: Tensor2D) => dy(tf.div(tf.square(x), tf.sqrt(tf.add(tf.abs(x), 1)))),
    () => [matrix()],
  ],
  [
    "slices, joins, transposition",
    (x: Tensor2D) => dy(tf.transpose(tf.concat([tf.slice(x, 0, 1), tf.mul(x, 2)], 0))),
    () => [matrix()],
  ],
  [
    "clipping and choice",
    (x: Tensor2D) => dy(tf.maximum(tf.clipByValue(x, 0, 1), tf.neg(x))),
    () => [matrix()],
  ],
  [
    "cross-entropy of tfjs",
    (x: Tensor2D) => tf.losses.softmaxCrossEntropy(tf.oneHot(tf.tensor1d([2, 0], "int32"), 3), x),
    () => [matrix()],
  ],
  [
    "cross-entropy of TensorFlow",
    (x: Tensor2D) => dy(sparseSoftmaxCrossEntropy(tf.tensor1d([2, 0], "int32"), x)),
    () => [matrix()],
  ],
];

describe("a graph gives the gradients that TensorFlow.js gives", () => {
  it.each(differentiable)("%s", (_name, operation, makeInputs) => {
    const inputs = makeInputs();
    const gradients = tf.grads(operation as (...inputs: Tensor[]) => Tensor);
    const compiled = graph((...values: Tensor[]) => gradients(values));
    expectClose(compiled(...inputs), gradients(inputs));
  });
});

describe("cross-entropy of TensorFlow", () => {
  it("is the negative logarithm of the right class's softmax", () => {
    const logits = matrix();
    const labels = tf.tensor1d([2, 0], "int32");
    const expected = tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), tf.oneHot(labels, 3)), 1));
    expectClose(sparseSoftmaxCrossEntropy(labels, logits), expected);
  });
});

it("what is no number stays none through a product, a bias and relu, as in TensorFlow.js", () => {
  const weights = tf.variable(tf.ones([3, 2]));
  const bias = tf.variable(tf.zeros([2]));
  const layer = (x: Tensor2D) => tf.relu(tf.add(tf.matMul(x, weights as unknown as Tensor2D), bias));
  const rows = tf.tensor2d([1, Number.NaN, 2, 3, 4, 5], [2, 3]);
  const values = Array.from((graph(layer)(rows) as Tensor).dataSync());
  expect(values).toEqual([Number.NaN, Number.NaN, 12, 12]);
});

it("takes numbers below 1e-38 as zero, on every thread, as TensorFlow's own threads do, and leaves JavaScript's alone", async () => {
  const product = graph((x: Tensor) => tf.mul(x, 1e-10));
  const tiny = tf.fill([4], 1e-30);
  expect([...product(tiny).dataSync()]).toEqual([0, 0, 0, 0]);
  expect([...((await product.async(tiny)) as Tensor).dataSync()]).toEqual([0, 0, 0, 0]);
  expect(Number.MIN_VALUE * tiny.size).toBe(2e-323);
});
