import { afterEach, describe, expect, it, vi } from "vitest";
import { array } from "../../../src/array/create.ts";
import { callbacks, type Logs } from "../../../src/index.ts";
import { tf } from "../../../src/tensorflow.ts";
import { classifier, printed, weightsOf, x, y } from "./small.ts";

const quiet = { verbose: 0 } as const;

/** Records which hooks are called, with which number. */
class Recorder extends callbacks.Callback {
  readonly calls: string[] = [];
  override async onTrainBegin() {
    await new Promise((resolve) => setTimeout(resolve, 5));
    this.calls.push("train begin");
  }
  override onTrainEnd(logs?: Logs) {
    this.calls.push(`train end ${Object.keys(logs ?? {})}`);
  }
  override onEpochBegin(epoch: number) {
    this.calls.push(`epoch ${epoch}`);
  }
  override async onEpochEnd(epoch: number, logs: Logs) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    this.calls.push(`epoch ${epoch} end ${Object.keys(logs)}`);
  }
  override onTrainBatchBegin(batch: number) {
    this.calls.push(`batch ${batch}`);
  }
  override onTrainBatchEnd(batch: number, logs: Logs) {
    this.calls.push(`batch ${batch} end ${Object.keys(logs)}`);
  }
  override onTestBegin() {
    this.calls.push("test begin");
  }
  override onTestBatchEnd(batch: number) {
    this.calls.push(`test batch ${batch} end`);
  }
  override onTestEnd(logs: Logs) {
    this.calls.push(`test end ${Object.keys(logs)}`);
  }
}

describe("hooks", () => {
  it("come in Keras's order, each awaited, batch by batch", async () => {
    const recorder = new Recorder();
    const options = { ...quiet, batchSize: 40, validationBatchSize: 70, validationData: [x, y] as const };
    const history = await classifier().fit(x, y, { ...options, callbacks: [recorder] });
    expect(recorder.calls).toEqual([
      "train begin",
      "epoch 0",
      "batch 0",
      "batch 0 end loss,accuracy",
      "batch 1",
      "batch 1 end loss,accuracy",
      "test begin",
      "test batch 0 end",
      "test end loss,accuracy",
      "epoch 0 end loss,accuracy,val_loss,val_accuracy",
      "train end loss,accuracy,val_loss,val_accuracy",
    ]);
    expect(recorder.params).toEqual({ verbose: 0, epochs: 1, steps: 2 });
    expect(history.params).toEqual(recorder.params);
    expect(history.model).toBe(recorder.model);
  });

  it("get the means of the epoch so far, whose last is the epoch's", async () => {
    const losses: number[] = [];
    const onBatchEnd = (_batch: number, logs: Logs) => void losses.push(logs.loss!);
    const { history } = await classifier().fit(x, y, { ...quiet, batchSize: 10, callbacks: { onBatchEnd } });
    expect(losses).toHaveLength(7);
    expect(losses.at(-1)).toBe(history.loss[0]);
  });

  it("do not change what is learnt", async () => {
    const plain = classifier();
    await plain.fit(x, y, { ...quiet, epochs: 2 });
    const watched = classifier();
    await watched.fit(x, y, { ...quiet, epochs: 2, callbacks: new Recorder() });
    expect(weightsOf(watched)).toEqual(weightsOf(plain));
  });

  it("accompany predict and evaluate", async () => {
    const seen: string[] = [];
    const hooks = {
      onPredictBegin: () => void seen.push("begin"),
      onPredictBatchEnd: (batch: number) => void seen.push(`batch ${batch}`),
      onPredictEnd: () => void seen.push("end"),
      onTestEnd: (logs: Logs) => void seen.push(Object.keys(logs).join()),
    };
    const model = classifier();
    await model.predict(x, { batchSize: 40, callbacks: hooks });
    await model.evaluate(x, y, { ...quiet, callbacks: hooks });
    expect(seen).toEqual(["begin", "batch 0", "batch 1", "end", "loss,accuracy"]);
  });

  it("can put values into the history", async () => {
    const onEpochEnd = (epoch: number, logs: Logs) => void Object.assign(logs, { extra: epoch * 10 });
    const { history } = await classifier().fit(x, y, { ...quiet, epochs: 2, callbacks: [{ onEpochEnd }] });
    expect(history.extra).toEqual([0, 10]);
  });
});

