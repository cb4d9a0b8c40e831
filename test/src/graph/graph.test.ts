import { describe, expect, it } from "vitest";
import { graph } from "../../../src/graph/graph.ts";
import { tf } from "../../../src/tensorflow.ts";

describe("a traced function", () => {
  it("gives what the function gives", () => {
    const f = graph(
      (a: import("@tensorflow/tfjs-node").Tensor2D, b: import("@tensorflow/tfjs-node").Tensor2D) =>
        tf.relu(tf.add(tf.matMul(a, b), 1)),
    );
    const a = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    expect(f(a, a).arraySync()).toEqual(tf.relu(tf.add(tf.matMul(a, a), 1)).arraySync());
    expect(f.traces).toBe(1);
  });

  it("reads and changes variables", () => {
    const v = tf.variable(tf.scalar(1));
    const f = graph((x: import("@tensorflow/tfjs-node").Tensor) => {
      v.assign(tf.add(v, x));
      return tf.mul(v, 2);
    });
    expect(f(tf.scalar(2)).dataSync()[0]).toBe(6);
    expect(f(tf.scalar(2)).dataSync()[0]).toBe(10);
    expect(v.dataSync()[0]).toBe(5);
    v.assign(tf.scalar(100));
    expect(f(tf.scalar(1)).dataSync()[0]).toBe(202);
    expect(v.dataSync()[0]).toBe(101);
  });

  it("minimises with an optimizer", () => {
    const w = tf.variable(tf.zeros([2, 1]));
    const opt = tf.train.adam(0.1);
    const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    const y = tf.tensor2d([1, 2], [2, 1]);
    const f = graph(
      (x: import("@tensorflow/tfjs-node").Tensor2D, y: import("@tensorflow/tfjs-node").Tensor2D) =>
        opt.minimize(() => tf.losses.meanSquaredError(y, tf.matMul(x, w as never)), true)!,
    );
    const l: number[] = [];
    for (let i = 0; i < 50; i += 1) l.push(f(x, y).dataSync()[0]!);
    console.log(l[0], l.at(-1), w.arraySync());
    expect(l.at(-1)!).toBeLessThan(l[0]! / 10);
  });
});
