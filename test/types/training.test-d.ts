import { expectTypeOf } from "vitest";
import {
  callbacks,
  type History,
  layers,
  losses,
  metrics,
  type NDArray,
  optimizers,
  sequential,
} from "../../src/index.ts";
import { tf } from "../../src/tensorflow.ts";

/** Checked by `tsc` alone: every line marked as an error must be one, and no other line may be. */
export function compile(): void {
  const model = sequential(layers.dense(1, { inputShape: [4] }));
  model.compile({ loss: "mse" });
  model.compile({ optimizer: "AdamW", loss: "meanSquaredError", metrics: "accuracy" });
  model.compile({ optimizer: tf.train.adam(), loss: "KLDivergence", metrics: ["acc", "AUC", "mae"] });
  model.compile({
    optimizer: optimizers.muon(),
    loss: losses.huber({ delta: 2 }),
    metrics: [metrics.auc({ curve: "PR" })],
  });
  model.compile({
    loss: (yTrue, yPred) => tf.abs(tf.sub(yTrue, yPred)),
    metrics: [(yTrue, yPred) => tf.equal(yTrue, yPred)],
  });
  // @ts-expect-error the loss is missing
  model.compile({ optimizer: "adam" });
  // @ts-expect-error a misspelt loss
  model.compile({ loss: "mean_square_error" });
  // @ts-expect-error a misspelt optimizer
  model.compile({ optimizer: "adamm", loss: "mse" });
  // @ts-expect-error a misspelt metric
  model.compile({ loss: "mse", metrics: ["acuracy"] });
  // @ts-expect-error a misspelt metric without a list
  model.compile({ loss: "mse", metrics: "accurracy" });
  // @ts-expect-error one metric or several
  model.compile({ loss: "mse", metric: "accuracy" });
  // @ts-expect-error the optimizer's function instead of what it returns
  model.compile({ optimizer: optimizers.adam, loss: "mse" });

  optimizers.adam({ learningRate: 0.01, beta1: 0.9, clipnorm: 1, gradientAccumulationSteps: 4 });
  optimizers.sgd({
    learningRate: optimizers.schedules.exponentialDecay({
      initialLearningRate: 1,
      decaySteps: 1,
      decayRate: 1,
    }),
  });
  // @ts-expect-error PyTorch's name of it
  optimizers.adam({ lr: 0.01 });
  // @ts-expect-error an option of another optimizer
  optimizers.adam({ momentum: 0.9 });
  // @ts-expect-error options are an object
  optimizers.sgd(0.1);
  // @ts-expect-error Keras's spelling in Python
  optimizers.sgd({ learning_rate: 0.1 });
  // @ts-expect-error no such curve
  metrics.auc({ curve: "ROCK" });
  // @ts-expect-error the number of classes is missing
  metrics.meanIoU({ sparseYPred: false });
  // @ts-expect-error how the classes' scores become one is missing
  metrics.f1Score();
  // @ts-expect-error no such reduction
  losses.huber({ reduction: "none" });
  // @ts-expect-error an option of another loss
  losses.meanSquaredError({ delta: 1 });
}

export async function fit(x: NDArray, y: NDArray): Promise<void> {
  const model = sequential(layers.dense(1, { inputShape: [4] }));
  const history = await model.fit(x, y, {
    epochs: 2,
    batchSize: 16,
    validationData: [x, y],
    callbacks: [
      callbacks.earlyStopping({ patience: 2 }),
      { onEpochEnd: (_epoch, logs) => console.log(logs?.loss) },
    ],
  });
  expectTypeOf(history).toEqualTypeOf<History>();
  expectTypeOf(history.history.loss).toEqualTypeOf<number[]>();
  // @ts-expect-error Keras's spelling in Python
  await model.fit(x, y, { batch_size: 16 });
  // @ts-expect-error a misspelt option
  await model.fit(x, y, { epoch: 2 });
  // @ts-expect-error callbacks under a wrong key
  await model.fit(x, y, { callback: [callbacks.earlyStopping()] });
  // @ts-expect-error a hook that does not exist
  await model.fit(x, y, { callbacks: [{ onEpochFinish: () => {} }] });
  // @ts-expect-error the callback's function instead of what it returns
  await model.fit(x, y, { callbacks: [callbacks.earlyStopping] });
  // @ts-expect-error a misspelt option of a callback
  callbacks.earlyStopping({ patient: 2 });
  // @ts-expect-error no such direction
  callbacks.earlyStopping({ mode: "maximum" });
  // @ts-expect-error epochs are a number
  await model.fit(x, y, { epochs: "2" });
  // @ts-expect-error inputs and targets, not one alone
  await model.fit(x, y, { validationData: x });
}