describe("training ends", () => {
  it("after the batch in which a callback asks for it, with the epoch's end", async () => {
    const model = classifier();
    let batches = 0;
    const stop = {
      onTrainBatchEnd: () => {
        batches += 1;
        if (batches === 3) model.stopTraining = true;
      },
    };
    const { epoch } = await model.fit(x, y, { ...quiet, epochs: 9, batchSize: 35, callbacks: [stop] });
    expect([batches, epoch]).toEqual([3, [0, 1]]);
  });

  it("early, with the best weights back", async () => {
    const model = classifier();
    const stopping = callbacks.earlyStopping({
      monitor: "loss",
      patience: 1,
      mode: "max",
      restoreBestWeights: true,
    });
    const weights: number[][][] = [];
    const remember = { onEpochEnd: () => void weights.push(weightsOf(model)) };
    const { history } = await model.fit(x, y, { ...quiet, epochs: 9, callbacks: [remember, stopping] });
    expect(history.loss).toHaveLength(2);
    expect([stopping.stoppedEpoch, stopping.bestEpoch]).toEqual([1, 0]);
    expect(weightsOf(model)).toEqual(weights[0]);
    expect(weights[1]).not.toEqual(weights[0]);
  });

  it("when the loss is no number any more", async () => {
    const model = classifier();
    const bad = x.astype("float32");
    bad.data[60 * 3] = Number.NaN;
    const nan = callbacks.terminateOnNaN();
    const options = { epochs: 5, batchSize: 10, shuffle: false, callbacks: [nan], ...quiet };
    const text = await printed(async () => {
      const { epoch } = await model.fit(bad, y, options);
      expect(epoch).toEqual([0]);
    });
    expect(text).toBe("Batch 6: Invalid loss, terminating training\n");
    await expect(
      classifier().fit(bad, y, { ...options, callbacks: callbacks.terminateOnNaN({ raiseError: true }) }),
    ).rejects.toThrow("NaN or Inf loss encountered at batch 6. Loss value: NaN.");
  });

  it("by a callback of TensorFlow.js too", async () => {
    const stopping = tf.callbacks.earlyStopping({ monitor: "loss", mode: "max", patience: 0 });
    const { epoch } = await classifier().fit(x, y, { ...quiet, epochs: 9, callbacks: stopping });
    expect(epoch.length).toBeLessThan(9);
    const seen: number[] = [];
    const custom = new tf.CustomCallback({ onEpochEnd: async (i) => void seen.push(i) });
    await classifier().fit(x, y, { ...quiet, epochs: 2, callbacks: [custom] });
    expect(seen).toEqual([0, 1]);
  });
});

it("sets the learning rate before each epoch, and shows it in the history", async () => {
  const scheduler = callbacks.learningRateScheduler((epoch, rate) => (epoch === 0 ? rate : rate / 2), {
    verbose: 1,
  });
  const plateau = callbacks.reduceLROnPlateau({ monitor: "loss", mode: "max", patience: 1, factor: 0.1 });
  const model = classifier();
  const text = await printed(async () => {
    const { history } = await model.fit(x, y, { ...quiet, epochs: 3, callbacks: [scheduler] });
    expect(history.learning_rate).toEqual([0.05, 0.025, 0.0125].map(Math.fround));
  });
  expect(text.split("\n")[0]).toMatch(/^Epoch 1: LearningRateScheduler setting learning rate to 0\.05\d*\.$/);
  const { history } = await model.fit(x, y, { ...quiet, epochs: 3, callbacks: [plateau] });
  expect(history.learning_rate).toHaveLength(3);
  expect(model.optimizer.learningRate).toBeLessThan(0.005);
});

