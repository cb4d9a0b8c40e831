import { expect, it, vi } from "vitest";
import { callbacks } from "../../../src/index.ts";
import type { FigureJson } from "../../../src/plot/figure.ts";
import { installFakeKernel } from "../notebook/fakeKernel.ts";
import { classifier, x, y } from "./small.ts";

/** The chart among a cell's outputs, and how many epochs each of its pictures tells of. */
function chartOf(kernel: ReturnType<typeof installFakeKernel>) {
  const [chart] = [...kernel.outputs].filter(([id]) => id.startsWith("toile-history"));
  const pictures = chart![1];
  const epochs = pictures.map((picture) =>
    Number(/over (\d+)/.exec(String(picture["text/plain"]))?.[1] ?? 0),
  );
  return { pictures, epochs };
}

const settled = (kernel: ReturnType<typeof installFakeKernel>) =>
  expect.poll(() => chartOf(kernel).pictures.at(-1), { timeout: 30_000 }).toHaveProperty("image/png");

it("shows one chart above the progress lines, which grows and ends complete, with its pictures", async () => {
  const kernel = installFakeKernel();
  const wait = {
    onEpochEnd: (epoch: number) =>
      epoch === 0
        ? expect.poll(() => chartOf(kernel).epochs, { timeout: 30_000 }).toEqual([0, 1])
        : undefined,
  };
  const { history } = await classifier().fit(x, y, {
    epochs: 2,
    validationData: [x, y],
    callbacks: [callbacks.liveHistory(), wait],
  });
  await settled(kernel);
  const { pictures, epochs } = chartOf(kernel);
  expect([...kernel.outputs.keys()][0]).toMatch(/^toile-history/);
  expect(epochs.slice(0, 2)).toEqual([0, 1]);
  expect(epochs.at(-1)).toBe(2);
  expect(Object.keys(pictures[1]!)).toEqual(["image/svg+xml", "text/plain"]);
  const last = pictures.at(-1)!["application/vnd.plotly.v1+json"] as FigureJson;
  expect(last.data.map(({ y }) => y)).toEqual([
    history.loss,
    history.val_loss,
    history.accuracy,
    history.val_accuracy,
  ]);
});

it("leaves pictures out where epochs come faster than they can be seen, and shows all epochs in the end", async () => {
  const kernel = installFakeKernel();
  await classifier().fit(x, y, { epochs: 40, verbose: 0, callbacks: callbacks.liveHistory() });
  await settled(kernel);
  const { epochs } = chartOf(kernel);
  expect(epochs.length).toBeLessThan(40);
  expect(epochs.at(-1)).toBe(40);
});

it("is complete after an interrupt too, and begins anew with the next fit", async () => {
  const kernel = installFakeKernel();
  const chart = callbacks.liveHistory({ metrics: ["loss"], title: "Loss" });
  const model = classifier();
  const interrupt = {
    onEpochEnd: (epoch: number) => {
      if (epoch === 2) kernel.abort.abort();
    },
  };
  const run = model.fit(x, y, { epochs: 9, verbose: 0, callbacks: [chart, interrupt] });
  await expect(run).rejects.toThrow("fit was interrupted");
  await settled(kernel);
  expect(chartOf(kernel).epochs.at(-1)).toBe(3);
  const again = installFakeKernel();
  await model.fit(x, y, { epochs: 2, verbose: 0, callbacks: chart });
  await settled(again);
  expect(chartOf(again).epochs.at(-1)).toBe(2);
});

it("prints its text form where there is no notebook", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  await classifier().fit(x, y, { epochs: 2, verbose: 0, callbacks: callbacks.liveHistory() });
  expect(log.mock.calls).toEqual([
    [
      expect.stringMatching(
        /^Training curves over 2 epochs: loss from \d\.\d{4} to \d\.\d{4}, accuracy from /,
      ),
    ],
  ]);
  log.mockRestore();
});

it("refuses options that do not exist", () => {
  expect(() => callbacks.liveHistory({ metric: ["loss"] } as object)).toThrow(
    'liveHistory has no option "metric"; metrics is meant',
  );
});
