import { expect, expectTypeOf, it } from "vitest";
import { callbacks, type History, type Logs, loadModel, type Model } from "../../../src/index.ts";
import { classifier, x, y } from "./small.ts";

it("refuses at compile time what does not exist", async () => {
  const model = classifier();
  const wrong = [
    // @ts-expect-error callbacks is meant
    () => model.fit(x, y, { callback: [] }),
    // @ts-expect-error validationData is meant
    () => model.fit(x, y, { validation_data: [x, y] }),
    // @ts-expect-error the class instead of an instance
    () => model.fit(x, y, { callbacks: [callbacks.EarlyStopping] }),
    // @ts-expect-error a hook that does not exist
    () => model.fit(x, y, { callbacks: [{ onEpochFinished() {} }] }),
    // @ts-expect-error patience is meant
    () => Promise.resolve(callbacks.earlyStopping({ patients: 2 })),
    // @ts-expect-error "min" or "max"
    async () => callbacks.earlyStopping({ mode: "minimum" }),
    // @ts-expect-error targets are missing
    () => model.fit(x),
    // @ts-expect-error compile is meant
    () => loadModel("no.keras", { compiled: false }),
  ];
  for (const call of wrong) await expect((async () => call())()).rejects.toThrow();
});

it("knows what comes back", () => {
  const model = classifier();
  type M = typeof model;
  expectTypeOf<ReturnType<M["fit"]>>().resolves.toEqualTypeOf<History>();
  expectTypeOf(loadModel).returns.resolves.toEqualTypeOf<Model>();
  expectTypeOf(() => model.evaluate(x, y, { returnDict: true })).returns.resolves.toEqualTypeOf<Logs>();
  expectTypeOf(() => model.evaluate(x, y)).returns.resolves.toEqualTypeOf<number[]>();
  expectTypeOf(callbacks.earlyStopping().stoppedEpoch).toEqualTypeOf<number>();
});
