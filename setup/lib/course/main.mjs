import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { findChromium } from "../chromium.mjs";
import { kernelspecIsReady } from "../kernelspec.mjs";
import { project, root, venvPython } from "../paths.mjs";
import { bookName, printBook } from "./book.mjs";
import { readChapters } from "./chapters.mjs";
import { writeContents } from "./contents.mjs";
import { executeAll } from "./execute.mjs";
import { joinPages, makePages } from "./pages.mjs";

/**
 * `npm run course -- [--notebooks DIR] [--output DIR] [--fresh]`
 * @param {string[]} args
 */
export async function course(args) {
  try {
    const ok = await build(readOptions(args));
    if (!ok) process.exitCode = 1;
  } catch (error) {
    console.error(`✗ ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}

/** @param {string[]} args */
function readOptions(args) {
  const options = /** @type {const} */ ({
    notebooks: { type: "string", default: project.notebooks },
    output: { type: "string", default: path.join(root, "course") },
    fresh: { type: "boolean", default: false },
  });
  return parseArgs({ args, options }).values;
}

/** @param {ReturnType<typeof readOptions>} options */
async function build({ notebooks, output, fresh }) {
  if (!existsSync(venvPython(project.venv)) || !kernelspecIsReady())
    throw new Error("The kernel is not set up: npm run setup");
  const started = Date.now();
  const chapters = readChapters(path.resolve(notebooks));
  const languages = [...new Set(chapters.flatMap((chapter) => [...chapter.languages.keys()]))];
  const folder = path.resolve(output);
  mkdirSync(folder, { recursive: true });
  const failed = await executeAll(chapters, folder, fresh, (line) => console.log(line));
  if (failed > 0) {
    const those = failed === 1 ? "One notebook" : `${failed} notebooks`;
    console.error(`✗ ${those} failed, so no course was built. What ran is kept for the next time.`);
    return false;
  }
  const withBooks = canPrint();
  writeContents(chapters, languages, folder, withBooks);
  await told("pages and slides", () => makePages(chapters, folder));
  for (const language of languages) {
    const own = chapters.filter((chapter) => chapter.languages.has(language));
    joinPages(own, language, folder);
    if (withBooks) await told(bookName(language), () => printBook(own, language, folder));
  }
  const minutes = ((Date.now() - started) / 60_000).toFixed(1);
  console.log(`✓ ${path.relative(process.cwd(), path.join(folder, "index.html"))} (${minutes} min)`);
  return true;
}

/**
 * @param {string} title
 * @param {() => Promise<void>} work
 */
async function told(title, work) {
  const started = Date.now();
  await work();
  console.log(`✓ ${title} in ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

/** Without a Chromium the rest is still worth having. */
function canPrint() {
  try {
    findChromium();
    return true;
  } catch (error) {
    console.error(`! No PDF: ${error instanceof Error ? error.message : error}`);
    return false;
  }
}
