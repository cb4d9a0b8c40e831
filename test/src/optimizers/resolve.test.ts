import { expect, it } from "vitest";
import * as optimizers from "../../../src/optimizers/index.ts";
import { type OptimizerName, resolveOptimizer } from "../../../src/optimizers/resolve.ts";
import { tf } from "../../../src/tensorflow.ts";

it("takes Keras's names in every casing, and rmsprop where none is given", () => {
  for (const name of ["adamw", "AdamW", "ADAMW"]) {
    expect(resolveOptimizer(name as OptimizerName).getConfig().class_name).toBe("AdamW");
  }
  expect(resolveOptimizer().className).toBe("RMSprop");
});

it("lists the names where one is unknown", () => {
  expect(() => resolveOptimizer("adaam" as OptimizerName)).toThrow(
    /unknown optimizer "adaam"; known: adadelta, .*sgd/,
  );
  expect(() => resolveOptimizer("constructor" as OptimizerName)).toThrow(/unknown optimizer/);
  expect(() => resolveOptimizer(optimizers.adam as never)).toThrow("the function adam: call it");
});

it("keeps the formulas of tf.train's optimizers and sets their learning rate", () => {
  const weight = tf.variable(tf.tensor1d([1]), true, "tfjs_sgd");
  const optimizer = resolveOptimizer(tf.train.sgd(0.5));
  optimizer.apply([weight], { tfjs_sgd: tf.tensor1d([1]) });
  optimizer.learningRate = 0.25;
  optimizer.apply([weight], { tfjs_sgd: tf.tensor1d([1]) });
  expect([...weight.dataSync()]).toEqual([0.25]);
});

it("refuses options that Keras refuses", () => {
  expect(() => optimizers.sgd({ learningRate: -1 })).toThrow("learningRate must be 0 or more, got -1");
  expect(() => optimizers.sgd({ momentum: 1.5 })).toThrow("momentum lies from 0 to 1, got 1.5");
  expect(() => optimizers.adam({ clipnorm: 1, clipvalue: 2 })).toThrow("got clipnorm 1 and clipvalue 2");
  const scheduled = optimizers.adam({
    learningRate: optimizers.schedules.exponentialDecay({
      initialLearningRate: 1,
      decaySteps: 1,
      decayRate: 0.5,
    }),
  });
  expect(() => {
    scheduled.learningRate = 1;
  }).toThrow(/schedule/);
});

it("ends with the running mean of the weights where one is kept", () => {
  const weight = tf.variable(tf.tensor1d([1]), true, "averaged");
  const optimizer = optimizers.sgd({ learningRate: 1, useEma: true, emaMomentum: 0.5 });
  optimizer.apply([weight], { averaged: tf.tensor1d([1]) });
  optimizer.apply([weight], { averaged: tf.tensor1d([1]) });
  expect([...weight.dataSync()]).toEqual([-1]);
  optimizer.finalize([weight]);
  expect([...weight.dataSync()]).toEqual([-0.5]);
});

it("frees its tensors", () => {
  const weight = tf.variable(tf.zeros([3]), true, "freed");
  const gradient = tf.ones([3]);
  const before = tf.memory().numTensors;
  const optimizer = optimizers.adam({ amsgrad: true, globalClipnorm: 1 });
  for (let i = 0; i < 3; i++) optimizer.apply([weight], { freed: gradient });
  expect(tf.memory().numTensors).toBe(before + 3);
  optimizer.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
