import { afterEach, expect, it } from "vitest";
import { addLoss, withAddedLosses } from "../../../src/layers/addedLosses.ts";
import { tf } from "../../../src/tensorflow.ts";

const globals = globalThis as { [symbol: symbol]: unknown };
const symbol = Symbol.for("toile.kernel");
afterEach(() => {
  delete globals[symbol];
});

it("an interrupt by force, after which V8 runs no finally, leaves no losses collected", () => {
  const abort = new AbortController();
  globals[symbol] = { version: 1, signal: abort.signal };
  const before = tf.memory().numTensors;
  let computed = 0;
  const penalty = () => {
    computed += 1;
    return tf.scalar(1);
  };
  const work = () => {
    addLoss(penalty);
    expect(tf.memory().numTensors).toBe(before + 1);
    abort.abort();
    expect(tf.memory().numTensors).toBe(before);
    addLoss(penalty);
    throw new Error("stopped");
  };
  expect(() => withAddedLosses(work)).toThrow("stopped");
  expect(computed).toBe(1);
});
