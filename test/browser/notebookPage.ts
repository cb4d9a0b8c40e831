import type { Browser, Locator, Page } from "playwright-core";

/** A notebook open in JupyterLab, with what a reader does to it. */
export class NotebookPage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(browser: Browser, url: string): Promise<NotebookPage> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(url);
    await page.locator(".jp-Notebook .jp-Cell").first().waitFor({ timeout: 60_000 });
    const notebook = new NotebookPage(page);
    await notebook.idle();
    return notebook;
  }

  /** Waits until the kernel is there and has nothing to do. */
  async idle(timeout = 180_000): Promise<void> {
    await this.page
      .locator("#jp-main-statusbar", { hasText: "TypeScript (Toile) | Idle" })
      .waitFor({ timeout });
  }

  /** Run > Run All Cells, by the menu, and waits for the last cell. */
  async runAll(timeout = 180_000): Promise<void> {
    await this.choose("Run", "Run All Cells");
    const last = this.page.locator(".jp-CodeCell .jp-InputPrompt").last();
    await last.filter({ hasText: /\[\d+\]/ }).waitFor({ state: "attached", timeout });
    await this.idle();
  }

  /** The cell of code with this text in it, or the nth. */
  cell(which: string | number): Locator {
    const cells = this.page.locator(".jp-CodeCell");
    return typeof which === "number"
      ? cells.nth(which)
      : cells.filter({ has: this.page.locator(".jp-Cell-inputArea", { hasText: which }) }).first();
  }

  /** Scrolls a cell to the top of the window, again when what lies above it has been laid out. */
  async show(which: string | number): Promise<void> {
    for (let i = 0; i < 3; i++) {
      await this.cell(which).evaluate((cell) => cell.scrollIntoView({ block: "start" }));
      await this.page.waitForTimeout(200);
    }
  }

  /** Puts the cursor at the end of a cell. */
  async edit(which: string | number): Promise<void> {
    await this.cell(which).locator(".cm-content").click();
    await this.page.keyboard.press("Control+End");
  }

  /** Writes a new cell below another. */
  async insertBelow(which: string | number, source: string): Promise<void> {
    await this.cell(which).locator(".jp-InputPrompt").click();
    await this.page.keyboard.press("b");
    await this.page.keyboard.press("Enter");
    await this.page.keyboard.insertText(source);
  }

  /** Runs a cell, without waiting for its end. */
  async start(which: string | number): Promise<void> {
    await this.edit(which);
    await this.page.keyboard.press("Control+Enter");
  }

  /** A command of the menus, by the names that a reader sees. */
  async choose(...names: string[]): Promise<void> {
    const [menu, ...items] = names;
    await this.page.locator(".lm-MenuBar-itemLabel", { hasText: new RegExp(`^${menu}$`) }).click();
    for (const [i, name] of items.entries()) {
      const item = this.page.locator(".lm-Menu-itemLabel", { hasText: new RegExp(`^${name}$`) });
      if (i < items.length - 1) await item.hover();
      else await item.click();
    }
  }

  /** Takes a picture of the window once nothing moves. */
  async screenshot(path: string): Promise<void> {
    await this.page.waitForTimeout(500);
    await this.page.screenshot({ path });
  }
}
