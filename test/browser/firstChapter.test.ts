import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch, skipReason } from "./chromium.ts";
import { type Lab, startLab } from "./jupyterlab.ts";
import { NotebookPage } from "./notebookPage.ts";

const screenshots = fileURLToPath(new URL("../output/screenshots/", import.meta.url));

describe("the first chapter in JupyterLab", () => {
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

  it("trains by Run All Cells and ends with the curve visible", { timeout: 300_000 }, async (context) => {
    if (lab === undefined || browser === undefined) return context.skip(skipReason);
    const notebook = await NotebookPage.open(browser, lab.url("en/17-a-first-neural-network.ipynb"));
    const { page } = notebook;
    await notebook.runAll();

    const errors = page.locator("[data-mime-type='application/vnd.jupyter.error']");
    expect(await errors.allTextContents()).toEqual([]);
    const cell = page.locator(".jp-CodeCell", { hasText: "plotHistory({" }).last();
    await cell.scrollIntoViewIfNeeded();
    // JupyterLab's plotly extension shows the still until the pointer is over it.
    await cell.locator(".jp-RenderedPlotly").hover();
    const curve = cell.locator(".jp-RenderedPlotly .main-svg").first();
    await curve.waitFor({ state: "visible" });
    await curve.scrollIntoViewIfNeeded();
    expect(await cell.locator(".jp-RenderedPlotly").textContent()).toMatch(/loss/);
    await notebook.screenshot(`${screenshots}first-chapter-curve.png`);
  });
});
