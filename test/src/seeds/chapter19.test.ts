import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  callbacks,
  Figure,
  layers,
  loadModel,
  plotHistory,
  type Sequential,
  sequential,
} from "../../../src/index.ts";
import { fewClothes, type Parts } from "./clothes.ts";

let parts: Parts;
let folder: string;
beforeAll(async () => {
  parts = await fewClothes(1000, [28, 28]);
  folder = await mkdtemp(path.join(tmpdir(), "toile-chapter19-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** The chapter's model, compiled as there: without an optimizer. */
function makeModel(...extra: Parameters<Sequential["add"]>[0][]): Sequential {
  const model = sequential();
  model.add(layers.flatten({ inputShape: [28, 28] }));
  model.add(layers.dense(100, { activation: "relu" }));
  for (const layer of extra) model.add(layer);
  model.add(layers.dense(10, { activation: "softmax" }));
  model.compile({ loss: "sparse_categorical_crossentropy", metrics: "accuracy" });
  return model;
}

describe("the curves", () => {
  it("come from the history's keys, in Keras's words", async () => {
    const model = makeModel();
    expect(model.optimizer.constructor.name).toBe("RMSprop");
    const history = await model.fit(...parts.train, { epochs: 5, verbose: 0 });
    expect(Object.keys(history.history).sort()).toEqual(["accuracy", "loss"]);
    expect(plotHistory(history, { metrics: ["loss"] }).alt).toMatch(
      /^Training curves over 5 epochs: loss from /,
    );
  });

  it("may carry the wrong label that the course gives the loss", async () => {
    const { history } = await makeModel().fit(...parts.train, { epochs: 2, verbose: 0 });
    const axes = { xaxis: { title: { text: "epoch" } }, yaxis: { title: { text: "epoch" } } };
    const svg = await new Figure([{ type: "scatter", y: history.loss }], axes).toSVG();
    expect(svg.match(/>epoch</g)).toHaveLength(2);
  });

  it("show training beside validation, with a legend", async () => {
    const history = await makeModel().fit(...parts.train, {
      epochs: 20,
      verbose: 0,
      validationData: parts.val,
    });
    expect(Object.keys(history.history).sort()).toEqual(["accuracy", "loss", "val_accuracy", "val_loss"]);
    expect(history.history.val_loss).toHaveLength(20);
    const { data, layout } = plotHistory(history, { metrics: ["loss"] });
    expect(data.map(({ name }) => name)).toEqual(["train", "validation"]);
    expect(layout.showlegend).toBe(true);
  });
});

it("drops out three in ten while it trains, none when it predicts", async () => {
  const model = makeModel(layers.dropout(0.3));
  expect(model.layers.map((layer) => layer.getClassName())).toEqual(["Flatten", "Dense", "Dropout", "Dense"]);
  const lines: string[] = [];
  model.summary({ printFn: (text) => lines.push(text) });
  expect(lines.join("\n")).toContain("Total params: 79,510");
  await model.fit(...parts.train, { epochs: 2, verbose: 0 });
  const [once, again] = [await model.predict(parts.val[0]), await model.predict(parts.val[0])];
  expect(once.equal(again).mean()).toBe(1);
});

it("saves and loads weights and whole models under the course's names, and predicts the same", async () => {
  const file = (name: string) => path.join(folder, name);
  const [valScaled, valTarget] = parts.val;
  let model: Pick<Sequential, "predict"> = makeModel(layers.dropout(0.3));
  const trained = model as Sequential;
  await trained.fit(...parts.train, { epochs: 3, verbose: 0 });
  const before = await trained.predict(valScaled);
  await trained.saveWeights(file("model-weights.h5"));
  await trained.fit(...parts.train, { verbose: 0 });
  await trained.loadWeights(file("model-weights.h5"));
  await trained.save(file("model-whole.h5"));

  model = await loadModel(file("model-whole.h5"));
  const valLabels = (await model.predict(valScaled)).argMax(-1);
  expect(valLabels.equal(before.argMax()).mean()).toBe(1);
  expect(valLabels.equal(valTarget).mean()).toBeGreaterThan(0.6);
});

describe("callbacks", () => {
  it("keep a checkpoint that loads as a model", async () => {
    const file = path.join(folder, "best-model.h5");
    const checkpoint = callbacks.modelCheckpoint(file);
    const model = makeModel(layers.dropout(0.3));
    await model.fit(...parts.train, {
      epochs: 2,
      verbose: 0,
      validationData: parts.val,
      callbacks: [checkpoint],
    });
    const restored = await loadModel(file);
    const [kept, now] = [await restored.predict(parts.val[0]), await model.predict(parts.val[0])];
    expect(kept.sub(now).max()).toBeLessThan(1e-6);
  });

  it("stop early, two epochs after the best, whose weights come back", async () => {
    const checkpoint = callbacks.modelCheckpoint(path.join(folder, "best-model.h5"));
    const earlyStopping = callbacks.earlyStopping({ patience: 2, restoreBestWeights: true });
    const model = makeModel(layers.dropout(0.3));
    const { history } = await model.fit(...parts.train, {
      epochs: 100,
      verbose: 0,
      validationData: parts.val,
      callbacks: [checkpoint, earlyStopping],
    });
    const losses = history.val_loss!;
    expect(earlyStopping.stoppedEpoch).toBe(losses.length - 1);
    expect(earlyStopping.bestEpoch).toBe(losses.indexOf(Math.min(...losses)));
    const [loss] = await model.evaluate(...parts.val, { verbose: 0 });
    expect(loss).toBeCloseTo(Math.min(...losses), 5);
  });
});
