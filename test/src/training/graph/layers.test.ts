import { beforeEach, describe, expect, it, vi } from "vitest";
import { NDArray } from "../../../../src/array/ndarray.ts";
import { layers, model as makeModel, optimizers, setRandomSeed } from "../../../../src/index.ts";
import { RandomState } from "../../../../src/random/randomState.ts";
import type { LayersModel } from "../../../../src/tensorflow.ts";
import { tf } from "../../../../src/tensorflow.ts";
import { type Case, cases } from "../../layers/cases.ts";

/** Layers whose numbers are drawn while training, by other means with a graph and without. */
const isRandom = ({ python }: Case) => /Dropout|GaussianNoise|^Random/.test(python);

function examples({ shape, whole, inputs = 1 }: Case, samples: number) {
  const state = new RandomState(7);
  const size = shape.reduce((product, length) => product * length, samples);
  const draw = () => (whole ? Math.floor(state.random() * 10) : state.random() * 2 - 1);
  return Array.from({ length: inputs }, () => {
    return new NDArray(Float32Array.from({ length: size }, draw), [samples, ...shape]);
  });
}

function build(one: Case) {
  const symbols = Array.from({ length: one.inputs ?? 1 }, () => layers.input(one.shape));
  const output = one.make().apply(symbols.length === 1 ? symbols[0]! : symbols);
  const flat = layers.flatten().apply(output as never);
  return makeModel({ inputs: symbols, outputs: layers.dense(2).apply(flat) } as never);
}

/** The same small weights for every model of one structure. */
function fill(model: LayersModel): void {
  const state = new RandomState(11);
  const weights = model.getWeights().map(({ shape }) => {
    const size = shape.reduce((product, length) => product * length, 1);
    return tf.tensor(
      Float32Array.from({ length: size }, () => state.random() / 4 - 0.1),
      shape,
    );
  });
  model.setWeights(weights);
  tf.dispose(weights);
}

async function losses(one: Case, graph: boolean): Promise<number[]> {
  const model = build(one);
  fill(model.tfjs);
  model.compile({ optimizer: optimizers.sgd({ learningRate: 0.0001 }), loss: "mse", graph });
  const x = examples(one, 10);
  const y = new NDArray(
    Float32Array.from({ length: 20 }, (_, i) => Math.sin(i)),
    [10, 2],
  );
  setRandomSeed(3);
  const { history } = await model.fit(x as never, y, { batchSize: 4, epochs: 3, verbose: 0 });
  return history.loss!;
}

const steps = [6, 3];
const one = (python: string, shape: number[], make: () => layers.Layer, more: Partial<Case> = {}): Case => ({
  python,
  shape,
  make,
  ...more,
});

/** What the cases leave out: further options, functions and classes. */
const more: Case[] = [
  one("Lambda(lambda x: x ** 2)", [5], () => layers.lambda((x) => tf.square(x as never))),
  one("ThresholdedReLU()", [5], () => layers.thresholdedReLU()),
  one("LSTM(4, dropout=0.2, recurrent_dropout=0.2)  # Dropout", steps, () =>
    layers.lstm(4, { dropout: 0.2, recurrentDropout: 0.2 }),
  ),
  one("TimeDistributed(LSTM(4))", [4, 6, 3], () => layers.timeDistributed(layers.lstm(4))),
  one("TimeDistributed(Dropout(0.2))", steps, () => layers.timeDistributed(layers.dropout(0.2))),
];

describe("training in a graph", () => {
  const warn = vi.spyOn(console, "warn");
  beforeEach(() => warn.mockReset());

  it.each([...cases, ...more].map((one) => [one.python, one] as const))("holds %s", async (_, one) => {
    const found = await losses(one, true);
    expect(warn.mock.calls).toEqual([]);
    if (isRandom(one)) expect(found[0]).toBeGreaterThan(0);
    else
      for (const [i, loss] of (await losses(one, false)).entries())
        expect(found[i]! / loss).toBeCloseTo(1, 5);
  });
});
