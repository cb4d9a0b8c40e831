import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  array,
  callbacks,
  layers,
  loadModel,
  losses,
  Model,
  metrics,
  modelFromJSON,
  optimizers,
  Sequential,
  sequential,
} from "../../../../src/index.ts";
import { type Tensor, tf } from "../../../../src/tensorflow.ts";
import { classifier, temporaryFolder, weightsOf, x, y } from "../../callbacks/small.ts";
import { againstKeras, noKeras, runKeras } from "../../keras.ts";

const quiet = { verbose: 0, shuffle: false } as const;

afterEach(() => vi.restoreAllMocks());

class Net extends Model {
  fc1 = layers.dense(6, { activation: "relu" });
  fc2 = layers.dense(4, { activation: "softmax" });
  override call(input: Tensor) {
    return this.fc2.apply(this.fc1.apply(input) as Tensor) as Tensor;
  }
}

/** The weights after two epochs and one more, without a file in between. */
async function uninterrupted() {
  const model = classifier();
  await model.fit(x, y, { ...quiet, epochs: 2 });
  await model.fit(x, y, quiet);
  return weightsOf(model);
}

describe("a saved model", () => {
  it.each(["whole.keras", "model-whole.h5"])(
    "goes on training from %s as if it had never stopped",
    async (name) => {
      const file = path.join(temporaryFolder(), name);
      const model = classifier();
      await model.fit(x, y, { ...quiet, epochs: 2 });
      await model.save(file);
      const loaded = await loadModel(file);
      expect(weightsOf(loaded)).toEqual(weightsOf(model));
      expect((await loaded.predict(x)).equal(await model.predict(x)).mean()).toBe(1);
      expect(loaded.optimizer.iterations).toBe(6);
      expect(loaded.metricsNames).toEqual(["loss", "accuracy"]);
      await loaded.fit(x, y, quiet);
      expect(weightsOf(loaded)).toEqual(await uninterrupted());
    },
  );

  it("predicts the same from a TensorFlow.js file, which tfjs itself loads", async () => {
    const file = path.join(temporaryFolder(), "model.json");
    const model = classifier();
    await model.fit(x, y, quiet);
    await model.save(file);
    const loaded = await loadModel(file);
    expect(weightsOf(loaded)).toEqual(weightsOf(model));
    await loaded.fit(x, y, quiet);
    const plain = new Model(await tf.loadLayersModel(`file://${file}`));
    expect(weightsOf(plain)).toEqual(weightsOf(model));
  });

  it("keeps losses with options, schedules, momentum and weighted metrics", async () => {
    const file = path.join(temporaryFolder(), "all.keras");
    const model = sequential(layers.dense(4, { inputShape: [3], kernelRegularizer: "l2" }));
    model.compile({
      optimizer: optimizers.sgd({
        learningRate: optimizers.schedules.exponentialDecay({
          initialLearningRate: 0.1,
          decaySteps: 3,
          decayRate: 0.5,
        }),
        momentum: 0.9,
        nesterov: true,
      }),
      loss: losses.sparseCategoricalCrossentropy({ fromLogits: true }),
      metrics: ["accuracy"],
      weightedMetrics: ["accuracy"],
    });
    await model.fit(x, y, quiet);
    await model.save(file);
    const loaded = await loadModel(file);
    expect(loaded.metricsNames).toEqual(["loss", "accuracy", "weighted_accuracy"]);
    const rest = await model.fit(x, y, { ...quiet, sampleWeight: y });
    expect((await loaded.fit(x, y, { ...quiet, sampleWeight: y })).history).toEqual(rest.history);
    expect(weightsOf(loaded)).toEqual(weightsOf(model));
  });

  it("says once what of a metric of one's own stays behind", async () => {
    const file = path.join(temporaryFolder(), "m.keras");
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const model = classifier();
    const { config: _, ...own } = metrics.sparseTopKCategoricalAccuracy({ k: 2, name: "top2" });
    model.compile({ loss: "sparse_categorical_crossentropy", metrics: ["accuracy", own] });
    await model.save(file);
    await model.save(file);
    expect(warn.mock.calls).toEqual([
      ["the file does not hold the metric top2: compile the model again after loading to report it"],
    ]);
    expect((await loadModel(file)).metricsNames).toEqual(["loss", "accuracy"]);
  });

  it.each(["m.keras", "m.h5", "m.json"])("comes back from %s as the Sequential that it was", async (name) => {
    const file = path.join(temporaryFolder(), name);
    await classifier().save(file);
    const loaded = await loadModel(file);
    expect(loaded).toBeInstanceOf(Sequential);
    if (!(loaded instanceof Sequential)) return;
    const before = weightsOf(loaded);
    expect(loaded.pop().name).toBe("output");
    loaded.add(layers.dense(2, { name: "more" }));
    expect(loaded.outputShape).toEqual([null, 2]);
    expect(weightsOf(loaded).slice(0, 2)).toEqual(before.slice(0, 2));
    loaded.compile({ loss: "mse" });
    await expect(loaded.fit(x, array(Array(x.length).fill([0, 1])), quiet)).resolves.toBeDefined();
  });

  it("can be loaded without being compiled", async () => {
    const file = path.join(temporaryFolder(), "m.keras");
    await classifier().save(file);
    const loaded = await loadModel(file, { compile: false });
    await expect(loaded.fit(x, y)).rejects.toThrow("fit needs a compiled model");
  });

  it("says that an optimizer of tf.train stays behind", async () => {
    const file = path.join(temporaryFolder(), "m.keras");
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const model = classifier();
    model.compile({ loss: "sparse_categorical_crossentropy", optimizer: tf.train.sgd(0.1) });
    await model.save(file);
    expect(warn.mock.calls[0]![0]).toContain("the file holds the model without how it was compiled");
    await expect((await loadModel(file)).evaluate(x, y)).rejects.toThrow("evaluate needs a compiled model");
  });
});

