import { describe, expect, it } from "vitest";
import { NDArray } from "../../../../src/array/ndarray.ts";
import { type layers as all, layers, optimizers, sequential, setRandomSeed } from "../../../../src/index.ts";
import { globalState } from "../../../../src/random/globalState.ts";

const wave = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(i * i));
const x = new NDArray(wave(600), [100, 6]);
const y = new NDArray(wave(300), [100, 3]);

type Layer = all.Layer;

interface Run {
  /** What `setRandomSeed` gets once the first weights are there. */
  seed?: number;
  graph?: boolean;
  eachBatch?: boolean;
  learningRate?: number;
  fits?: number[];
}

/** The losses of a training, epoch after epoch, always from the same weights. */
async function losses(makeLayer: () => Layer, run: Run = {}): Promise<number[]> {
  const { seed = 1, graph = true, eachBatch = false, learningRate = 0.01, fits = [3] } = run;
  setRandomSeed(0);
  const model = sequential([
    layers.inputLayer([6]),
    layers.dense(8, { activation: "relu" }),
    makeLayer(),
    layers.dense(3),
  ]);
  model.compile({ optimizer: optimizers.adam({ learningRate }), loss: "mse", graph });
  setRandomSeed(seed);
  const callbacks = eachBatch ? [{ onTrainBatchEnd() {} }] : [];
  const found: number[] = [];
  for (const epochs of fits) {
    const options = { epochs, batchSize: 8, verbose: 0, shuffle: false, callbacks } as const;
    found.push(...(await model.fit(x, y, options)).history.loss!);
  }
  return found;
}

const drawing: [string, (seed?: { seed: number }) => Layer][] = [
  ["dropout", (seed) => layers.dropout(0.3, seed)],
  ["alphaDropout", (seed) => layers.alphaDropout(0.3, seed)],
  ["gaussianNoise", (seed) => layers.gaussianNoise(0.3, seed)],
  ["gaussianDropout", (seed) => layers.gaussianDropout(0.3, seed)],
];

describe.each([
  ["in a graph", true],
  ["without a graph", false],
])("%s", (_where, graph) => {
  describe.each(drawing)("the numbers of %s", (_name, make) => {
    it("follow setRandomSeed", async () => {
      const [first, again, other] = [
        await losses(make, { graph, seed: 5 }),
        await losses(make, { graph, seed: 5 }),
        await losses(make, { graph, seed: 6 }),
      ];
      expect(again).toEqual(first);
      expect(other).not.toEqual(first);
    });

    it("follow a seed of their own alone where the layer has one", async () => {
      const run = (own: number, seed: number) => losses(() => make({ seed: own }), { graph, seed });
      const first = await run(42, 5);
      expect(await run(42, 6)).toEqual(first);
      expect(await run(43, 5)).not.toEqual(first);
    });

    it.each([undefined, { seed: 42 }])(
      "differ from epoch to epoch and from fit to fit, given %s",
      async (seed) => {
        const found = await losses(() => make(seed), { graph, learningRate: 0, fits: [3, 2] });
        expect(new Set(found).size).toBe(5);
      },
    );
  });

  it("takes one number of the generator an epoch, whatever the layers draw", async () => {
    setRandomSeed(5);
    for (let i = 0; i < 3; i += 1) globalState().seed();
    const expected = globalState().getState();
    await losses(() => layers.dropout(0.5), { graph, seed: 5 });
    expect(globalState().getState()).toEqual(expected);
  });
});

it("draws the same numbers however a training in a graph is divided into calls", async () => {
  const make = () => layers.dropout(0.5);
  expect(await losses(make, { eachBatch: true })).toEqual(await losses(make));
});
