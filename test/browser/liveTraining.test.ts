import { describe, expect, it } from "vitest";
import { Session } from "./session.ts";

const prepare = `import { array, callbacks, layers, RandomState, sequential, setRandomSeed } from "toile";
setRandomSeed(1);
const random = new RandomState(1);
const x = array(Array.from({ length: 6000 }, () => [random.random(), random.random(), random.random()]));
const y = array(Array.from({ length: 6000 }, (_, i) => (x.item(i, 0) + x.item(i, 1) > 1 ? 1 : 0)), "int32");
const model = sequential([layers.dense(8, { activation: "relu", inputShape: [3] }), layers.dense(2, { activation: "softmax" })]);
model.compile({ loss: "sparse_categorical_crossentropy", metrics: "accuracy" });`;
const train = `const pause = { onTrainBatchEnd: () => new Promise<void>((resolve) => setTimeout(resolve, 8)) };
const options = { batchSize: 32, validationSplit: 0.2, callbacks: [callbacks.liveHistory(), pause] };
const history = await model.fit(x, y, { epochs: 8, ...options });`;

describe("training in JupyterLab", () => {
  const session = Session.use();

  it("grows one chart and one block of lines, and saves their last form alone", {
    timeout: 300_000,
  }, async () => {
    const notebook = await session.openNew("live.ipynb", prepare, train);
    const { page } = notebook;
    const cell = page.locator(".jp-CodeCell").nth(1);
    const lines = cell.locator(".jp-OutputArea-output", { hasText: /^Epoch 1\/8/ });
    const running = notebook.runAll();
    await lines.filter({ hasText: "Epoch 2/8" }).waitFor({ timeout: 120_000 });
    const picture = cell.locator(".jp-RenderedSVG img").first();
    await picture.waitFor({ state: "visible" });
    const epochsOf = async () => {
      const src = (await picture.getAttribute("src", { timeout: 1000 }).catch(() => "")) ?? "";
      return Number(/curves over (\d+) epoch/.exec(decodeURIComponent(src))?.[1] ?? 0);
    };
    await expect.poll(epochsOf, { timeout: 60_000 }).toBeGreaterThan(0);
    const first = await epochsOf();
    await expect.poll(epochsOf, { timeout: 60_000 }).toBeGreaterThan(first);
    await notebook.screenshot(session.picture("live-training"));
    await running;

    expect(await cell.locator(".jp-OutputArea-child").count()).toBe(2);
    const points = () => cell.locator(".jp-RenderedPlotly path.point").count();
    await expect.poll(points, { timeout: 60_000 }).toBe(4 * 8);
    const text = ((await lines.textContent()) ?? "").trim().split("\n");
    expect(text).toHaveLength(16);
    expect(text.at(-1)).toMatch(/^150\/150 ━+ \d+s \d+ms\/step - loss: .* - val_accuracy: \d\.\d{4}$/);
    const height = await lines.locator("pre").evaluate((pre) => {
      const { lineHeight } = getComputedStyle(pre);
      return pre.getBoundingClientRect().height / Number.parseFloat(lineHeight);
    });
    expect(Math.round(height)).toBe(16);
    await cell.scrollIntoViewIfNeeded();
    await notebook.screenshot(session.picture("live-training-done"));

    await page.keyboard.press("Control+s");
    const saved = () => session.saved("live.ipynb").cells[1]!.outputs;
    await expect.poll(saved, { timeout: 30_000 }).toHaveLength(2);
    const [chart, progress] = saved() as { data: Record<string, string[] | string> }[];
    expect(Object.keys(chart!.data)).toContain("image/png");
    expect([progress!.data["text/plain"]].flat().join("")).toBe(text.join("\n"));
  });
});
