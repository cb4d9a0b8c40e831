import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, beforeEach, inject } from "vitest";
import { skipReason } from "./chromium.ts";
import { notebookOf } from "./notebook.ts";
import { NotebookPage } from "./notebookPage.ts";

const screenshots = fileURLToPath(new URL("../output/screenshots/", import.meta.url));

/** What a file of browser tests does with the JupyterLab and the Chromium of the run; its tests skip where there is no Chromium. */
export class Session {
  readonly #opened: { path: string; notebook: NotebookPage }[] = [];
  #browser: Browser | undefined;

  /** For the body of a `describe`. */
  static use(): Session {
    const session = new Session();
    beforeEach((context) => context.skip(skipReason !== undefined, skipReason));
    beforeAll(async () => {
      mkdirSync(screenshots, { recursive: true });
      const endpoint = inject("chromium");
      if (endpoint !== undefined) session.#browser = await chromium.connect(endpoint);
    });
    afterAll(async () => {
      for (const { path, notebook } of session.#opened) await session.#close(path, notebook);
      await session.#browser?.close();
    });
    return session;
  }

  get browser(): Browser {
    if (this.#browser === undefined) throw new Error("no Chromium to connect with");
    return this.#browser;
  }

  /** Writes a notebook with these cells of code and opens it. */
  async openNew(name: string, ...cells: string[]): Promise<NotebookPage> {
    return this.openText(name, notebookOf(...cells));
  }

  /** Writes the text of a notebook and opens it. */
  async openText(name: string, text: string): Promise<NotebookPage> {
    writeFileSync(this.#path(name), text);
    return this.open(name);
  }

  /** Opens a notebook that lies in JupyterLab's folder, such as `en/17-a-first-neural-network.ipynb`, in a workspace of its own. */
  async open(path: string): Promise<NotebookPage> {
    const { address, token } = this.#lab;
    const workspace = path.replace(/\W+/g, "-");
    const url = `${address}/lab/workspaces/${workspace}/tree/${path}?token=${token}&reset`;
    const notebook = await NotebookPage.open(this.browser, url);
    this.#opened.push({ path, notebook });
    return notebook;
  }

  /** Closes the page and ends its kernel, which would keep its memory. */
  async #close(path: string, { page }: NotebookPage): Promise<void> {
    await page.close();
    const { address, token } = this.#lab;
    const headers = { Authorization: `token ${token}` };
    const answer = await fetch(`${address}/api/sessions`, { headers });
    const sessions = (await answer.json()) as { id: string; path: string }[];
    for (const { id } of sessions.filter((one) => one.path === path))
      await fetch(`${address}/api/sessions/${id}`, { method: "DELETE", headers });
  }

  /** The notebook as it is saved. */
  saved(name: string): { cells: { outputs: { data: Record<string, unknown> }[] }[] } {
    return JSON.parse(readFileSync(this.#path(name), "utf8"));
  }

  /** Where a picture of this name is kept. */
  picture(name: string): string {
    return join(screenshots, `${name}.png`);
  }

  #path(name: string): string {
    return join(this.#lab.folder, name);
  }

  get #lab() {
    const lab = inject("lab");
    if (lab === undefined) throw new Error("no JupyterLab was started");
    return lab;
  }
}
