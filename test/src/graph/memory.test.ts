import { pbkdf2 } from "node:crypto";
import { promisify } from "node:util";
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-node";
import { describe, expect, it } from "vitest";
import { DType } from "../../../src/graph/dtype.ts";
import { graph, graphIn } from "../../../src/graph/graph.ts";
import { hold } from "../../../src/graph/hold.ts";
import { native } from "../../../src/graph/native.ts";
import { encode, shapeMessage } from "../../../src/graph/proto.ts";
import { GraphSession } from "../../../src/graph/session.ts";
import { sessionMessages } from "../../../src/graph/sessionOptions.ts";
import { trainLoop } from "../../../src/graph/trainLoop.ts";
import { tf } from "../../../src/tensorflow.ts";
import { collectGarbage } from "../../garbage.ts";
import { examples, perceptron } from "./problem.ts";

const pbkdf2Async = promisify(pbkdf2);

describe("memory", () => {
  it("holds no tensor more after tracing and running", () => {
    const w = tf.variable(tf.ones([3, 3]));
    const input = tf.ones([2, 3]);
    const run = (f: (x: Tensor) => Tensor) => tf.tidy(() => f(input).dataSync());
    const before = tf.memory().numTensors;
    for (let i = 0; i < 5; i += 1) {
      const f = graph((x: Tensor) => {
        w.assign(tf.mul(w, 0.5));
        return tf.relu(tf.matMul(x as Tensor2D, w as Tensor as Tensor2D));
      });
      for (let n = 0; n < 3; n += 1) run(f);
    }
    expect(w.dataSync()[0]).toBe(0.5 ** 15);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("holds no tensor more after training, beside the optimizer's", async () => {
    const before = tf.memory().numTensors;
    for (let i = 0; i < 3; i += 1) {
      const { x, y } = examples(64, 64, 5);
      const network = perceptron(64, 5);
      const optimizer = tf.train.adam(0.01);
      const session = new GraphSession();
      const data = [
        hold(session, x.dataSync<"float32">(), { shape: [64, 64], dtype: "float32" }),
        hold(session, y.dataSync<"int32">(), { shape: [64], dtype: "int32" }),
      ];
      const step = ([bx, by]: Tensor[]) => ({
        loss: optimizer.minimize(() => network.loss(bx!, by!), true, network.weights)!,
      });
      await trainLoop({ session, data, step }).run(
        Int32Array.from({ length: 40 }, (_, row) => row),
        { batchSize: 16 },
      );
      optimizer.dispose();
      tf.dispose([x, y, network.weights]);
      await session.dispose();
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it("is given back by graphs that nothing reaches, while their variables live on", async () => {
    const v = tf.variable(tf.scalar(0));
    const sessions: WeakRef<GraphSession>[] = [];
    const functions: WeakRef<object>[] = [];
    const use = () => {
      const model = { weights: v };
      const session = new GraphSession();
      const f = graphIn(session, () => model.weights.assign(tf.add(model.weights, 1)));
      f();
      sessions.push(new WeakRef(session));
      functions.push(new WeakRef(model));
    };
    for (let i = 0; i < 3; i += 1) use();
    await new Promise((resolve) => setTimeout(resolve, 0));
    collectGarbage();
    expect(functions.map((one) => one.deref())).toEqual([undefined, undefined, undefined]);
    expect(v.dataSync()[0]).toBe(3);
    await new Promise((resolve) => setTimeout(resolve, 0));
    collectGarbage();
    expect(sessions.map((one) => one.deref())).toEqual([undefined, undefined, undefined]);
  });

  it("keeps what a run on another thread was given, though nothing else does", async () => {
    const length = 1 << 20;
    const { config, run } = sessionMessages({});
    const session = native().createSession(config);
    const attr = { dtype: { type: DType.float32 }, shape: { shape: shapeMessage([length]) } };
    const graphDef = {
      node: [
        { name: "x", op: "Placeholder", input: [], attr },
        { name: "y", op: "Identity", input: ["x"], attr: { T: attr.dtype } },
      ],
      versions: { producer: 1882, minConsumer: 12 },
    };
    native().extendSession(session, encode("GraphDef", graphDef));
    const entry = native().prepareRun(session, ["x"], ["y"], [], run);
    // Every thread of Node's pool is busy meanwhile, so that the run begins when the array could be gone.
    const busy = Array.from({ length: 16 }, () => pbkdf2Async("", "", 30_000, 64, "sha512"));
    const given = (value: number) =>
      native().run(entry, [[DType.float32, [length], new Float32Array(length).fill(value)]]);
    const runs = [1, 2, 3].map(given);
    collectGarbage();
    const others = Array.from({ length: 6 }, () => new Float32Array(length).fill(7));
    const results = (await Promise.all(runs)).map(([one]) => new Set(new Float32Array(one![2])));
    expect(results).toEqual([new Set([1]), new Set([2]), new Set([3])]);
    await Promise.all(busy);
    expect(others).toHaveLength(6);
    native().closeSession(session);
  });

  it("leaves the event loop free while the graph computes", async () => {
    const session = new GraphSession();
    const data = [hold(session, new Float32Array(64).fill(1), { shape: [64], dtype: "float32" })];
    const w = tf.variable(tf.ones([300, 300]));
    const step = () => {
      w.assign(tf.mul(tf.matMul(w as Tensor as Tensor2D, w as Tensor as Tensor2D), 1 / 300) as Tensor<never>);
      return { first: tf.sum(w) };
    };
    const loop = trainLoop({ session, data, step });
    loop.prepare(1);
    let turns = 0;
    let running = true;
    const turn = () => {
      turns += 1;
      if (running) setImmediate(turn);
    };
    setImmediate(turn);
    await loop.run(new Int32Array(200), { batchSize: 1 });
    running = false;
    expect(turns).toBeGreaterThan(50);
  });
});
