import type { Tensor } from "@tensorflow/tfjs-node";
import { describe, expect, it } from "vitest";
import { graph } from "../../../src/graph/graph.ts";
import { afterRun, guard, hostScalar, isTracing } from "../../../src/graph/tracing.ts";
import { tf } from "../../../src/tensorflow.ts";

const first = (tensor: Tensor) => tensor.dataSync()[0];

describe("a function that is being traced", () => {
  it("knows it", () => {
    const seen: boolean[] = [];
    const f = graph((x: Tensor) => {
      seen.push(isTracing());
      return tf.square(x);
    });
    f(tf.scalar(2));
    f(tf.scalar(2));
    expect([...seen, isTracing()]).toEqual([true, false]);
  });

  it("has numbers that each run asks for", () => {
    let rate = 2;
    const scale = (x: Tensor) =>
      tf.mul(
        x,
        hostScalar(() => rate),
      );
    const f = graph(scale);
    expect(first(f(tf.scalar(3)))).toBe(6);
    rate = 5;
    expect(first(f(tf.scalar(3)))).toBe(15);
    expect(first(scale(tf.scalar(3)))).toBe(15);
    expect(f.traces).toBe(1);
  });

  it("has work done after each run, not while tracing", () => {
    let steps = 0;
    const count = (x: Tensor) => {
      afterRun((more) => {
        steps += more;
      });
      return tf.neg(x);
    };
    const f = graph(count);
    for (let i = 0; i < 3; i += 1) f(tf.scalar(1));
    expect(steps).toBe(3);
    count(tf.scalar(1));
    expect(steps).toBe(4);
  });

  it("is traced again when a guarded value has changed", () => {
    let momentum = 1;
    let traces = 0;
    const f = graph((x: Tensor) => {
      traces += 1;
      guard(() => momentum);
      return tf.mul(x, momentum);
    });
    expect([first(f(tf.scalar(2))), first(f(tf.scalar(3)))]).toEqual([2, 3]);
    momentum = 10;
    expect([first(f(tf.scalar(2))), first(f(tf.scalar(3)))]).toEqual([20, 30]);
    expect(traces).toBe(2);
  });

  it("counts the steps of tf.train's optimizers when the graph runs", () => {
    const w = tf.variable(tf.scalar(1));
    const optimizer = tf.train.adam(0.1);
    const step = graph(() => optimizer.minimize(() => tf.square(w) as never, true, [w])!);
    for (let i = 0; i < 3; i += 1) step();
    expect(optimizer.iterations).toBe(3);
  });
});
