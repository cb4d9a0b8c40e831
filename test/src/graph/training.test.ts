import type { Tensor } from "@tensorflow/tfjs-node";
import { describe, expect, it } from "vitest";
import { applyAdam } from "../../../src/graph/fused/updates.ts";
import { graph } from "../../../src/graph/graph.ts";
import { hold } from "../../../src/graph/hold.ts";
import { GraphSession } from "../../../src/graph/session.ts";
import { trainLoop } from "../../../src/graph/trainLoop.ts";
import { tf } from "../../../src/tensorflow.ts";
import { convolutional, examples, type Network, perceptron } from "./problem.ts";

const { train } = tf;
const steps = 100;
const batchSize = 8;

const optimizers = {
  sgd: () => train.sgd(0.1),
  momentum: () => train.momentum(0.05, 0.9),
  nesterov: () => train.momentum(0.05, 0.9, true),
  rmsprop: () => train.rmsprop(0.01, 0.9, 0, 1e-7),
  adagrad: () => train.adagrad(0.1),
  adadelta: () => train.adadelta(1),
  adamax: () => train.adamax(0.01),
  adam: () => train.adam(0.01),
};
type Name = keyof typeof optimizers;
type Step = (x: Tensor, y: Tensor) => Tensor;

function stepOf(network: Network, name: Name): Step {
  const optimizer = optimizers[name]();
  return (x, y) => optimizer.minimize(() => network.loss(x, y), true, network.weights)!;
}

function batches() {
  const { x, y } = examples(64, 64, 5);
  return Array.from({ length: steps }, (_, step) => {
    const rows = tf.tensor1d(rowsOf(step), "int32");
    return [tf.gather(x, rows), tf.gather(y, rows)] as const;
  });
}

function rowsOf(step: number): Int32Array {
  return Int32Array.from({ length: batchSize }, (_, i) => (step * 13 + i * 5) % 64);
}

function losses(step: Step): number[] {
  return batches().map(([x, y]) => step(x, y).dataSync()[0]!);
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));
}

/** Fused Adam rounds in another order, and so may oneDNN's convolutions in a graph. */
function tolerance(network: string, optimizer: string, fused: boolean): number {
  return network === "convolutional" || (fused && optimizer === "adam") ? 6e-6 : 1e-6;
}

const networks = { perceptron: () => perceptron(64, 5), convolutional: () => convolutional(5) };
const cases = Object.keys(networks).flatMap((network) =>
  (Object.keys(optimizers) as Name[]).flatMap((optimizer) => [
    [network as keyof typeof networks, optimizer, true] as const,
    [network as keyof typeof networks, optimizer, false] as const,
  ]),
);

describe("100 steps from the same weights lose the same as TensorFlow.js", () => {
  it.each(cases)("%s, %s, fused %s", (network, optimizer, fused) => {
    const eager = losses(stepOf(networks[network](), optimizer));
    const compiled = graph(stepOf(networks[network](), optimizer), { fused });
    const traced = losses(compiled);
    expect(compiled.traces).toBe(1);
    expect(eager.at(-1)).toBeLessThan(eager[0]! * 0.95);
    expect(largestDifference(eager, traced)).toBeLessThan(tolerance(network, optimizer, fused));
  });
});

