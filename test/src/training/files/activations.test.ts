import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { activationNames } from "../../../../src/activations/resolve.ts";
import { activations, layers, loadModel, type Model, sequential } from "../../../../src/index.ts";
import { tf } from "../../../../src/tensorflow.ts";
import { temporaryFolder } from "../../callbacks/small.ts";
import { Keras, type Nested, whyNoKeras } from "../../formats/keras.ts";
import { largestDifference } from "../../formats/tfjsModels.ts";

const names = Object.keys(activationNames) as (keyof typeof activationNames)[];
const folder = temporaryFolder();
const at = (file: string) => path.join(folder, file);
const x = tf.randomNormal([4, 5], 0, 2, "float32", 3);

/** Two layers with an activation: one that is nothing else, one that has it as an option. */
const withActivation = (activation: activations.ActivationLike) =>
  sequential([layers.activation(activation, { inputShape: [5] }), layers.dense(3, { activation })]);

const predicted = (model: Model) => model.call(x).arraySync() as Nested;

describe("Every activation, saved and loaded here", () => {
  it.each(names)("%s", async (name) => {
    const model = withActivation(name);
    for (const file of ["own.keras", "own.h5", "own.json"]) {
      await model.save(at(file));
      expect(predicted(await loadModel(at(file))), file).toEqual(predicted(model));
    }
  });

  it("comes back where it was given as the library's function", async () => {
    for (const activation of [activations.hardSigmoid, activations.relu, activations.celu]) {
      const model = withActivation(activation);
      await model.save(at("function.keras"));
      expect(predicted(await loadModel(at("function.keras")))).toEqual(predicted(model));
    }
  });
});

/** Keras 3.15 on TensorFlow computes this one by another formula than the paper's: see src/activations/sparsemax.ts. */
const ofAnotherFormula = "sparsemax";

const reason = whyNoKeras();

describe.skipIf(reason)(
  `Every activation, exchanged with Keras${reason ? ` (skipped: ${reason})` : ""}`,
  () => {
    let keras: Keras;
    beforeAll(() => {
      keras = new Keras();
    });
    afterAll(() => keras.close());

    it.each(names.filter((name) => name !== ofAnotherFormula))("%s", async (name) => {
      const ours = withActivation(name);
      for (const file of ["ours.keras", "ours.h5"]) {
        await ours.save(at(file));
        const { y } = await keras.ask<{ y: Nested[] }>("load", { file: at(file), x: x.arraySync() });
        expect(largestDifference([predicted(ours)], y), file).toBeLessThan(1e-5);
      }
      const python = `Dense(3, activation='${name}')`;
      const request = { python, shape: [5], inputs: 1, whole: false, xs: [x.arraySync()], folder };
      const theirs = await keras.ask<Nested[]>("write_layer", request);
      for (const file of ["theirs.keras", "theirs.h5"]) {
        expect(largestDifference([predicted(await loadModel(at(file)))], theirs), file).toBeLessThan(1e-5);
      }
    });
  },
);