it("keeps names in any script, in every format", async () => {
  const folder = temporaryFolder();
  const hidden = layers.dense(6, { name: "은닉층" });
  const model = sequential(
    [layers.flatten({ inputShape: [3, 1] }), hidden, layers.dropout(0.3), layers.dense(4)],
    { name: "패션 MNIST 모델" },
  );
  for (const ending of ["keras", "h5", "json"]) {
    await model.save(`${folder}/m.${ending}`);
    const loaded = await loadModel(`${folder}/m.${ending}`);
    expect(weightsOf(loaded)).toEqual(weightsOf(model));
    expect(loaded.name).toBe("패션 MNIST 모델");
    expect(loaded.tfjs.layers.map(({ name }) => name)).toEqual(model.tfjs.layers.map(({ name }) => name));
  }
});

describe("saved weights", () => {
  it("of a class of one's own come back, and are where Keras keeps those of attributes", async () => {
    const file = path.join(temporaryFolder(), "net.weights.h5");
    const trained = async () => {
      const net = new Net();
      net.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy" });
      await net.fit(x, y, quiet);
      return net;
    };
    const net = await trained();
    await net.saveWeights(file);
    const other = await trained();
    await other.loadWeights(file);
    expect(weightsOf(other)).toEqual(weightsOf(net));
    expect(other.optimizer.iterations).toBe(3);
    await expect(net.save(`${file}.keras`)).rejects.toThrow("only its weights can be saved");
  });

  it.each(["model-weights.h5", "m.weights.h5"])("come back from %s", async (name) => {
    const file = path.join(temporaryFolder(), name);
    const model = classifier();
    await model.fit(x, y, { ...quiet, epochs: 2 });
    await model.saveWeights(file);
    const other = classifier();
    await other.loadWeights(file);
    expect(weightsOf(other)).toEqual(weightsOf(model));
    if (!name.endsWith(".weights.h5")) return;
    await other.fit(x, y, quiet);
    expect(weightsOf(other)).toEqual(await uninterrupted());
  });

  it("name the layer that differs", async () => {
    const file = path.join(temporaryFolder(), "m.weights.h5");
    await classifier().saveWeights(file);
    const other = sequential([layers.dense(7, { inputShape: [3] }), layers.dense(4)]);
    await expect(other.loadWeights(file)).rejects.toThrow(
      /expects weight 'kernel' of shape \[3, 7\], but the file holds \[3, 6\]/,
    );
  });
});

it("names the endings that exist", async () => {
  const folder = temporaryFolder();
  await expect(classifier().save(`${folder}/model.onnx`)).rejects.toThrow(
    "must end in .keras, .h5, .hdf5 or .json",
  );
  await expect(classifier().saveWeights(`${folder}/w.bin`)).rejects.toThrow(
    "must end in .weights.h5, .h5 or .hdf5",
  );
  expect(readdirSync(folder)).toEqual([]);
  writeFileSync(`${folder}/text.keras`, "no model");
  await expect(loadModel(`${folder}/text.keras`)).rejects.toThrow("is no model");
});

