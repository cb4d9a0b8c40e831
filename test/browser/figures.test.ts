import { describe, expect, it } from "vitest";
import type { NotebookPage } from "./notebookPage.ts";
import { Session } from "./session.ts";

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

describe("figures in JupyterLab", () => {
  const session = Session.use();
  let notebook: NotebookPage;

  it("are drawn inline, in their place, interactive, and change in place", {
    timeout: 300_000,
  }, async () => {
    const { browser } = session;
    notebook = await session.openNew("figures.ipynb", ...sources);
    const { page } = notebook;
    const pages = browser.contexts().flatMap((it) => it.pages()).length;
    await notebook.runAll();
    const cell = (i: number) => notebook.cell(i);
    const still = cell(2).locator(".jp-RenderedPlotly img");
    await still.scrollIntoViewIfNeeded();
    expect(await still.evaluate((img) => Reflect.get(img, "naturalWidth"))).toBe(454);
    await notebook.screenshot(session.picture("figures-still"));
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
    await notebook.screenshot(session.picture("figures"));

    await page.keyboard.press("Control+s");
    const saved = () => session.saved("figures.ipynb");
    await expect.poll(() => saved().cells[2]!.outputs.length, { timeout: 30_000 }).toBe(1);
    for (const { outputs } of saved().cells) {
      expect(Object.keys(outputs[0]!.data).sort()).toEqual([
        "application/vnd.plotly.v1+json",
        "image/png",
        "image/svg+xml",
        "text/plain",
      ]);
    }
    expect(saved().cells[1]!.outputs[0]!.data["application/vnd.plotly.v1+json"]).toMatchObject({
      data: [{ y: [0, 19] }],
    });
  });

  it("read as well on a dark page", { timeout: 120_000 }, async () => {
    const { page } = notebook;
    await notebook.choose("Settings", "Theme", "JupyterLab Dark");
    await page.locator("body[data-jp-theme-light='false']").waitFor({ state: "attached" });
    await notebook.screenshot(session.picture("figures-dark"));
    const papers = await page
      .locator(".js-plotly-plot .main-svg:first-child")
      .evaluateAll((all) => all.map((svg) => getComputedStyle(svg).backgroundColor));
    expect(papers.length).toBeGreaterThan(0);
    expect(new Set(papers)).toEqual(new Set(["rgb(255, 255, 255)"]));
    // The setting is kept by JupyterLab, which other tests use.
    await notebook.choose("Settings", "Theme", "JupyterLab Light");
  });
});