describe("a training loop inside the graph", () => {
  const setUp = (optimizer: Name) => {
    const { x, y } = examples(64, 64, 5);
    const session = new GraphSession();
    const data = [
      hold(session, x.dataSync<"float32">(), { shape: [64, 64], dtype: "float32" }),
      hold(session, y.dataSync<"int32">() as Int32Array, { shape: [64], dtype: "int32" }),
    ];
    const network = perceptron(64, 5);
    const step = stepOf(network, optimizer);
    return { network, loop: trainLoop({ session, data, step: ([bx, by]) => ({ loss: step(bx!, by!) }) }) };
  };
  const allRows = Int32Array.from(
    { length: steps * batchSize },
    (_, i) => rowsOf(Math.floor(i / batchSize))[i % batchSize]!,
  );

  it.each(["sgd", "momentum", "rmsprop", "adam"] as const)(
    "loses the same step by step (%s)",
    async (optimizer) => {
      const eager = losses(stepOf(perceptron(64, 5), optimizer));
      const { loop } = setUp(optimizer);
      const { loss } = await loop.run(allRows, { batchSize });
      expect(largestDifference(eager, loss!)).toBeLessThan(optimizer === "adam" ? 6e-6 : 1e-6);
    },
  );

  it("gives the same bits however the steps are divided into calls", async () => {
    const [whole, parts] = [setUp("adam"), setUp("adam")];
    const { loss } = await whole.loop.run(allRows, { batchSize });
    const first = await parts.loop.run(allRows.subarray(0, 30 * batchSize), { batchSize });
    const second = await parts.loop.run(allRows.subarray(30 * batchSize), { batchSize });
    expect([...first.loss!, ...second.loss!]).toEqual([...loss!]);
    expect(parts.network.weights[0]!.dataSync()).toEqual(whole.network.weights[0]!.dataSync());
  });

  it("gives its outputs in parts, and stops where the reader leaves", async () => {
    const [whole, parts] = [setUp("adam"), setUp("adam")];
    const { loss } = await whole.loop.run(allRows, { batchSize });
    const found: number[] = [];
    for await (const part of parts.loop.parts(allRows, { batchSize, milliseconds: 1 })) {
      found.push(...part.loss!);
      if (found.length >= 40) break;
    }
    expect(found.length).toBeLessThan(steps);
    expect(found).toEqual([...loss!.subarray(0, found.length)]);
    expect(parts.loop.randomState.step).toBe(found.length);
  });

  it("takes a smaller last batch", async () => {
    const { loop } = setUp("sgd");
    const { loss } = await loop.run(allRows.subarray(0, 3 * batchSize + 5), { batchSize });
    const step = stepOf(perceptron(64, 5), "sgd");
    const { x, y } = examples(64, 64, 5);
    const eager = [0, 1, 2, 3].map((one) => {
      const rows = tf.tensor1d(rowsOf(one).subarray(0, one === 3 ? 5 : batchSize), "int32");
      return step(tf.gather(x, rows), tf.gather(y, rows)).dataSync()[0]!;
    });
    expect(largestDifference(eager, loss!)).toBeLessThan(1e-6);
  });

  it("alternates with eager steps on the same variables and slots", async () => {
    const { x, y } = examples(64, 64, 5);
    const session = new GraphSession();
    const data = [
      hold(session, x.dataSync<"float32">(), { shape: [64, 64], dtype: "float32" }),
      hold(session, y.dataSync<"int32">() as Int32Array, { shape: [64], dtype: "int32" }),
    ];
    const step = stepOf(perceptron(64, 5), "adam");
    const loop = trainLoop({ session, data, step: ([bx, by]) => ({ loss: step(bx!, by!) }) });
    const found: number[] = [];
    for (let start = 0; start < steps; start += 20) {
      const { loss } = await loop.run(allRows.subarray(start * batchSize, (start + 10) * batchSize), {
        batchSize,
      });
      found.push(...loss!);
      for (let i = start + 10; i < start + 20; i += 1) {
        const rows = tf.tensor1d(rowsOf(i), "int32");
        found.push(step(tf.gather(x, rows), tf.gather(y, rows)).dataSync()[0]!);
      }
    }
    expect(largestDifference(losses(stepOf(perceptron(64, 5), "adam")), found)).toBeLessThan(6e-6);
  });

  it("takes rows of bytes as numbers", async () => {
    const session = new GraphSession();
    const bytes = Uint8Array.of(0, 1, 2, 253, 254, 255);
    const data = [hold(session, bytes, { shape: [3, 2], dtype: "uint8", as: "float32" })];
    const loop = trainLoop({
      session,
      data,
      step: ([x]) => ({ sum: tf.sum(x!), size: tf.scalar(x!.shape[0]!) }),
    });
    const { sum, size } = await loop.run(Int32Array.of(2, 0, 1), { batchSize: 2 });
    expect([...sum!]).toEqual([510, 255]);
    expect([...size!]).toEqual([2, 1]);
  });

  it("takes scalars at each call, without a new trace", async () => {
    const session = new GraphSession();
    const data = [hold(session, Float32Array.of(1, 2, 3, 4), { shape: [4], dtype: "float32" })];
    let traces = 0;
    const step = ([x]: Tensor[], { rate }: Record<string, Tensor>) => {
      traces += 1;
      return { scaled: tf.mul(tf.sum(x!), rate!) };
    };
    const loop = trainLoop({ session, data, step, scalars: ["rate"] });
    const rows = Int32Array.of(0, 1, 2, 3);
    expect([...(await loop.run(rows, { batchSize: 2, scalars: { rate: 2 } })).scaled!]).toEqual([6, 14]);
    expect([...(await loop.run(rows, { batchSize: 2, scalars: { rate: -1 } })).scaled!]).toEqual([-3, -7]);
    const each = { rate: [1, 10] };
    expect([...(await loop.run(rows, { batchSize: 2, scalars: each })).scaled!]).toEqual([3, 70]);
    expect(traces).toBe(1);
    await expect(loop.run(rows, { batchSize: 2 })).rejects.toThrow("needs the scalar rate");
  });

  it("gives every step its own scalars, also where calls are divided and in parts", async () => {
    const session = new GraphSession();
    const data = [hold(session, Float32Array.of(1), { shape: [1], dtype: "float32" })];
    const step = ([x]: Tensor[], { rate }: Record<string, Tensor>) => ({ scaled: tf.mul(x!, rate!) });
    const loop = trainLoop({ session, data, step, scalars: ["rate"] });
    const rate = Float32Array.from({ length: 2500 }, (_, i) => i);
    const { scaled } = await loop.run(new Int32Array(2500), { batchSize: 1, scalars: { rate } });
    expect(scaled).toEqual(rate);
    const found: number[] = [];
    for await (const part of loop.parts(new Int32Array(2500), {
      batchSize: 1,
      scalars: { rate },
      milliseconds: 1,
    })) {
      found.push(...part.scaled!);
    }
    expect(found).toEqual([...rate]);
  });

  it("gives vectors too, and follows Adam by Keras's formula with fed coefficients", async () => {
    const [eager, traced] = [perceptron(64, 5), perceptron(64, 5)];
    const { x, y } = examples(64, 64, 5);
    const session = new GraphSession();
    const data = [
      hold(session, x.dataSync<"float32">(), { shape: [64, 64], dtype: "float32" }),
      hold(session, y.dataSync<"int32">(), { shape: [64], dtype: "int32" }),
    ];
    const alpha = Array.from(
      { length: steps },
      (_, t) => (0.01 * Math.sqrt(1 - 0.999 ** (t + 1))) / (1 - 0.9 ** (t + 1)),
    );
    const slots = traced.weights.map((w) => ({
      first: tf.variable(tf.zerosLike(w)),
      second: tf.variable(tf.zerosLike(w)),
    }));
    const loop = trainLoop({
      session,
      data,
      scalars: ["alpha"],
      step: ([bx, by], scalars) => {
        const { value, grads } = tf.variableGrads(() => traced.loss(bx!, by!), traced.weights);
        const constants = { beta1Power: 0, beta2Power: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
        for (const [i, variable] of traced.weights.entries()) {
          const gradient = grads[variable.name]!;
          applyAdam({ variable, gradient, ...slots[i]!, learningRate: scalars.alpha!, ...constants });
        }
        return { sums: tf.stack([value, tf.scalar(by!.size)]) };
      },
    });
    const { sums } = await loop.run(allRows, { batchSize, scalars: { alpha } });
    const reference = kerasAdam(eager, alpha);
    expect(
      largestDifference(
        losses(reference),
        sums!.filter((_, i) => i % 2 === 0),
      ),
    ).toBeLessThan(6e-6);
    expect(new Set(sums!.filter((_, i) => i % 2 === 1))).toEqual(new Set([batchSize]));
  });
});

function kerasAdam(network: Network, alpha: readonly number[]): Step {
  const slots = network.weights.map(
    (w) => [tf.variable(tf.zerosLike(w)), tf.variable(tf.zerosLike(w))] as const,
  );
  let t = 0;
  return (x, y) => {
    const { value, grads } = tf.variableGrads(() => network.loss(x, y), network.weights);
    for (const [i, variable] of network.weights.entries()) {
      const [m, v] = slots[i]!;
      const gradient = grads[variable.name]!;
      m.assign(tf.add(m, tf.mul(tf.sub(gradient, m), 0.1)));
      v.assign(tf.add(v, tf.mul(tf.sub(tf.square(gradient), v), 0.001)));
      variable.assign(tf.sub(variable, tf.div(tf.mul(m, alpha[t]!), tf.add(tf.sqrt(v), 1e-7))));
    }
    t += 1;
    return value;
  };
}

describe("the learning rate of tf.train's optimizers", () => {
  it.each(cases.filter(([network]) => network === "perceptron"))(
    "%s, %s, fused %s: changes without a new trace",
    (_, name, fused) => {
      const run = (compile: boolean) => {
        const network = perceptron(64, 5);
        const optimizer = optimizers[name]() as ReturnType<typeof train.sgd> & { learningRate: number };
        const step: Step = (x, y) => optimizer.minimize(() => network.loss(x, y), true, network.weights)!;
        const used = compile ? graph(step, { fused }) : step;
        const found = batches()
          .slice(0, 20)
          .map(([x, y], i) => {
            if (i % 5 === 4) setRate(optimizer, optimizer.learningRate / 2);
            return used(x, y).dataSync()[0]!;
          });
        if (compile) expect((used as ReturnType<typeof graph>).traces).toBe(1);
        return found;
      };
      expect(largestDifference(run(true), run(false))).toBeLessThan(fused && name === "adam" ? 6e-6 : 1e-6);
    },
  );
});

function setRate(
  optimizer: { learningRate: number; setLearningRate?(rate: number): void },
  rate: number,
): void {
  if (optimizer.setLearningRate) optimizer.setLearningRate(rate);
  else optimizer.learningRate = rate;
}
