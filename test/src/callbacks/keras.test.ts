import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { EarlyStoppingOptions, ReduceLROnPlateauOptions } from "../../../src/callbacks/index.ts";
import { pythonFormat } from "../../../src/callbacks/pythonFormat.ts";
import { callbacks, layers, optimizers, RandomState, sequential } from "../../../src/index.ts";
import { toKerasKey } from "../../../src/optimizers/config.ts";
import { pythonFloat } from "../../../src/progress/pythonNumber.ts";
import { againstKeras, noKeras, runKeras } from "../keras.ts";

const random = new RandomState(3);
const sequence = (length: number) =>
  Array.from({ length }, (_, i) => Math.round((1 / (1 + i / 3) + random.random() * 0.3) * 100) / 100);

const stopping: [EarlyStoppingOptions, number[]][] = [
  {},
  { patience: 2 },
  { patience: 3, minDelta: 0.05 },
  { patience: 1, mode: "max" as const },
  { patience: 2, baseline: 0.5 },
  { patience: 2, baseline: 0.5, restoreBestWeights: true },
  { patience: 2, startFromEpoch: 4, restoreBestWeights: true },
  { monitor: "val_accuracy", patience: 1 },
].flatMap((options) => [0, 1, 2].map((): [EarlyStoppingOptions, number[]] => [options, sequence(15)]));

const plateaus: [ReduceLROnPlateauOptions, number[]][] = [
  { patience: 1 },
  { patience: 2, factor: 0.5, cooldown: 2 },
  { patience: 1, factor: 0.2, minLr: 0.001 },
  { patience: 1, mode: "max" as const, minDelta: 0.1 },
].flatMap((options) => [0, 1, 2].map((): [ReduceLROnPlateauOptions, number[]] => [options, sequence(20)]));

const templates = [
  "{epoch:02d}-{val_loss:.2f}.keras",
  "a{epoch}b{val_loss}.h5",
  "{epoch:>4}|{epoch:<4}|{epoch:^5}|{epoch:+d}|{epoch:*^7d}",
  "{val_loss:e}-{val_loss:.3g}-{val_loss:8.1%}-{val_loss:+.0f}-{val_loss:010.4f}-{val_loss:G}",
  "{{{epoch:03}}}-{val_loss:.3}-{val_loss:n}-{epoch:,}",
];
const values = [0.125, 2.5, 0.1, 1e-7, 123456.789, 3, 0.005, 1e22, 0.30000001192092896, 99999.95];

const csvRuns = [
  {
    options: { separator: ",", append: false },
    epochs: [
      { loss: 0.5, accuracy: 0.1 },
      { loss: 1e-7, accuracy: 1 },
    ],
  },
  {
    options: { separator: ";", append: false },
    epochs: [
      { loss: 0.3333333333333333, accuracy: 0.25, val_loss: 12345678, val_accuracy: 0 },
      { loss: 1e17, accuracy: Number.NaN },
    ],
  },
  {
    options: { separator: ";", append: true },
    epochs: [{ loss: 2, accuracy: 0.5, val_loss: 3, val_accuracy: 1 }],
  },
];

interface Answers {
  stopping: { stopped: number; ran: number; wait: number; best: number; bestEpoch: number; kernel: number }[];
  plateaus: number[][];
  formats: string[][];
  files: string[];
  csv: string[];
}

function python(options: object): string {
  const text = Object.entries(options).map(([key, value]) => {
    const literal = value === true ? "True" : value === false ? "False" : JSON.stringify(value);
    return `${toKerasKey(key)}=${literal}`;
  });
  return `dict(${text.join(", ")})`;
}

function reference(): Answers {
  return runKeras(`
import tempfile, warnings, math
warnings.simplefilter("ignore")
def model_of():
    model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse", metrics=["accuracy"])
    model.fit(np.ones((1, 1)), np.ones((1, 1)), verbose=0)
    return model
model = model_of()
result = dict(stopping=[], plateaus=[], formats=[], csv=[])
for options, sequence in [${stopping.map(([options, list]) => `(${python(options)}, ${JSON.stringify(list)})`).join(", ")}]:
    cb = keras.callbacks.EarlyStopping(**options); cb.set_model(model); model.stop_training = False
    cb.on_train_begin(); ran = 0
    for epoch, value in enumerate(sequence):
        model.set_weights([np.array([[float(epoch)]])])
        cb.on_epoch_end(epoch, {options.get("monitor", "val_loss"): value}); ran += 1
        if model.stop_training: break
    cb.on_train_end()
    result["stopping"].append(dict(stopped=cb.stopped_epoch, ran=ran, wait=cb.wait, best=cb.best, bestEpoch=cb.best_epoch, kernel=model.get_weights()[0][0][0]))
for options, sequence in [${plateaus.map(([options, list]) => `(${python(options)}, ${JSON.stringify(list)})`).join(", ")}]:
    model.optimizer.learning_rate = 0.1
    cb = keras.callbacks.ReduceLROnPlateau(**options); cb.set_model(model); cb.on_train_begin(); rates = []
    for epoch, value in enumerate(sequence):
        cb.on_epoch_end(epoch, {"val_loss": value}); rates.append(float(np.array(model.optimizer.learning_rate)))
    result["plateaus"].append(rates)
for template in ${JSON.stringify(templates)}:
    result["formats"].append([template.format(epoch=i + 1, val_loss=float(v)) for i, v in enumerate(${JSON.stringify(values)})])
folder = tempfile.mkdtemp()
cb = keras.callbacks.ModelCheckpoint(folder + "/{epoch:02d}-{val_loss:.2f}.keras", save_best_only=True); cb.set_model(model)
for epoch, value in enumerate(${JSON.stringify(stopping[0]![1])}):
    cb.on_epoch_begin(epoch); cb.on_epoch_end(epoch, {"val_loss": value})
cb = keras.callbacks.ModelCheckpoint(folder + "/{epoch}-{batch:03d}.weights.h5", save_freq=4, save_weights_only=True); cb.set_model(model)
for epoch in range(3):
    cb.on_epoch_begin(epoch)
    for batch in range(5): cb.on_train_batch_end(batch, {"loss": 1.0})
result["files"] = sorted(os.listdir(folder))
for options, epochs in [${csvRuns
    .map(
      ({ options, epochs }) =>
        `(${python(options)}, ${JSON.stringify(epochs).replaceAll("null", "math.nan")})`,
    )
    .join(", ")}]:
    name = folder + "/log" + options["separator"]
    cb = keras.callbacks.CSVLogger(name, **options); cb.set_model(model); cb.on_train_begin()
    for epoch, logs in enumerate(epochs): cb.on_epoch_end(epoch, {k: float(v) for k, v in logs.items()})
    cb.on_train_end()
    result["csv"].append(open(name, newline="").read())
`);
}

