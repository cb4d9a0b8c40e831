import type { Tensor, Tensor2D } from "@tensorflow/tfjs-node";
import { describe, expect, it } from "vitest";
import { GraphError } from "../../../src/graph/errors.ts";
import { graph, graphIn } from "../../../src/graph/graph.ts";
import { GraphSession } from "../../../src/graph/session.ts";
import { isTracing } from "../../../src/graph/tracing.ts";
import { tf } from "../../../src/tensorflow.ts";

const valuesOf = (tensor: Tensor) => Array.from(tensor.dataSync());

describe("graph", () => {
  it("traces once for each signature", () => {
    let calls = 0;
    const double = graph((x: Tensor, factor: number) => {
      calls += 1;
      return tf.mul(x, factor);
    });
    expect(valuesOf(double(tf.tensor1d([1, 2]), 2))).toEqual([2, 4]);
    expect(valuesOf(double(tf.tensor1d([3, 4]), 2))).toEqual([6, 8]);
    expect(calls).toBe(1);
    expect(valuesOf(double(tf.tensor1d([1, 2, 3]), 2))).toEqual([2, 4, 6]);
    expect(valuesOf(double(tf.tensor1d([1, 2]), 3))).toEqual([3, 6]);
    expect(valuesOf(double(tf.tensor1d([1, 2], "int32"), 3))).toEqual([3, 6]);
    expect([calls, double.traces]).toEqual([4, 4]);
  });

  it("takes and gives nested arrays and objects", () => {
    const f = graph(({ a, more }: { a: Tensor; more: Tensor[] }) => ({
      sum: tf.add(a, more[0]!),
      all: [a, more[1]!],
      n: 3,
    }));
    const result = f({ a: tf.scalar(1), more: [tf.scalar(2), tf.scalar(3)] });
    expect(valuesOf(result.sum)).toEqual([3]);
    expect(result.all.flatMap(valuesOf)).toEqual([1, 3]);
    expect(result.n).toBe(3);
  });

  it("asks JavaScript values again where it is told to", () => {
    let power = 2;
    const f = graph((x: Tensor) => tf.pow(x, power), { retraceOn: () => power });
    expect(valuesOf(f(tf.scalar(3)))).toEqual([9]);
    power = 3;
    expect(valuesOf(f(tf.scalar(3)))).toEqual([27]);
  });

  it("keeps tensors from outside as constants, also large ones and after they are freed", () => {
    const small = tf.tensor1d([1, 2, 3]);
    const large = tf.fill([200, 200], 2);
    const f = graph((x: Tensor) => tf.add(tf.sum(tf.mul(small, x)), tf.sum(large)));
    expect(valuesOf(f(tf.scalar(1)))).toEqual([80_006]);
    tf.dispose([small, large]);
    expect(valuesOf(f(tf.scalar(2)))).toEqual([80_012]);
  });

  it("tells equal tensors apart when one is given twice and used from outside", () => {
    const x = tf.scalar(2);
    const f = graph((a: Tensor, b: Tensor) => tf.sub(tf.mul(a, 10), tf.mul(b, x)));
    expect(valuesOf(f(x, x))).toEqual([16]);
    expect(valuesOf(f(tf.scalar(1), tf.scalar(5)))).toEqual([0]);
  });

  it("becomes part of a graph that calls it", () => {
    const square = graph((x: Tensor) => tf.square(x));
    const f = graph((x: Tensor) => tf.add(square(x), isTracing() ? 1 : 0));
    expect(valuesOf(f(tf.scalar(3)))).toEqual([10]);
    expect(square.traces).toBe(0);
  });

  it("runs on another thread with the same result", async () => {
    const f = graph((a: Tensor2D) => tf.matMul(a, a));
    const a = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    const results = await Promise.all([f.async(a), f.async(tf.mul(a, 2)), f.async(a)]);
    expect(results.map(valuesOf)).toEqual([valuesOf(f(a)), valuesOf(f(tf.mul(a, 2))), valuesOf(f(a))]);
  });

  it("takes names in any script", () => {
    const v = tf.variable(tf.scalar(1), true, "가중치/층 1:0 ^");
    const f = graph((인수: Tensor) => {
      v.assign(tf.add(v, 인수));
      return { 결과: tf.clone(v) };
    });
    expect(valuesOf(f(tf.scalar(1)).결과)).toEqual([2]);
  });
});

