import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-node";
import { describe, expect, it } from "vitest";
import { reachable } from "../../../src/graph/ir.ts";
import { traceOf } from "../../../src/graph/trace.ts";
import { losses } from "../../../src/index.ts";
import { type Scalar, tf } from "../../../src/tensorflow.ts";

/** The operations of the graph that a function becomes. */
function operationsOf(fn: (...inputs: never[]) => Tensor | Tensor[], samples: Tensor[]): string[] {
  const { recorder, outputs } = traceOf((recorder) => {
    const result = [fn(...(samples.map((sample) => recorder.input(sample)) as never[]))].flat();
    return { result, tensors: result };
  });
  const nodes = reachable(
    recorder.list.nodes,
    outputs.map(({ node }) => node),
  );
  return nodes.map(({ op }) => op).filter((op) => !op.startsWith("@"));
}

describe("the operations of a graph", () => {
  it("are a plain product and relu's own gradient for a dense layer", () => {
    const layer = (x: Tensor2D, w: Tensor2D, b: Tensor1D) =>
      tf.grads((...[w, b]: Tensor[]) => tf.sum(tf.relu(tf.add(tf.matMul(x, w as Tensor2D), b!))))([w, b]);
    const samples = [tf.ones([4, 3]), tf.ones([3, 2]), tf.ones([2])];
    const found = operationsOf(layer as never, samples);
    expect(found.filter((op) => op !== "Reshape" && op !== "Mul").sort()).toEqual(
      ["BiasAdd", "BiasAddGrad", "MatMul", "MatMul", "Relu", "ReluGrad"].sort(),
    );
  });

  it("are a plain product where two matrices come as batches of one", () => {
    const product = (a: Tensor2D, b: Tensor2D) =>
      tf.reshape(tf.matMul(tf.reshape(a, [1, 4, 3]), tf.reshape(b, [1, 3, 2])), [4, 2]);
    expect(operationsOf(product as never, [tf.ones([4, 3]), tf.ones([3, 2])])).toEqual(["MatMul"]);
  });

  it("are one reshape and a plain product where a batch of one was flattened before", () => {
    const work = (a: Tensor, b: Tensor2D) =>
      tf.matMul(tf.reshape(tf.reshape(a, [4, 6]), [1, 4, 6]), tf.reshape(b, [1, 6, 2]));
    const found = operationsOf(work as never, [tf.ones([4, 3, 2]), tf.ones([6, 2])]);
    expect(found).toEqual(["Reshape", "MatMul", "Reshape"]);
  });

  it("stay what they are for products of larger batches and for sums of other axes", () => {
    const work = (a: Tensor) => [tf.matMul(a, a), tf.sum(a, 1), tf.sum(a), tf.add(a, tf.ones([2, 3, 1]))];
    const found = operationsOf(work as never, [tf.ones([2, 3, 3])]);
    expect(found.sort()).toEqual(["Add", "BatchMatMulV2", "Sum", "Sum"]);
  });

  it("sum a convolution's gradient for its bias over everything but the channels", () => {
    const work = (x: Tensor4D) => tf.sum(x, [0, 1, 2]);
    expect(operationsOf(work as never, [tf.ones([2, 3, 3, 4])])).toEqual(["BiasAddGrad"]);
  });

  it("leave softmax out where only the largest probability of each row is looked for", () => {
    const samples = [tf.ones([2, 3])];
    const alongRows = (x: Tensor) => tf.argMax(tf.softmax(x as Tensor2D), -1);
    expect(operationsOf(alongRows as never, samples)).toEqual(["ArgMax"]);
    const alongColumns = (x: Tensor) => tf.argMax(tf.softmax(x as Tensor2D), 0);
    expect(operationsOf(alongColumns as never, samples)).toEqual(["Softmax", "ArgMax"]);
  });

  it("are TensorFlow's own cross-entropy for class labels and logits", () => {
    const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true });
    const labels = tf.tensor1d([0, 2], "int32");
    const gradient = (output: Tensor) =>
      tf.grad((output) => {
        return tf.sum(loss.perSample({ target: labels, output, logits: undefined })) as Scalar;
      })(output);
    const found = operationsOf(gradient as never, [tf.randomNormal([2, 3])]);
    expect(found).toContain("SparseSoftmaxCrossEntropyWithLogits");
    expect(found).not.toContain("OneHot");
    expect(found).not.toContain("Exp");
  });
});
