import { expect, it } from "vitest";
import { optimizers } from "../../../src/index.ts";

const { adadelta, adafactor, adagrad, adam, adamax, adamw, ftrl, lamb, lion, muon, nadam, rmsprop, sgd } =
  optimizers;
const makers = {
  ...{ adadelta, adafactor, adagrad, adam, adamax, adamw, ftrl },
  ...{ lamb, lion, muon, nadam, rmsprop, sgd },
};

it.each(Object.entries(makers))("refuses a bare learning rate for %s, which it would ignore", (_, make) => {
  expect(() => make(0.1 as never)).toThrow(
    new TypeError("an optimizer takes its options as an object such as { learningRate: 0.1 }, got 0.1"),
  );
});