describe("a clear error", () => {
  const wrong: [unknown, string][] = [
    [{ callback: [] }, 'fit has no option "callback"; callbacks is meant'],
    [{ callBacks: [] }, 'fit has no option "callBacks"; callbacks is meant'],
    [{ validation_data: [x, y] }, 'fit has no option "validation_data"; validationData is meant'],
    [{ lerningrate: 1 }, "the options are epochs, batchSize"],
    [
      { callbacks: [callbacks.EarlyStopping] },
      "the class EarlyStopping, not an instance: write new EarlyStopping(...)",
    ],
    [{ callbacks: [callbacks.earlyStopping] }, "the function earlyStopping: call it"],
    [
      { callbacks: [{ onEpochFinished: () => {} }] },
      'a callback has no hook "onEpochFinished"; the hooks are onTrainBegin',
    ],
    [{ callbacks: [{ onEpochEnd: 3 }] }, "onEpochEnd of a callback is a function, got 3"],
    [{ callbacks: ["earlyStopping"] }, 'callbacks holds "earlyStopping", which is no callback'],
    [{ callbacks: [{}] }, "an object without any hook"],
    [{ verbose: 3 }, 'verbose is 0, 1, 2 or "auto", got 3'],
    [{ shuffle: "batch" }, 'shuffle is true or false, got "batch"'],
    [{ initialEpoch: -1 }, "initialEpoch is a whole number from 0 on, got -1"],
    [{ validationSplit: 1.5 }, "validationSplit is between 0 and 1, got 1.5"],
    [{ validationData: [x] }, "validationData is [x, y], [x, y, sampleWeight]"],
    [{ sampleWeight: array([1, 2]) }, "sampleWeight needs one number for each of the 70 samples"],
    [{ sampleWeight: y, classWeight: { 0: 1 } }, "give sampleWeight or classWeight, not both"],
  ];

  it.each(wrong.map(([options, message]) => [message, options] as const))(
    "says: %s",
    async (message, options) => {
      await expect(classifier().fit(x, y, options as object)).rejects.toThrow(message);
    },
  );

  it("names wrong options of callbacks", () => {
    const options = { patients: 2 } as object;
    expect(() => callbacks.earlyStopping(options)).toThrow(
      'earlyStopping has no option "patients"; patience is meant',
    );
    expect(() => callbacks.reduceLROnPlateau({ factor: 1 })).toThrow("needs a factor below 1, got 1");
    expect(() => callbacks.modelCheckpoint("best.onnx")).toThrow(
      "saves to files that end in .keras, .h5, .hdf5, .json",
    );
    expect(() => callbacks.modelCheckpoint("a.weights.h5")).toThrow("add saveWeightsOnly: true");
    expect(() => callbacks.backupAndRestore("")).toThrow("backupAndRestore needs a folder");
  });

  it("tells which way is better, or asks", async () => {
    const watch = (monitor: string) =>
      classifier().fit(x, y, { ...quiet, callbacks: callbacks.earlyStopping({ monitor }) });
    await watch("accuracy");
    const onEpochEnd = (_: number, logs: Logs) => void Object.assign(logs, { charm: 1 });
    await expect(
      classifier().fit(x, y, {
        ...quiet,
        callbacks: [{ onEpochEnd }, callbacks.earlyStopping({ monitor: "charm" })],
      }),
    ).rejects.toThrow('whether "charm" should be high or low cannot be told');
  });

  it("warns once of a value that is not there", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    await classifier().fit(x, y, { ...quiet, epochs: 3, callbacks: callbacks.earlyStopping() });
    expect(warn.mock.calls.map(([text]) => text)).toEqual([
      'EarlyStopping watches "val_loss", which is not there: the run has loss, accuracy; give fit validationData',
    ]);
  });

  afterEach(() => vi.restoreAllMocks());
});
