import { describe, expect, it } from "vitest";
import type { CompileOptions } from "../../../src/index.ts";
import { input, layers, losses, model, sequential } from "../../../src/index.ts";

function twoOutputs() {
  const x = input([3]);
  return model({
    inputs: x,
    outputs: [
      layers.dense(4, { activation: "softmax", name: "kind" }).apply(x),
      layers.dense(1, { name: "cost" }).apply(x),
    ],
  });
}

const sparse = "sparse_categorical_crossentropy";

function namesFor(options: CompileOptions): string[] {
  const both = twoOutputs();
  both.compile(options);
  return both.metricsNames;
}

describe("what is reported has Keras's names", () => {
  it("with a loss for each output, in the model's order", () => {
    const names = ["loss", "kind_loss", "cost_loss"];
    expect(namesFor({ loss: [sparse, "mse"] })).toEqual(names);
    expect(namesFor({ loss: { cost: losses.huber({ delta: 2 }), kind: sparse } })).toEqual(names);
    expect(namesFor({ loss: (yTrue, yPred) => yTrue.sub(yPred).abs() })).toEqual(names);
    expect(namesFor({ loss: [sparse, null] })).toEqual(["loss"]);
    expect(namesFor({ loss: { kind: null, cost: "mse" } })).toEqual(["loss"]);
  });

  it("with metrics by output, numbered where one comes twice, marked where a weighted one comes again", () => {
    const loss = "mse";
    expect(namesFor({ loss, metrics: "mae" }).slice(3)).toEqual(["kind_mae", "cost_mae"]);
    expect(namesFor({ loss, metrics: ["accuracy", null] }).slice(3)).toEqual(["kind_accuracy"]);
    expect(
      namesFor({
        loss,
        metrics: { cost: ["mae", "mae"] },
        weightedMetrics: [["accuracy"], ["mae"]],
      }).slice(3),
    ).toEqual(["cost_mae", "cost_mae_1", "kind_accuracy", "cost_weighted_mae"]);
  });

  it("without the output's name where there is one output", () => {
    const one = sequential(layers.dense(1, { inputShape: [3], name: "only" }));
    one.compile({ loss: { only: "mse" }, metrics: { only: ["mae"] } });
    expect(one.metricsNames).toEqual(["loss", "mae"]);
    one.compile({ loss: ["mse"], metrics: [["mae", "mse"]] });
    expect(one.metricsNames).toEqual(["loss", "mae", "mse"]);
    const waiting = sequential(layers.dense(1));
    waiting.compile({ loss: { any: "mse" }, lossWeights: [2] });
    expect(waiting.metricsNames).toEqual(["loss"]);
  });
});

describe("a clear error lists the outputs", () => {
  const cases: [string, CompileOptions, string][] = [
    [
      "for a loss of another name",
      { loss: { kind: sparse, price: "mse" } },
      'loss names "price", but the model has 2 outputs (kind, cost)',
    ],
    [
      "for a loss that is missing",
      { loss: { kind: sparse } },
      "loss names no loss for cost, but the model has 2 outputs (kind, cost): null for an output that learns nothing",
    ],
    [
      "for too few losses",
      { loss: [sparse] },
      "loss is a list of 1, but the model has 2 outputs (kind, cost)",
    ],
    ["for no loss at all", { loss: [null, null] }, "no output has a loss"],
    [
      "for a loss weight of another name",
      { loss: "mse", lossWeights: { price: 2 } },
      'lossWeights names "price", but the model has 2 outputs (kind, cost)',
    ],
    [
      "for a loss weight that is no number",
      { loss: "mse", lossWeights: Number.NaN },
      "lossWeights are numbers, got NaN",
    ],
    [
      "for metrics of another name",
      { loss: "mse", metrics: { price: "mae" } },
      'metrics names "price", but the model has 2 outputs (kind, cost)',
    ],
    [
      "for a list of metrics that fits no output",
      { loss: "mse", weightedMetrics: ["mae"] },
      "weightedMetrics is a list of 1, but the model has 2 outputs (kind, cost): give a list with an entry for each output, " +
        'or an object such as { kind: ["mae"] }',
    ],
  ];

  it.each(cases)("%s", (_, options, message) => {
    expect(() => twoOutputs().compile(options)).toThrow(message);
  });
});
