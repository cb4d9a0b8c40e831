import { describe, expect, it } from "vitest";
import { NDArray } from "../../../../src/array/ndarray.ts";
import { layers, sequential } from "../../../../src/index.ts";
import { RandomState } from "../../../../src/random/randomState.ts";

const samples = 2500;
const state = new RandomState(3);
const x = new NDArray(
  Float32Array.from({ length: samples * 4 }, () => state.random() - 0.5),
  [samples, 4],
);
const y = new NDArray(Int32Array.from({ length: samples }, (_, i) => i % 3));

function pair() {
  const make = (graph: boolean) => {
    const model = sequential(layers.dense(3, { activation: "softmax", inputShape: [4] }));
    model.compile({
      optimizer: "sgd",
      loss: "sparse_categorical_crossentropy",
      metrics: ["accuracy"],
      graph,
    });
    return model;
  };
  const [inGraph, without] = [make(true), make(false)];
  without.setWeights(inGraph.getWeights());
  return { inGraph, without };
}

describe("a model applied by a graph", () => {
  it.each([1000, 1024, 2499, 64])("gives every sample's output once, by batches of %i", async (batchSize) => {
    const { inGraph, without } = pair();
    const found = await inGraph.predict(x, { batchSize });
    const expected = await without.predict(x);
    expect(found.shape).toEqual([samples, 3]);
    expect(Math.max(...found.data.map((value, i) => Math.abs(value - expected.data[i]!)))).toBeLessThan(1e-6);
  });

  it("calls callbacks for each batch", async () => {
    const batches: number[] = [];
    const onPredictBatchEnd = (batch: number) => void batches.push(batch);
    await pair().inGraph.predict(x, { batchSize: 1000, callbacks: [{ onPredictBatchEnd }] });
    expect(batches).toEqual([0, 1, 2]);
  });

  it("uses the newest weights in each of several predictions that were asked for at once", async () => {
    const { inGraph, without } = pair();
    const before = inGraph.predict(x);
    const [first, second] = await Promise.all([before, inGraph.predict(x)]);
    expect(second.data).toEqual(first.data);
    const weights = inGraph.getWeights().map(
      (weight) =>
        new NDArray(
          weight.data.map((value) => -value),
          weight.shape,
        ),
    );
    inGraph.setWeights(weights);
    without.setWeights(weights);
    const [after, expected] = [await inGraph.predict(x), await without.predict(x)];
    expect(after.data[5]).toBeCloseTo(expected.data[5]!, 5);
    expect(after.data[5]).not.toBeCloseTo(first.data[5]!, 3);
  });

  it("is measured as without one", async () => {
    const { inGraph, without } = pair();
    const options = { verbose: 0, returnDict: true } as const;
    const [found, expected] = [await inGraph.evaluate(x, y, options), await without.evaluate(x, y, options)];
    expect(found.loss).toBeCloseTo(expected.loss!, 5);
    expect(found.accuracy).toBeCloseTo(expected.accuracy!, 6);
  });
});
