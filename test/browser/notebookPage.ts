import type { Browser, Page } from "playwright-core";

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
  async runAll(): Promise<void> {
    await this.page.locator(".lm-MenuBar-itemLabel", { hasText: /^Run$/ }).click();
    await this.page.locator(".lm-Menu-item[data-command='runmenu:run-all']").click();
    const last = this.page.locator(".jp-CodeCell .jp-InputPrompt").last();
    await last.filter({ hasText: /\[\d+\]/ }).waitFor({ state: "attached", timeout: 180_000 });
    await this.idle();
  }

  /** Brings a locator's element into view and takes a picture of the window. */
  async screenshot(path: string): Promise<void> {
    await this.page.waitForTimeout(500);
    await this.page.screenshot({ path });
  }
}
