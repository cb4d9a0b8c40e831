import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { crc32c } from "../../../src/callbacks/tensorboard/crc32c.ts";
import { callbacks } from "../../../src/index.ts";
import { againstKeras, noKeras, runKeras } from "../keras.ts";
import { classifier, temporaryFolder, x, y } from "./small.ts";

type Scalars = Record<string, [step: number, value: number][]>;
interface Read {
  train: Scalars;
  validation: Scalars;
  plugins: Record<string, string>;
  histograms: Record<string, number[][][]>;
  layers: string[];
  keras: { train: string[]; validation: string[] };
}

function read(folder: string): Read {
  return runKeras(`
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
import tempfile
def load(folder):
    e = EventAccumulator(folder, size_guidance={"tensors": 0}); e.Reload()
    return e
def scalars(e):
    names = e.PluginTagToContent("scalars").keys()
    return {n: [(t.step, float(tf.make_ndarray(t.tensor_proto))) for t in e.Tensors(n)] for n in names}
train, validation = load("${folder}/train"), load("${folder}/validation")
plugins = {n: train.SummaryMetadata(n).plugin_data.plugin_name for n in train.Tags()["tensors"]}
histograms = {n: [tf.make_ndarray(t.tensor_proto) for t in train.Tensors(n)] for n, p in plugins.items() if p == "histograms"}
graph = json.loads(tf.make_ndarray(train.Tensors("keras")[0].tensor_proto).item())
model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(4, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
theirs = tempfile.mkdtemp()
model.fit(np.ones((4, 3)), np.ones(4), verbose=0, validation_data=(np.ones((4, 3)), np.ones(4)), callbacks=[keras.callbacks.TensorBoard(theirs)])
result = dict(train=scalars(train), validation=scalars(validation), plugins=plugins, histograms=histograms,
    layers=[l["config"]["name"] for l in graph["config"]["layers"]],
    keras=dict(train=sorted(load(theirs + "/train").Tags()["tensors"]), validation=sorted(load(theirs + "/validation").Tags()["tensors"])))
`);
}

it("has the Castagnoli checksum of RFC 3720", () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new TextEncoder().encode("123456789"))).toBe(0xe3069283);
});

describe.skipIf(noKeras)(againstKeras("TensorBoard's own reader"), () => {
  it("finds the curves under Keras's tags, the layers and the weights", async () => {
    const folder = temporaryFolder();
    const model = classifier();
    const board = callbacks.tensorBoard({ logDir: folder, histogramFreq: 2, updateFreq: 2 });
    const options = { epochs: 3, batchSize: 35, validationData: [x, y] as const, verbose: 0 as const };
    const { history } = await model.fit(x, y, { ...options, callbacks: [board] });
    const found = read(folder);
    const curve = (name: string) => history[name]!.map((value, step) => [step, Math.fround(value)]);
    expect(found.train.epoch_loss).toEqual(curve("loss"));
    expect(found.train.epoch_accuracy).toEqual(curve("accuracy"));
    expect(found.train.epoch_learning_rate).toEqual([0, 1, 2].map((step) => [step, Math.fround(0.05)]));
    expect(found.validation.epoch_loss).toEqual(curve("val_loss"));
    expect(found.train.batch_loss!.map(([step]) => step)).toEqual([2, 4, 6]);
    expect(found.layers).toEqual(["input_layer", "hidden", "output"]);
    expect(found.plugins.keras).toBe("graph_keras_model");
    const histograms = Object.values(found.histograms);
    expect(histograms.map((steps) => steps.map((rows) => rows.length))).toEqual(Array(4).fill([30, 30]));
    const counted = histograms.map(([rows]) => rows!.reduce((sum, row) => sum + row[2]!, 0));
    expect(counted).toEqual([18, 6, 24, 4]);
    const isOurs = (name: string) => !/^batch_|histogram$/.test(name);
    expect(Object.keys(found.plugins).filter(isOurs).sort()).toEqual(found.keras.train);
    expect(Object.keys(found.validation).sort()).toEqual(found.keras.validation);
  });
});

it("writes a file for each run, complete after every epoch", async () => {
  const folder = temporaryFolder();
  const sizes: number[] = [];
  const train = path.join(folder, "train");
  const onEpochEnd = () => void sizes.push(readFileSync(path.join(train, readdirSync(train)[0]!)).length);
  const board = callbacks.tensorBoard({ logDir: folder });
  await classifier().fit(x, y, { epochs: 3, verbose: 0, callbacks: [board, { onEpochEnd }] });
  await classifier().fit(x, y, { verbose: 0, callbacks: [board] });
  expect(sizes[2]! - sizes[1]!).toBe(sizes[1]! - sizes[0]!);
  expect(sizes[1]).toBeGreaterThan(sizes[0]!);
  expect(readdirSync(train)).toHaveLength(2);
});