function smallModel() {
  const model = sequential(layers.dense(1, { useBias: false, inputShape: [1] }));
  model.compile({ optimizer: optimizers.sgd({ learningRate: 0.1 }), loss: "mse", metrics: "accuracy" });
  return model;
}

describe.skipIf(noKeras)(againstKeras("callbacks decide as Keras does"), () => {
  const expected = noKeras ? ({} as Answers) : reference();

  it.each(stopping.map(([options, list], i) => [JSON.stringify(options), options, list, i] as const))(
    "EarlyStopping %s",
    (_title, options, list, i) => {
      const model = smallModel();
      const callback = callbacks.earlyStopping(options);
      callback.setModel(model);
      callback.onTrainBegin();
      let ran = 0;
      for (const [epoch, value] of list.entries()) {
        setKernel(model, epoch);
        callback.onEpochEnd(epoch, { [options.monitor ?? "val_loss"]: value });
        ran += 1;
        if (model.stopTraining) break;
      }
      callback.onTrainEnd();
      const { stoppedEpoch: stopped, wait, best, bestEpoch } = callback;
      const kernel = model.getWeights()[0]!.item(0, 0);
      expect({ stopped, ran, wait, best, bestEpoch, kernel }).toEqual(expected.stopping[i]);
    },
  );

  it.each(plateaus.map(([options, list], i) => [JSON.stringify(options), options, list, i] as const))(
    "ReduceLROnPlateau %s",
    (_title, options, list, i) => {
      const model = smallModel();
      const callback = callbacks.reduceLROnPlateau(options);
      callback.setModel(model);
      callback.onTrainBegin();
      const rates = list.map((value, epoch) => {
        callback.onEpochEnd(epoch, { val_loss: value });
        return model.optimizer.learningRate;
      });
      for (const [epoch, rate] of rates.entries()) expect(rate).toBeCloseTo(expected.plateaus[i]![epoch]!, 7);
      expect(new Set(rates).size).toBe(new Set(expected.plateaus[i]).size);
    },
  );

  it("file names are formatted as Python does", () => {
    const ours = templates.map((template) =>
      values.map((value, i) =>
        pythonFormat(template, { epoch: i + 1, val_loss: value }, new Set(["val_loss"])),
      ),
    );
    expect(ours).toEqual(expected.formats);
    expect(pythonFloat(1e-5)).toBe("1e-05");
  });

  it("ModelCheckpoint writes files of the same names", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "checkpoint-"));
    const best = callbacks.modelCheckpoint(`${folder}/{epoch:02d}-{val_loss:.2f}.keras`, {
      saveBestOnly: true,
    });
    best.setModel(smallModel());
    for (const [epoch, value] of stopping[0]![1].entries()) {
      best.onEpochBegin(epoch);
      await best.onEpochEnd(epoch, { val_loss: value });
    }
    const options = { saveFreq: 4, saveWeightsOnly: true };
    const often = callbacks.modelCheckpoint(`${folder}/{epoch}-{batch:03d}.weights.h5`, options);
    often.setModel(smallModel());
    for (const epoch of [0, 1, 2]) {
      often.onEpochBegin(epoch);
      for (const batch of [0, 1, 2, 3, 4]) await often.onTrainBatchEnd(batch, { loss: 1 });
    }
    expect(readdirSync(folder).sort()).toEqual(expected.files);
  });

  it("CSVLogger writes the same bytes", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "csv-"));
    const ours = csvRuns.map(({ options, epochs }) => {
      const file = path.join(folder, `log${options.separator}`);
      const logger = callbacks.csvLogger(file, options);
      logger.onTrainBegin();
      for (const [epoch, logs] of epochs.entries()) logger.onEpochEnd(epoch, logs as Record<string, number>);
      return readFileSync(file, "utf8");
    });
    expect(ours).toEqual(expected.csv);
  });
});

function setKernel(model: ReturnType<typeof smallModel>, value: number): void {
  const [kernel] = model.getWeights();
  kernel!.data[0] = value;
  model.setWeights([kernel!]);
}
