import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { EarlyStoppingOptions, ReduceLROnPlateauOptions } from "../../../src/callbacks/index.ts";
import { callbacks, layers, optimizers, sequential } from "../../../src/index.ts";
import { toKerasKey } from "../../../src/optimizers/config.ts";
import { againstKeras, noKeras, runKeras } from "../keras.ts";

/** Values on a grid, so that ties happen. */
const value = fc.integer({ min: -20, max: 60 }).map((step) => step / 20);
const values = fc.array(fc.oneof({ arbitrary: value, weight: 20 }, fc.constant(null)), {
  minLength: 1,
  maxLength: 30,
});
const monitor = fc.constantFrom("val_loss", "loss", "val_accuracy", "accuracy", "mse");
const mode = fc.constantFrom("auto" as const, "min" as const, "max" as const);
const delta = fc.constantFrom(0, 0.05, 0.1, -0.1, 0.33);

const stoppingCase = fc.tuple(
  fc.record(
    {
      monitor,
      mode,
      minDelta: delta,
      patience: fc.integer({ min: 0, max: 6 }),
      baseline: value,
      restoreBestWeights: fc.boolean(),
      startFromEpoch: fc.integer({ min: 0, max: 8 }),
    },
    { requiredKeys: [] },
  ),
  values,
);
const plateauCase = fc.tuple(
  fc.record(
    {
      monitor,
      mode,
      minDelta: delta,
      patience: fc.integer({ min: 0, max: 5 }),
      factor: fc.constantFrom(0.1, 0.5, 0.2, 0.9),
      cooldown: fc.integer({ min: 0, max: 4 }),
      minLr: fc.constantFrom(0, 0.001, 0.03),
    },
    { requiredKeys: [] },
  ),
  values,
);

type Sequence = readonly (number | null)[];
/** A fixed seed: the cases are many, and the same in every run. */
const sampling = { numRuns: 400, seed: 3 };
const stopping = fc.sample(stoppingCase, sampling) as [EarlyStoppingOptions, Sequence][];
const plateaus = fc.sample(plateauCase, sampling) as [ReduceLROnPlateauOptions, Sequence][];

interface Stopped {
  stopped: number;
  ran: number;
  wait: number;
  best: number | null;
  bestEpoch: number;
  kernel: number;
}
interface Reduced {
  rates: number[];
  wait: number;
  cooldown: number;
}

function literal(cases: readonly (readonly [object, Sequence])[]): string {
  const named = cases.map(([options, sequence]) => [
    Object.fromEntries(Object.entries(options).map(([key, option]) => [toKerasKey(key), option])),
    sequence,
  ]);
  return `json.loads(${JSON.stringify(JSON.stringify(named))})`;
}

/** The values go through Keras's callbacks by hand, epoch by epoch; where there is none, another value is in the logs. */
function reference(): { stopping: Stopped[]; plateaus: Reduced[] } {
  return runKeras(`
import warnings
warnings.simplefilter("ignore")
model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1, use_bias=False)])
model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse", metrics=["accuracy", "mse"])
model.fit(np.ones((1, 1)), np.ones((1, 1)), verbose=0)
logs = lambda name, value: {"other": 1.0} if value is None else {name: value}
result = dict(stopping=[], plateaus=[])
for options, sequence in ${literal(stopping)}:
    cb = keras.callbacks.EarlyStopping(**options); cb.set_model(model); model.stop_training = False
    cb.on_train_begin(); ran = 0
    for epoch, value in enumerate(sequence):
        model.set_weights([np.array([[float(epoch)]])])
        cb.on_epoch_end(epoch, logs(options.get("monitor", "val_loss"), value)); ran += 1
        if model.stop_training: break
    cb.on_train_end()
    result["stopping"].append(dict(stopped=cb.stopped_epoch, ran=ran, wait=cb.wait, best=cb.best, bestEpoch=cb.best_epoch, kernel=model.get_weights()[0][0][0]))
for options, sequence in ${literal(plateaus)}:
    model.optimizer.learning_rate = 0.1
    cb = keras.callbacks.ReduceLROnPlateau(**options); cb.set_model(model); cb.on_train_begin(); rates = []
    for epoch, value in enumerate(sequence):
        cb.on_epoch_end(epoch, logs(options.get("monitor", "val_loss"), value)); rates.append(float(np.array(model.optimizer.learning_rate)))
    result["plateaus"].append(dict(rates=rates, wait=cb.wait, cooldown=cb.cooldown_counter))
`);
}

function smallModel() {
  const model = sequential(layers.dense(1, { useBias: false, inputShape: [1] }));
  model.compile({
    optimizer: optimizers.sgd({ learningRate: 0.1 }),
    loss: "mse",
    metrics: ["accuracy", "mse"],
  });
  return model;
}

const logsOf = (name: string | undefined, watched: number | null) =>
  watched === null ? { other: 1 } : { [name ?? "val_loss"]: watched };

function stop(
  model: ReturnType<typeof smallModel>,
  options: EarlyStoppingOptions,
  sequence: Sequence,
): Stopped {
  const callback = callbacks.earlyStopping(options);
  callback.setModel(model);
  model.stopTraining = false;
  callback.onTrainBegin();
  let ran = 0;
  for (const [epoch, watched] of sequence.entries()) {
    const [kernel] = model.getWeights();
    kernel!.data[0] = epoch;
    model.setWeights([kernel!]);
    callback.onEpochEnd(epoch, logsOf(options.monitor, watched));
    ran += 1;
    if (model.stopTraining) break;
  }
  callback.onTrainEnd();
  const { stoppedEpoch: stopped, wait, best = null, bestEpoch } = callback;
  return { stopped, ran, wait, best, bestEpoch, kernel: model.getWeights()[0]!.item(0, 0) };
}

function reduce(
  model: ReturnType<typeof smallModel>,
  options: ReduceLROnPlateauOptions,
  sequence: Sequence,
): Reduced {
  model.optimizer.learningRate = 0.1;
  const callback = callbacks.reduceLROnPlateau(options);
  callback.setModel(model);
  callback.onTrainBegin();
  const rates = sequence.map((watched, epoch) => {
    callback.onEpochEnd(epoch, logsOf(options.monitor, watched));
    return Math.fround(model.optimizer.learningRate);
  });
  return { rates, wait: callback.wait, cooldown: callback.cooldownCounter };
}

describe.skipIf(noKeras)(againstKeras("over random settings and sequences"), () => {
  let expected: ReturnType<typeof reference>;
  const warn = console.warn;
  beforeAll(() => {
    expected = reference();
    console.warn = () => {};
    return () => {
      console.warn = warn;
    };
  });

  it("EarlyStopping stops, waits, remembers and restores as Keras's does", () => {
    const model = smallModel();
    for (const [i, [options, sequence]] of stopping.entries()) {
      const what = `${JSON.stringify(options)} over ${JSON.stringify(sequence)}`;
      expect(stop(model, options, sequence), what).toEqual(expected.stopping[i]);
    }
  });

  it("ReduceLROnPlateau reduces at the same epochs to the same float32 rates", () => {
    const model = smallModel();
    for (const [i, [options, sequence]] of plateaus.entries()) {
      const what = `${JSON.stringify(options)} over ${JSON.stringify(sequence)}`;
      expect(reduce(model, options, sequence), what).toEqual(expected.plateaus[i]);
    }
  });
});
