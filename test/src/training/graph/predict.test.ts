import { expect, it } from "vitest";
import { NDArray } from "../../../../src/array/ndarray.ts";
import { layers, sequential } from "../../../../src/index.ts";

const x = new NDArray(
  Float32Array.from({ length: 6000 }, (_, i) => Math.sin(i * i)),
  [2000, 3],
);

it("predicts by the layers that a model has now, after one was added or taken away", async () => {
  const model = sequential([layers.dense(4, { inputShape: [3] })]);
  const before = await model.predict(x);
  model.add(layers.rescaling(2));
  const added = await model.predict(x);
  expect([...added.data]).toEqual([...before.data].map((value) => value * 2));
  model.pop();
  expect((await model.predict(x)).data).toEqual(before.data);
});

it("gives an array of its own each time, also of values that the model hands through", async () => {
  const model = sequential([layers.activation("linear", { inputShape: [3] })]);
  for (const given of [x, x.slice(0, 10)]) {
    const [first, again] = [await model.predict(given), await model.predict(given)];
    expect(first.data).toEqual(given.data);
    first.data.fill(7);
    expect([given.data[0], again.data[0]]).toEqual([x.data[0], x.data[0]]);
  }
});