describe("variables in a graph", () => {
  it("are read and changed like elsewhere, in either order", () => {
    const v = tf.variable(tf.scalar(1));
    const add = graph((x: Tensor) => {
      v.assign(tf.add(v, x));
      return tf.mul(v, 2);
    });
    expect(valuesOf(add(tf.scalar(2)))).toEqual([6]);
    expect(valuesOf(add(tf.scalar(2)))).toEqual([10]);
    expect(valuesOf(v)).toEqual([5]);
    v.assign(tf.scalar(100));
    expect(valuesOf(add(tf.scalar(1)))).toEqual([202]);
    expect(valuesOf(tf.add(v, 0))).toEqual([101]);
  });

  it("keep their values while a function is traced on samples", () => {
    const v = tf.variable(tf.scalar(1));
    const f = graph((x: Tensor) => {
      v.assign(tf.mul(v, tf.sum(x)));
      return tf.clone(v);
    });
    for (const n of [1, 2, 3]) f(tf.fill([n], 2));
    expect(valuesOf(v)).toEqual([48]);
  });

  it("that are swapped take each other's old values", () => {
    const [a, b] = [tf.variable(tf.scalar(1)), tf.variable(tf.scalar(2))];
    const swap = graph(() => {
      const old = tf.clone(a);
      a.assign(b as never);
      b.assign(old);
    });
    swap();
    expect([...valuesOf(a), ...valuesOf(b)]).toEqual([2, 1]);
    swap();
    expect([...valuesOf(a), ...valuesOf(b)]).toEqual([1, 2]);
  });

  it("that begin with the same tensor stay two", () => {
    const zeros = tf.zeros([2]);
    const [a, b] = [tf.variable(zeros), tf.variable(zeros)];
    const f = graph(() => {
      a.assign(tf.add(a, 1));
      return tf.add(b, zeros);
    });
    f();
    expect(valuesOf(f())).toEqual([0, 0]);
    expect(valuesOf(a)).toEqual([2, 2]);
  });

  it("that begin with the same JavaScript array stay two", () => {
    const values = new Float32Array([1, 2]);
    const [a, b] = [0, 1].map(() => tf.tidy(() => tf.variable(tf.tensor1d(values))));
    const f = graph(() => {
      b!.assign(tf.mul(b!, 10));
      return tf.clone(b!);
    });
    expect([valuesOf(f()), valuesOf(f())]).toEqual([
      [10, 20],
      [100, 200],
    ]);
    expect([a!, b!].map(valuesOf)).toEqual([
      [1, 2],
      [100, 200],
    ]);
  });

  it("follow each other through two graphs with sessions of their own", () => {
    const v = tf.variable(tf.scalar(1));
    const [double, increment] = [graph(() => v.assign(tf.mul(v, 2))), graph(() => v.assign(tf.add(v, 1)))];
    for (const f of [double, increment, double, double, increment]) f();
    expect(valuesOf(v)).toEqual([13]);
  });

  it("are shared by graphs that share a session", () => {
    const session = new GraphSession();
    const v = tf.variable(tf.scalar(1));
    const double = graphIn(session, () => v.assign(tf.mul(v, 2)));
    const read = graphIn(session, () => tf.clone(v));
    double();
    double();
    expect(valuesOf(read())).toEqual([4]);
    expect(valuesOf(v)).toEqual([4]);
  });

  it("made by the function are made once", () => {
    const made: import("@tensorflow/tfjs-node").Variable[] = [];
    const count = graph(() => {
      made[0] ??= tf.variable(tf.scalar(10));
      made[0].assign(tf.add(made[0], 1));
      return tf.clone(made[0]);
    });
    expect([count(), count(), count()].flatMap(valuesOf)).toEqual([11, 12, 13]);
    expect(valuesOf(made[0]!)).toEqual([13]);
  });

  it("keep their values when the graph is disposed of, which then refuses to run", async () => {
    const v = tf.variable(tf.scalar(1));
    const f = graph(() => v.assign(tf.add(v, 1)));
    f();
    await f.dispose();
    expect(valuesOf(v)).toEqual([2]);
    expect(() => f()).toThrow("disposed of");
  });

  it("that are disposed of are named", () => {
    const v = tf.variable(tf.scalar(1), true, "lost");
    const f = graph(() => tf.clone(v));
    f();
    v.dispose();
    expect(() => f()).toThrow("uses the variable lost, which is disposed of");
  });
});

describe("what a graph cannot hold is named", () => {
  const refused: [string, (x: Tensor) => unknown, string][] = [
    [
      "dataSync",
      (x) => tf.scalar(tf.matMul(x as Tensor2D, x as Tensor2D).dataSync()[0]!),
      "the result of MatMul of shape [2, 2]",
    ],
    ["arraySync of an input", (x) => tf.tensor((x as Tensor2D).arraySync()), "from an input of shape [2, 2]"],
    ["print", (x) => tf.square(x).print(), "the result of Square"],
    ["an async function", async (x) => tf.square(x), "An async function cannot be traced"],
    ["random integers", (x) => tf.mul(x, tf.randomUniformInt([2, 2], 0, 5)), "tf.randomUniform"],
    [
      "numbers of tf.rand",
      (x) =>
        tf.mul(
          x,
          tf.rand([2, 2], () => 0.5),
        ),
      "tf.rand (float32) makes its numbers in JavaScript",
    ],
    ["one random number of an own range", (x) => tf.mul(x, tf.randomUniform([], 3, 4)), "with one element"],
    ["strings", () => tf.tensor(["a"]), "string"],
  ];

  it.each(refused)("%s", (_name, fn, message) => {
    const compiled = graph(fn);
    expect(() => compiled(tf.ones([2, 2]))).toThrow(message);
    expect(() => compiled(tf.ones([2, 2]))).toThrow(GraphError);
    expect(isTracing()).toBe(false);
  });

  it("leaves TensorFlow.js as it was", () => {
    const v = tf.variable(tf.scalar(1));
    const broken = graph((x: Tensor) => {
      v.assign(tf.add(v, x));
      throw new Error("broken");
    });
    expect(() => broken(tf.scalar(1))).toThrow("broken");
    expect(valuesOf(v)).toEqual([1]);
    expect(valuesOf(tf.gather(tf.step(tf.tensor1d([-1, 1])), tf.tensor1d([1], "int32")))).toEqual([1]);
  });

  it("passes TensorFlow's own error on", () => {
    const gather = graph((x: Tensor, i: Tensor) => tf.gather(x, i as never));
    gather(tf.tensor1d([1, 2]), tf.tensor1d([1], "int32"));
    expect(() => gather(tf.tensor1d([1, 2]), tf.tensor1d([5], "int32"))).toThrow("5 is not in [0, 2)");
  });

  it("refuses arguments that are neither tensors nor plain values", () => {
    expect(() => graph((f: () => number) => tf.scalar(f()))(() => 1)).toThrow("is a function");
  });
});
