import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch, skipReason } from "./chromium.ts";
import { type Lab, startLab } from "./jupyterlab.ts";
import { NotebookPage } from "./notebookPage.ts";

const screenshots = fileURLToPath(new URL("../output/screenshots/", import.meta.url));

const sources = [
  `import { plot, type Plot, type Layout } from "nodeplotlib";
const data: Plot[] = [{ x: [1, 2, 3, 4], y: [1, 4, 9, 16], type: "scatter", name: "제곱" }];
const layout: Layout = { title: { text: "제곱수" }, width: 600, height: 320 };
plot(data, layout);
console.log("below the figure");`,
  `import { interval, lastValueFrom, map, take } from "rxjs";
const stream = interval(50).pipe(take(20), map((n): Plot[] => [{ y: [0, n], type: "bar" }]));
plot(stream, { title: { text: "live" }, width: 600, height: 320 });
await lastValueFrom(stream);`,
  `import { plotHistory } from "toile";
plotHistory({ loss: [0.6, 0.4, 0.3], val_loss: [0.5, 0.45, 0.4] });`,
];

function notebookOf(): string {
  const cells = sources.map((source, i) => ({
    cell_type: "code",
    id: `cell-${i}`,
    execution_count: null,
    metadata: {},
    outputs: [],
    source,
  }));
  const kernelspec = { name: "toile", display_name: "TypeScript (Toile)", language: "typescript" };
  return JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 });
}

describe("figures in JupyterLab", () => {
  let lab: Lab | undefined;
  let browser: Browser | undefined;

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    if (skipReason === undefined) [lab, browser] = await Promise.all([startLab(), launch()]);
  });

  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
  });

  it("are drawn inline, in their place, interactive, and change in place", {
    timeout: 300_000,
  }, async (context) => {
    if (lab === undefined || browser === undefined) return context.skip(skipReason);
    writeFileSync(join(lab.folder, "figures.ipynb"), notebookOf());
    const notebook = await NotebookPage.open(browser, lab.url("figures.ipynb"));
    const { page } = notebook;
    const pages = browser.contexts().flatMap((it) => it.pages()).length;
    await notebook.runAll();
    const cell = (i: number) => page.locator(".jp-CodeCell").nth(i);
    const still = cell(2).locator(".jp-RenderedPlotly img");
    await still.scrollIntoViewIfNeeded();
    expect(await still.evaluate((img) => Reflect.get(img, "naturalWidth"))).toBe(454);
    await notebook.screenshot(join(screenshots, "figures-still.png"));
    // The picture gives way to the interactive figure under the pointer.
    const { x, y } = (await still.boundingBox())!;
    await page.mouse.move(x + 100, y + 60);
    for (let i = 0; i < sources.length; i++) {
      await cell(i).scrollIntoViewIfNeeded();
      await cell(i).locator(".js-plotly-plot .main-svg").first().waitFor({ timeout: 60_000 });
      expect(await cell(i).locator(".js-plotly-plot").count()).toBe(1);
      expect(await cell(i).locator(".jp-RenderedText[data-mime-type*='stderr']").count()).toBe(0);
    }
    const outputs = await cell(0).locator(".jp-OutputArea-child").allTextContents();
    expect(outputs.map((text) => text.includes("below the figure"))).toEqual([false, true]);
    expect(browser.contexts().flatMap((it) => it.pages()).length).toBe(pages);
    await cell(0).scrollIntoViewIfNeeded();
    await notebook.screenshot(join(screenshots, "figures.png"));

    await page.keyboard.press("Control+s");
    const saved = () => JSON.parse(readFileSync(join(lab!.folder, "figures.ipynb"), "utf8"));
    await expect.poll(() => saved().cells[2].outputs.length, { timeout: 30_000 }).toBe(1);
    for (const { outputs } of saved().cells) {
      expect(Object.keys(outputs[0].data).sort()).toEqual([
        "application/vnd.plotly.v1+json",
        "image/png",
        "image/svg+xml",
        "text/plain",
      ]);
    }
    expect(saved().cells[1].outputs[0].data["application/vnd.plotly.v1+json"].data[0].y).toEqual([0, 19]);
  });

  it("read as well on a dark page", { timeout: 120_000 }, async (context) => {
    if (lab === undefined || browser === undefined) return context.skip(skipReason);
    const page = browser.contexts().flatMap((it) => it.pages())[0]!;
    await page.locator(".lm-MenuBar-itemLabel", { hasText: /^Settings$/ }).click();
    await page.locator(".lm-Menu-itemLabel", { hasText: /^Theme$/ }).hover();
    await page.locator(".lm-Menu-itemLabel", { hasText: /^JupyterLab Dark$/ }).click();
    await page.locator("body[data-jp-theme-light='false']").waitFor({ state: "attached" });
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(screenshots, "figures-dark.png") });
    const papers = await page
      .locator(".js-plotly-plot .main-svg:first-child")
      .evaluateAll((all) => all.map((svg) => getComputedStyle(svg).backgroundColor));
    expect(papers.length).toBeGreaterThan(0);
    expect(new Set(papers)).toEqual(new Set(["rgb(255, 255, 255)"]));
  });
});
