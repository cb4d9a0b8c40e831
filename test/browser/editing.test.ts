import type { Locator } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { skipReason } from "./chromium.ts";
import { notebookOf } from "./notebook.ts";
import type { NotebookPage } from "./notebookPage.ts";
import { Session } from "./session.ts";

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
  "greet(settings.batchSize)",
  "greet(name).to",
  "const one = 1;\nconst chart = plotHisto",
];

/** As it was written, or in TypeScript's words once its server is there. */
const signature = /greet\(name: string, times(?: = 2|\?: number)\): string/;

describe("editing in JupyterLab", { timeout: 120_000 }, () => {
  const session = Session.use();
  let notebook: NotebookPage;

  beforeAll(async () => {
    if (skipReason !== undefined) return;
    notebook = await session.openNew("editing.ipynb", ...cells);
    await notebook.start(0);
  });

  const cell = (index: number): Locator => notebook.cell(index);
  const run = (index: number) => notebook.start(index);
  const edit = (index: number) => notebook.edit(index);

  const prompt = (index: number) =>
    cell(index)
      .locator(".jp-InputPrompt", { hasText: /\[\d+\]/ })
      .waitFor();

  it("colours TypeScript", async () => {
    await prompt(0);
    const colours = await cell(0)
      .locator(".cm-line span")
      .evaluateAll((spans) => spans.map((span) => [span.textContent, getComputedStyle(span).color]));
    const colourOf = Object.fromEntries(colours) as Record<string, string>;
    await notebook.screenshot(session.picture("editing-colours"));
    expect(Object.keys(colourOf)).toEqual(
      expect.arrayContaining(["interface", "readonly", "const", '"adam"']),
    );
    expect(colourOf.interface).toBe(colourOf.const);
    expect(colourOf['"adam"']).not.toBe(colourOf.const);
  });

  it("asks in a box below the cell, and hides a password", async () => {
    await run(1);
    const box = cell(1).locator(".jp-Stdin-input");
    await box.waitFor();
    expect(await cell(1).locator(".jp-Stdin-prompt").textContent()).toBe("Your name? ");
    await notebook.screenshot(session.picture("editing-input"));
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
    await notebook.screenshot(session.picture("editing-password"));
    await hidden.press("Enter");
    await prompt(2);
    expect(await cell(2).locator(".jp-OutputArea-executeResult").textContent()).toContain("4");
    expect(await cell(2).textContent()).not.toContain("hush");
    await notebook.screenshot(session.picture("editing-answered"));
  });

  it("completes members by Tab", async () => {
    await edit(3);
    await notebook.page.keyboard.press("Tab");
    const items = notebook.page.locator(".jp-Completer-item .jp-Completer-match");
    await items.first().waitFor();
    await notebook.screenshot(session.picture("editing-completion"));
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

  it("explains a function by Shift+Tab inside its call", async () => {
    await edit(4);
    await notebook.page.keyboard.press("Shift+Tab");
    const tooltip = notebook.page.locator(".jp-Tooltip");
    await tooltip.waitFor();
    await notebook.screenshot(session.picture("editing-tooltip"));
    expect(await tooltip.textContent()).toMatch(signature);
    expect(await tooltip.textContent()).toContain("Greets by name.");
    await notebook.page.keyboard.press("Escape");
  });

  it("shows what `name?` says under the cell", async () => {
    await run(5);
    const answer = cell(5).locator(".jp-OutputArea-output");
    await answer.waitFor();
    await notebook.screenshot(session.picture("editing-pager"));
    expect(await answer.textContent()).toMatch(signature);
  });

  it("tells a type error under the cell, which runs all the same", async () => {
    await run(6);
    const warning = cell(6).locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']");
    await warning.waitFor();
    await cell(6).scrollIntoViewIfNeeded();
    await notebook.screenshot(session.picture("editing-type-error"));
    expect(await warning.textContent()).toContain("'number' is not assignable to parameter of type 'string'");
    expect(await cell(6).locator(".jp-OutputArea-executeResult").count()).toBe(1);
  });

  it("completes by types behind a call, with the kind of each name", async () => {
    await edit(7);
    await notebook.page.keyboard.press("Tab");
    const item = notebook.page.locator(".jp-Completer-item", { hasText: "toUpperCase" });
    await item.waitFor();
    await notebook.screenshot(session.picture("editing-types"));
    expect(await item.locator(".jp-Completer-typeExtended").textContent()).toBe("method");
    await notebook.page.keyboard.press("Escape");
  });

  it("completes a name that nothing declares with its import", async () => {
    const text = () => cell(8).locator(".cm-line").allTextContents();
    const offered = notebook.page.locator(".jp-Completer-item").first();
    await edit(8);
    // JupyterLab gives up on an answer after a second, and the server reads all packages for the first one.
    await expect
      .poll(
        async () => {
          await notebook.page.keyboard.press("Tab");
          await offered.waitFor({ timeout: 1500 }).catch(() => {});
          if (await offered.isVisible()) await notebook.screenshot(session.picture("editing-import"));
          if (await offered.isVisible()) await notebook.page.keyboard.press("Enter");
          return text();
        },
        { timeout: 60_000 },
      )
      .toEqual(["const one = 1;", 'import { plotHistory } from "toile";', "const chart = plotHistory"]);
    await notebook.screenshot(session.picture("editing-imported"));
  });

  it("runs no cell with a type error where the notebook's metadata ask for strict types", async () => {
    const { metadata, ...rest } = JSON.parse(notebookOf('const text: string = 4; "it ran"')) as {
      metadata: object;
    };
    const asking = { ...rest, metadata: { ...metadata, toile: { strict: true } } };
    const strict = await session.openText("strict.ipynb", JSON.stringify(asking));
    await strict.start(0);
    const error = strict.cell(0).locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']");
    await error.waitFor();
    await strict.screenshot(session.picture("editing-strict"));
    expect(await error.textContent()).toContain("'number' is not assignable to type 'string'");
    expect(await strict.cell(0).textContent()).not.toContain("'it ran'");
  });
});
