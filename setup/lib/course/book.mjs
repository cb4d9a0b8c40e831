import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inTemporaryFolder, writeJson } from "../files.mjs";
import { nbconvert } from "../nbconvert.mjs";
import { printPdf } from "../print-pdf.mjs";
import { headingOf, readNotebook } from "./chapters.mjs";
import { escapeHtml, wordsOf } from "./words.mjs";

/**
 * @typedef {import("./chapters.mjs").Chapter} Chapter
 * @typedef {import("./chapters.mjs").Cell} Cell
 */

const style = `<style>
  main > :has(.book-part) { break-before: page; }
  .book-contents { list-style: none; padding: 0; }
  .book-contents li { margin: 0.5em 0; }
  .book-contents a { color: inherit; text-decoration: none; }
</style>`;

/** @param {string} language */
export function bookName(language) {
  return `course-${language}.pdf`;
}

/**
 * Prints all chapters of a language, then all solutions, as one PDF: one page is printed, so that page numbers run through and the
 * outline holds every chapter.
 * @param {Chapter[]} chapters those that the language has
 * @param {string} language
 * @param {string} output
 */
export async function printBook(chapters, language, output) {
  const ordered = [...chapters].sort((a, b) => Number(a.isSolution) - Number(b.isSolution));
  const files = ordered.map(({ name }) => path.join(output, language, `${name}.ipynb`));
  const notebooks = files.map(readNotebook);
  const parts = ordered.map(({ name }, i) => partOf(name, notebooks[i]?.cells ?? []));
  const metadata = { ...notebooks[0]?.metadata, title: wordsOf(language).course };
  const cells = [titlePage(ordered, language), ...parts.flat()];
  await inTemporaryFolder(async (folder) => {
    const [notebook, page] = [path.join(folder, "book.ipynb"), path.join(folder, "book.html")];
    writeJson(notebook, { cells, metadata, nbformat: 4, nbformat_minor: 5 });
    await nbconvert("html", ["--output-dir", folder, notebook]);
    writeFileSync(page, bound(readFileSync(page, "utf8"), ordered));
    await printPdf(page, path.join(output, bookName(language)));
  });
}

/**
 * A chapter's cells, with ids that no other chapter has.
 * @param {string} name
 * @param {Cell[]} cells
 * @returns {Cell[]}
 */
function partOf(name, cells) {
  const mark = prose(`start-${idOf(name)}`, `<div class="book-part" id="${idOf(name)}"></div>`);
  return [mark, ...cells.map((cell, i) => ({ ...cell, id: `${idOf(name)}-${i}`.slice(-64) }))];
}

/**
 * @param {Chapter[]} chapters
 * @param {string} language
 */
function titlePage(chapters, language) {
  const words = wordsOf(language);
  const entries = chapters.map(({ name, languages }) => {
    const notebook = languages.get(language);
    const title = notebook ? headingOf(notebook, name).title : name;
    return `<li><a href="#${idOf(name)}">${escapeHtml(title)}</a></li>`;
  });
  const contents = `<ul class="book-contents">${entries.join("")}</ul>`;
  return prose("contents", `# ${words.course}\n\n${contents}`);
}

/**
 * @param {string} id
 * @param {string} source
 * @returns {Cell}
 */
function prose(id, source) {
  return { cell_type: "markdown", id: id.slice(-64), metadata: {}, source };
}

/** @param {string} name */
function idOf(name) {
  return `part-${name.replace(/[^\w-]/g, "-")}`;
}

/**
 * Chapters start on pages of their own, and links between notebooks lead to the chapter's place in the book.
 * @param {string} html
 * @param {Chapter[]} chapters
 */
function bound(html, chapters) {
  const known = new Set(chapters.map(({ name }) => name));
  const styled = html.replace("</head>", `${style}\n</head>`);
  return styled.replace(/href="([^":?#]+)\.ipynb(?:#[^"]*)?"/g, (whole, /** @type {string} */ address) => {
    const base = path.posix.basename(decodeURI(address));
    const name = address.includes("solutions/") ? `solutions/${base}` : base;
    return known.has(name) ? `href="#${idOf(name)}"` : whole;
  });
}
