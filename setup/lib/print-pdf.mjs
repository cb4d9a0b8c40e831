import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Chromium, findChromium } from "./chromium.mjs";

/** In the page: formulas set, fonts there, pictures decoded, slides laid out. */
const settled = `(async () => {
  await window.MathJax?.startup?.promise;
  await document.fonts.ready;
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  if (!window.Toile?.openDeck) return;
  while (document.documentElement.dataset.deck !== "ready") await new Promise(requestAnimationFrame);
  await new Promise((resolve) => setTimeout(resolve, 500));
})()`;

/**
 * Prints a page to PDF in the size and with the page numbers that its style sheet asks for.
 * @param {string} page an HTML file
 * @param {string} output
 */
export async function printPdf(page, output) {
  const profile = mkdtempSync(path.join(tmpdir(), "toile-chromium-"));
  const chromium = new Chromium(findChromium(), profile);
  try {
    const { targetId } = await chromium.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await chromium.send("Target.attachToTarget", { targetId, flatten: true });
    await chromium.send("Page.enable", {}, sessionId);
    const loaded = chromium.event("Page.loadEventFired");
    const url = `${pathToFileURL(page).href}?print-pdf`;
    const { errorText } = await chromium.send("Page.navigate", { url }, sessionId);
    if (errorText) throw new Error(`${page} does not open: ${errorText}`);
    await loaded;
    await chromium.send("Runtime.evaluate", { expression: settled, awaitPromise: true }, sessionId);
    const { data } = await chromium.send(
      "Page.printToPDF",
      {
        preferCSSPageSize: true,
        printBackground: true,
        generateTaggedPDF: true,
        generateDocumentOutline: true,
      },
      sessionId,
    );
    writeFileSync(output, Buffer.from(data, "base64"));
  } finally {
    await chromium.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
  }
}
