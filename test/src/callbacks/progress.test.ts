import { describe, expect, it } from "vitest";
import { callbacks } from "../../../src/index.ts";
import { installFakeKernel } from "../notebook/fakeKernel.ts";
import { classifier, printed, x, y } from "./small.ts";

describe("fit prints", () => {
  const fit = (options: object) => printed(() => classifier().fit(x, y, options));

  it("a plain line an epoch where nothing can be rewritten", async () => {
    const lines = (await fit({ epochs: 2 })).split("\n");
    expect(lines[0]).toBe("Epoch 1/2");
    expect(lines[1]).toMatch(/^3\/3 ━{20} \d+s \d+(ms|us|s)\/step - loss: \d\.\d{4} - accuracy: \d\.\d{4}$/);
    expect(lines[2]).toBe("Epoch 2/2");
    expect(lines).toHaveLength(5);
  });

  it("no count of a single epoch, and nothing with verbose 0", async () => {
    expect(await fit({ verbose: 2, validationSplit: 0.5 })).toMatch(
      /^2\/2 - \d+s - \d+(ms|us|s)\/step - loss: \d\.\d{4} - accuracy: \d\.\d{4} - val_loss: \d\.\d{4} - val_accuracy: \d\.\d{4}\n$/,
    );
    expect(await fit({ verbose: 0, epochs: 3 })).toBe("");
  });

  it("what callbacks say, each on a line of its own", async () => {
    const schedule = callbacks.learningRateScheduler(() => 0.5, { verbose: 1 });
    const lines = (await fit({ epochs: 2, callbacks: schedule })).split("\n");
    expect(lines.filter((line) => !/^3\/3/.test(line))).toEqual([
      "Epoch 1: LearningRateScheduler setting learning rate to 0.5.",
      "Epoch 1/2",
      "Epoch 2: LearningRateScheduler setting learning rate to 0.5.",
      "Epoch 2/2",
      "",
    ]);
  });
});

describe("in a notebook", () => {
  const slowly = { onTrainBatchEnd: () => new Promise<void>((r) => setTimeout(r, 120)) };
  const texts = (kernel: ReturnType<typeof installFakeKernel>) =>
    [...kernel.outputs.values()].map((pictures) => pictures.map((picture) => String(picture["text/plain"])));

  it("fit has one output, whose last line grows and whose last picture holds the final lines alone", async () => {
    const kernel = installFakeKernel();
    const written = await printed(() => classifier().fit(x, y, { epochs: 2, callbacks: slowly }));
    expect(written).toBe("");
    const [pictures, ...others] = texts(kernel);
    expect(others).toEqual([]);
    expect(
      pictures!.some((text) => /^Epoch 1\/2\n1\/3 ━{6}─{14} \d+s \d+(ms|s)\/step - loss: /.test(text)),
    ).toBe(true);
    expect(pictures!.at(-1)).toMatch(
      /^Epoch 1\/2\n3\/3 ━{20} [^\n]* - accuracy: \d\.\d{4}\nEpoch 2\/2\n3\/3 ━{20} [^\n]* - accuracy: \d\.\d{4}$/,
    );
    for (const sign of ["\r", "\x1b"]) expect(pictures!.join("")).not.toContain(sign);
  });

  it("an interrupt leaves the lines as they stand, and fit runs again in an output of its own", async () => {
    const kernel = installFakeKernel();
    const model = classifier();
    const interrupt = {
      onTrainBatchEnd: (batch: number) => {
        if (batch === 1) kernel.abort.abort();
      },
    };
    await expect(model.fit(x, y, { epochs: 9, callbacks: interrupt })).rejects.toThrow("fit was interrupted");
    expect(texts(kernel)[0]!.at(-1)).toMatch(
      /^Epoch 1\/9\n2\/3 ━{13}─{7} \d+s \d+(ms|us|s)\/step - loss: [^\n]*$/,
    );
    const again = installFakeKernel();
    await model.fit(x, y, { verbose: 2 });
    expect(texts(again)[0]!.at(-1)).toMatch(
      /^3\/3 - \d+s - \d+(ms|us|s)\/step - loss: \d\.\d{4} - accuracy: \d\.\d{4}$/,
    );
  });

  it("callbacks speak above the running line, and to standard output where there is no bar", async () => {
    const kernel = installFakeKernel();
    const schedule = callbacks.learningRateScheduler(() => 0.5, { verbose: 1 });
    const model = classifier();
    await model.fit(x, y, { callbacks: schedule });
    expect(texts(kernel)[0]!.at(-1)).toMatch(/^Epoch 1: LearningRateScheduler [^\n]*\n3\/3 /);
    const written = await printed(() => model.fit(x, y, { verbose: 0, callbacks: schedule }));
    expect(written).toBe("Epoch 1: LearningRateScheduler setting learning rate to 0.5.\n");
  });
});

it("evaluate prints one line of its own, but none within fit", async () => {
  const text = await printed(() => classifier().evaluate(x, y));
  expect(text).toMatch(/^3\/3 ━{20} \d+s \d+(ms|us|s)\/step - loss: \d\.\d{4} - accuracy: \d\.\d{4}\n$/);
  const fitted = await printed(() => classifier().fit(x, y, { validationData: [x, y] }));
  expect(fitted.split("\n")).toHaveLength(2);
});
