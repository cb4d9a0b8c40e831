import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** A page in a browser of its own, with what it asked the network for and what went wrong in it. */
export interface OpenPage {
  readonly page: Page;
  /** Addresses of all requests but those to files and to data inside the page. */
  readonly requests: readonly string[];
  readonly errors: readonly string[];
}

/** Opens a file as a reader does, and waits until nothing more happens. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const requests: string[] = [];
  const errors: string[] = [];
  page.on("request", (request) => {
    if (request.url() !== url && !/^(data|blob):/.test(request.url())) requests.push(request.url());
  });
  page.on("websocket", (socket) => requests.push(socket.url()));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  await page.goto(url, { waitUntil: "networkidle" });
  return { page, requests, errors };
}
