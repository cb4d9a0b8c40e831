import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch, skipReason } from "./chromium.ts";
import { type Lab, startLab } from "./jupyterlab.ts";
import { notebookOf } from "./notebook.ts";
import { NotebookPage } from "./notebookPage.ts";

const screenshots = fileURLToPath(new URL("../output/screenshots/", import.meta.url));

const cells = [
  `// What a cell of TypeScript looks like.
interface Point { readonly x: number }
/** Greets by name. */
function greet(name: string, times = 2): string {
  return \`Hello, \${name}! \`.repeat(times);
}
const origin: Point = { x: 0 };
const settings = { batchSize: 32, learningRate: 1e-3, optimizer: "adam" };`,
  `const name = await input("Your name? ");
greet(name)`,
  `const secret = await input("Password? ", { password: true });
secret.length`,
  "settings.",
  "greet(",
  "greet?",
];

describe("editing in JupyterLab", { timeout: 120_000 }, () => {
  let lab: Lab | undefined;
  let browser: Browser | undefined;
  let notebook: NotebookPage;

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    if (skipReason !== undefined) return;
    [lab, browser] = await Promise.all([startLab(), launch()]);
    writeFileSync(join(lab.folder, "editing.ipynb"), notebookOf(...cells));
    notebook = await NotebookPage.open(browser, lab.url("editing.ipynb"));
    await run(0);
  });

  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
  });

  const cell = (index: number): Locator => notebook.page.locator(".jp-CodeCell").nth(index);

  /** Puts the cursor at the end of a cell. */
  async function edit(index: number): Promise<void> {
    await cell(index).locator(".cm-content").click();
    await notebook.page.keyboard.press("Control+End");
  }

  async function run(index: number): Promise<void> {
    await edit(index);
    await notebook.page.keyboard.press("Control+Enter");
  }

  const prompt = (index: number) =>
    cell(index)
      .locator(".jp-InputPrompt", { hasText: /\[\d+\]/ })
      .waitFor();

  it("colours TypeScript", async (context) => {
    if (lab === undefined) return context.skip(skipReason);
    await prompt(0);
    const colours = await cell(0)
      .locator(".cm-line span")
      .evaluateAll((spans) => spans.map((span) => [span.textContent, getComputedStyle(span).color]));
    const colourOf = Object.fromEntries(colours) as Record<string, string>;
    await notebook.screenshot(`${screenshots}editing-colours.png`);
    expect(Object.keys(colourOf)).toEqual(
      expect.arrayContaining(["interface", "readonly", "const", '"adam"']),
    );
    expect(colourOf.interface).toBe(colourOf.const);
    expect(colourOf['"adam"']).not.toBe(colourOf.const);
  });

  it("asks in a box below the cell, and hides a password", async (context) => {
    if (lab === undefined) return context.skip(skipReason);
    await run(1);
    const box = cell(1).locator(".jp-Stdin-input");
    await box.waitFor();
    expect(await cell(1).locator(".jp-Stdin-prompt").textContent()).toBe("Your name? ");
    await notebook.screenshot(`${screenshots}editing-input.png`);
    await box.fill("Ada");
    await box.press("Enter");
    await prompt(1);
    expect(await cell(1).locator(".jp-OutputArea-executeResult").textContent()).toContain(
      "Hello, Ada! Hello, Ada!",
    );

    await run(2);
    const hidden = cell(2).locator(".jp-Stdin-input");
    await hidden.waitFor();
    expect(await hidden.getAttribute("type")).toBe("password");
    await hidden.fill("hush");
    await notebook.screenshot(`${screenshots}editing-password.png`);
    await hidden.press("Enter");
    await prompt(2);
    expect(await cell(2).locator(".jp-OutputArea-executeResult").textContent()).toContain("4");
    expect(await cell(2).textContent()).not.toContain("hush");
    await notebook.screenshot(`${screenshots}editing-answered.png`);
  });

  it("completes members by Tab", async (context) => {
    if (lab === undefined) return context.skip(skipReason);
    await edit(3);
    await notebook.page.keyboard.press("Tab");
    const items = notebook.page.locator(".jp-Completer-item .jp-Completer-match");
    await items.first().waitFor();
    await notebook.screenshot(`${screenshots}editing-completion.png`);
    expect(await items.allTextContents()).toEqual(
      expect.arrayContaining(["batchSize", "learningRate", "optimizer"]),
    );
    await notebook.page.keyboard.type("opt");
    await notebook.page.keyboard.press("Enter");
    expect(await cell(3).locator(".cm-content").textContent()).toBe("settings.optimizer");
    await run(3);
    await prompt(3);
    expect(await cell(3).locator(".jp-OutputArea-executeResult").textContent()).toContain("adam");
  });

  it("explains a function by Shift+Tab inside its call", async (context) => {
    if (lab === undefined) return context.skip(skipReason);
    await edit(4);
    await notebook.page.keyboard.press("Shift+Tab");
    const tooltip = notebook.page.locator(".jp-Tooltip");
    await tooltip.waitFor();
    await notebook.screenshot(`${screenshots}editing-tooltip.png`);
    expect(await tooltip.textContent()).toContain("greet(name: string, times = 2): string");
    expect(await tooltip.textContent()).toContain("Greets by name.");
    await notebook.page.keyboard.press("Escape");
  });

  it("shows what `name?` says under the cell", async (context) => {
    if (lab === undefined) return context.skip(skipReason);
    await run(5);
    const answer = cell(5).locator(".jp-OutputArea-output");
    await answer.waitFor();
    await notebook.screenshot(`${screenshots}editing-pager.png`);
    expect(await answer.textContent()).toContain("greet(name: string, times = 2): string");
  });
});
