import { copyFileSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Download } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { NotebookPage } from "./notebookPage.ts";
import { Session } from "./session.ts";

const firstChapter = fileURLToPath(new URL("../../docs/images/first-chapter.png", import.meta.url));

/** What a reader does with chapters 17 to 19. The long chapters train for one or two epochs, by the cell that is there for that. */
describe("the course in JupyterLab", { timeout: 400_000 }, () => {
  const session = Session.use();
  let chapter17: NotebookPage;

  /** JupyterLab shows errors as it shows what is written to standard error; scikit-learn's warnings are the only lines there. */
  async function errorsOf({ page }: NotebookPage): Promise<string[]> {
    const red = page.locator("[data-mime-type='application/vnd.jupyter.stderr']");
    return (await red.allTextContents()).filter((text) => !/^(Future|Convergence)Warning: /.test(text));
  }

  const outputsOf = async (notebook: NotebookPage, which: string) =>
    (await notebook.cell(which).locator(".jp-OutputArea-output").allTextContents()).join("\n");

  /** Double-clicks a number in a cell, as a reader does, and writes another over it. */
  async function change(notebook: NotebookPage, line: string, from: string, to: string): Promise<void> {
    const place = notebook.cell(line).locator(".cm-line", { hasText: line });
    await place.locator("span", { hasText: new RegExp(`^${from}$`) }).dblclick();
    await notebook.page.keyboard.type(to);
  }

  /** What a command of File > Save and Export Notebook As hands to the browser. */
  async function exported(notebook: NotebookPage, format: string): Promise<Buffer> {
    const { page } = notebook;
    const download = new Promise<Download>((resolve) => {
      page.once("download", resolve);
      page.once("popup", (popup) => popup.once("download", resolve));
    });
    await notebook.choose("File", "Save and Export Notebook As", format);
    const file = session.picture("chapter-17-export").replace(".png", "");
    await (await download).saveAs(file);
    return readFileSync(file);
  }

  /** Runs a cell and waits for its end. */
  async function run(notebook: NotebookPage, which: string): Promise<void> {
    const prompt = notebook.cell(which).locator(".jp-InputPrompt");
    const before = await prompt.textContent();
    await notebook.start(which);
    await expect.poll(() => prompt.textContent(), { timeout: 120_000 }).not.toBe(before);
    await prompt.filter({ hasText: /\[\d+\]/ }).waitFor({ timeout: 120_000 });
  }

  it("trains chapter 17 by Run All Cells and ends with the curve visible", async () => {
    const notebook = await session.open("en/17-a-first-neural-network.ipynb");
    chapter17 = notebook;
    await notebook.runAll(300_000);
    expect(await errorsOf(notebook)).toEqual([]);
    const cell = notebook.cell("plotHistory({");
    await cell.scrollIntoViewIfNeeded();
    // JupyterLab's plotly extension shows the still until the pointer is over it.
    await cell.locator(".jp-RenderedPlotly").hover();
    const curve = cell.locator(".jp-RenderedPlotly .main-svg").first();
    await curve.waitFor({ state: "visible" });
    await cell.evaluate((element) => element.scrollIntoView({ block: "end" }));
    await notebook.page.mouse.move(4, 500);
    expect(await cell.locator(".jp-RenderedPlotly").textContent()).toMatch(/loss/);
    await notebook.screenshot(session.picture("chapter-17-curve"));
    // `TOILE_UPDATE_IMAGES=1 npx vitest run test/browser/course.test.ts` takes the README's picture anew: look at it, then commit.
    if (process.env.TOILE_UPDATE_IMAGES === "1")
      copyFileSync(session.picture("chapter-17-curve"), firstChapter);
    expect(await outputsOf(notebook, "model.evaluate(valScaled, valLabels);")).toMatch(
      /300\/300 ━+ .*accuracy: 0\.8\d{3}/,
    );
  });

  it("hands chapter 17 out by the File menu", async () => {
    const html = (await exported(chapter17, "Toile_html")).toString();
    expect(html.match(/class="jp-OutputArea-output toile-figure"/g)).toHaveLength(7);
    expect(html).toContain("1200/1200");
    expect((await exported(chapter17, "Toile_pdf")).toString("latin1")).toMatch(/^%PDF-/);
    const script = (await exported(chapter17, "Toile_script")).toString();
    expect(script).toContain("const model = sequential(dense);");
  });

  it("takes another size of a layer in chapter 18, in Korean and on a dark page", async () => {
    const notebook = await session.open("ko/18-hidden-layers.ipynb");
    await notebook.choose("Settings", "Theme", "JupyterLab Dark");
    await change(notebook, "const epochs = ", "5", "1");
    await notebook.runAll(300_000);
    expect(await errorsOf(notebook)).toEqual([]);
    expect(await outputsOf(notebook, "relu.summary()")).toContain("Total params: 79,510");
    await notebook.show("plotHistory(runs");
    await notebook.screenshot(session.picture("chapter-18-race-dark"));

    await change(notebook, 'const hidden = layers.dense(100, { activation: "relu" })', "100", "50");
    await run(notebook, "function deepModel");
    await run(notebook, "relu.summary()");
    expect(await outputsOf(notebook, "relu.summary()")).toContain("Total params: 39,760");
    await notebook.screenshot(session.picture("chapter-18-fifty-units"));
    await notebook.choose("Settings", "Theme", "JupyterLab Light");
  });

  it("stops a long fit of chapter 19 and goes on from where it stopped", async () => {
    const notebook = await session.open("ko/19-training-well.ipynb");
    const { page } = notebook;
    await change(notebook, "const epochs = ", "20", "2");
    await notebook.runAll(300_000);
    expect(await errorsOf(notebook)).toEqual([]);

    const training = "const plainHistory = await plain.fit";
    await change(notebook, "const epochs = ", "2", "500");
    await run(notebook, "const epochs = ");
    await notebook.start(training);
    // The live picture comes when an epoch is over.
    await notebook.cell(training).locator(".jp-RenderedSVG img").waitFor({ timeout: 120_000 });
    await notebook.show(training);
    await notebook.screenshot(session.picture("chapter-19-running"));
    await page.locator(".jp-NotebookPanel-toolbar [data-command='notebook:interrupt-kernel']").click();
    await expect
      .poll(() => errorsOf(notebook), { timeout: 60_000 })
      .toEqual([expect.stringContaining("KeyboardInterrupt")]);
    await notebook.screenshot(session.picture("chapter-19-interrupted"));

    await notebook.insertBelow(
      training,
      `const more = await plain.fit(trainScaled, trainLabels, { epochs: 1, verbose: 0 });
more.history.loss![0]! < 0.5; // that of a fresh model's first epoch is 0.53`,
    );
    await run(notebook, "const more = await");
    expect(await outputsOf(notebook, "const more = await")).toBe("true");
    await notebook.screenshot(session.picture("chapter-19-continued"));
  });
});
