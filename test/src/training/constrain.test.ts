import { expect, it } from "vitest";
import { array, layers, optimizers, sequential } from "../../../src/index.ts";

it("holds weights to their constraints after every step, as Keras does", async () => {
  const kernelConstraint = "max_norm";
  const model = sequential(layers.dense(2, { kernelConstraint, biasConstraint: "non_neg", inputShape: [3] }));
  model.compile({ optimizer: optimizers.sgd({ learningRate: 10 }), loss: "mse" });
  await model.fit(array([[1, 2, 3]]), array([[100, -100]]), { verbose: 0 });
  const [kernel, bias] = model.tfjs.getWeights();
  const lengths = kernel!.square().sum(0).sqrt().dataSync();
  for (const length of lengths) expect(length).toBeCloseTo(2, 5);
  expect([...bias!.dataSync()].every((value) => value >= 0)).toBe(true);
});