it("makes a twin with new weights from JSON", async () => {
  const model = classifier();
  const twin = await modelFromJSON(model.toJSON());
  expect(twin.tfjs.layers.map(({ name }) => name)).toEqual(["hidden", "output"]);
  expect(twin.countParams()).toBe(model.countParams());
});

it("saves the best model while training, as chapter 19 does", async () => {
  const file = path.join(temporaryFolder(), "best-model.h5");
  const model = classifier();
  const checkpoint = callbacks.modelCheckpoint(file, { saveBestOnly: true, monitor: "loss", mode: "max" });
  let first: number[][] = [];
  const onEpochEnd = (epoch: number) => {
    if (epoch === 0) first = weightsOf(model);
  };
  await model.fit(x, y, { ...quiet, epochs: 4, callbacks: [{ onEpochEnd }, checkpoint] });
  expect(weightsOf(await loadModel(file))).toEqual(first);
  expect(existsSync(file)).toBe(true);
  expect(readdirSync(path.dirname(file))).toEqual(["best-model.h5"]);
});

describe.skipIf(noKeras)(againstKeras("with Keras"), () => {
  const data = `x = np.array(${JSON.stringify(x.toArray())}, "float32"); y = np.array(${JSON.stringify([...y.data])}, "int32")`;
  const folder = temporaryFolder();
  const endings = ["keras", "h5"];
  const train = "fit(x, y, shuffle=False, verbose=0)";
  type Weights = number[][];

  it("both go on training each other's files", async () => {
    const model = classifier();
    await model.fit(x, y, { ...quiet, epochs: 2 });
    for (const ending of endings) await model.save(`${folder}/ours.${ending}`);
    const { loaded, predicted, continued } = runKeras<Record<"loaded" | "predicted" | "continued", Weights>>(`
${data}
flat = lambda m: [w.ravel() for w in m.get_weights()]
result = dict(predicted=[keras.models.load_model("${folder}/ours." + e).predict(x, verbose=0).ravel() for e in ${JSON.stringify(endings)}])
model = keras.models.load_model("${folder}/ours.keras")
model.${train}
result["loaded"] = flat(model)
# Keras 3.15 cannot go on training an .h5 file, its own neither: both files come from the model that still trains.
for e in ${JSON.stringify(endings)}: model.save("${folder}/theirs." + e)
model.${train}
result["continued"] = flat(model)
`);
    const probabilities = [...(await model.predict(x)).data];
    close(predicted, [probabilities, probabilities]);
    await model.fit(x, y, quiet);
    close(weightsOf(model), loaded);
    for (const ending of endings) {
      const theirs = await loadModel(`${folder}/theirs.${ending}`);
      close(weightsOf(theirs), loaded);
      expect(theirs.metricsNames).toEqual(["loss", "accuracy"]);
      await theirs.fit(x, y, quiet);
      close(weightsOf(theirs), continued);
    }
  });
});

it.skipIf(noKeras)(againstKeras("Keras loads the weights of a class of one's own"), async () => {
  const file = path.join(temporaryFolder(), "net.weights.h5");
  const net = new Net();
  const predicted = await net.predict(x);
  await net.saveWeights(file);
  const theirs = runKeras<number[][]>(`
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.fc1 = keras.layers.Dense(6, activation="relu"); self.fc2 = keras.layers.Dense(4, activation="softmax")
    def call(self, x): return self.fc2(self.fc1(x))
x = np.array(${JSON.stringify(x.toArray())}, "float32")
net = Net(); net(x); net.load_weights("${file}")
result = [net.predict(x, verbose=0).ravel()]
`);
  close([[...predicted.data]], theirs);
});

function close(ours: number[][], theirs: number[][]): void {
  expect(ours.map((weight) => weight.length)).toEqual(theirs.map((weight) => weight.length));
  for (const [i, weight] of ours.entries()) {
    for (const [j, value] of weight.entries()) expect(value).toBeCloseTo(theirs[i]![j]!, 5);
  }
}

it("leaves the old file where a new one cannot be written", async () => {
  const file = path.join(temporaryFolder(), "m.keras");
  const model = classifier();
  await model.save(file);
  const before = readFileSync(file);
  const memory = tf.layers.convLstm2d({ filters: 2, kernelSize: 1, inputShape: [3, 4, 4, 1] });
  const odd = new Model(tf.sequential({ layers: [memory] }));
  await expect(odd.save(file)).rejects.toThrow("of class 'ConvLSTM2D', which has no counterpart in Keras 3");
  expect(readFileSync(file).equals(before)).toBe(true);
});
