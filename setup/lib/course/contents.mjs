import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../paths.mjs";
import { bookName } from "./book.mjs";
import { headingOf } from "./chapters.mjs";
import { link } from "./pages.mjs";
import { escapeHtml, wordsOf } from "./words.mjs";

/** @typedef {import("./chapters.mjs").Chapter} Chapter */

const templates = path.join(root, "templates");

/**
 * Writes index.html, the contents of the course in every language side by side, and the style sheet of the site.
 * @param {Chapter[]} chapters
 * @param {string[]} languages
 * @param {string} output
 * @param {boolean} withBooks whether there are PDFs
 */
export function writeContents(chapters, languages, output, withBooks) {
  const style = path.join(output, "static", "course.css");
  mkdirSync(path.dirname(style), { recursive: true });
  copyFileSync(path.join(templates, "course", "course.css"), style);
  const colours = readFileSync(path.join(templates, "toile", "static", "colours.css"), "utf8");
  writeFileSync(path.join(output, "static", "colours.css"), colours);
  const columns = languages.map((language) => column(chapters, language, withBooks));
  const title = languages.map((language) => wordsOf(language).course).join(" · ");
  writeFileSync(path.join(output, "index.html"), page(title, languages[0] ?? "en", columns.join("\n")));
}

/**
 * @param {string} title
 * @param {string} language
 * @param {string} body
 */
function page(title, language, body) {
  return `<!DOCTYPE html>
<html lang="${language}" data-theme="light">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="static/colours.css">
<link rel="stylesheet" href="static/course.css">
</head>
<body class="course-contents">
<main>
${body}
</main>
</body>
</html>
`;
}

/**
 * @param {Chapter[]} chapters
 * @param {string} language
 * @param {boolean} withBooks
 */
function column(chapters, language, withBooks) {
  const words = wordsOf(language);
  const names = new Set(chapters.filter(({ languages }) => languages.has(language)).map(({ name }) => name));
  const main = chapters.filter(({ name, isSolution }) => !isSolution && names.has(name));
  const entries = main.map((chapter) => entry(chapter, language, names.has(`solutions/${chapter.name}`)));
  const book = withBooks ? `<p>${link(bookName(language), words.pdf)}</p>\n` : "";
  return `<section lang="${language}" id="${language}">
<h1>${escapeHtml(words.course)}</h1>
<p>${escapeHtml(words.intro)}</p>
${book}<ol>
${entries.join("\n")}
</ol>
</section>`;
}

/**
 * @param {Chapter} chapter
 * @param {string} language
 * @param {boolean} hasSolutions
 */
function entry({ name, languages }, language, hasSolutions) {
  const words = wordsOf(language);
  const notebook = languages.get(language);
  const { title, sentence } = notebook ? headingOf(notebook, name) : { title: name, sentence: "" };
  const also = [
    link(`${language}/${name}.slides.html`, words.slides),
    ...(hasSolutions ? [link(`${language}/solutions/${name}.html`, words.solutions)] : []),
    link(`${language}/${name}.ipynb`, words.notebook, "download"),
  ];
  return `<li>
<h2>${link(`${language}/${name}.html`, title)}</h2>
<p>${escapeHtml(sentence)}</p>
<p class="course-also">${also.join(" ")}</p>
</li>`;
}
