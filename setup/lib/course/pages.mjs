import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { sha256, writeAtomic } from "../files.mjs";
import { nbconvert } from "../nbconvert.mjs";
import { headingOf } from "./chapters.mjs";
import { escapeHtml, wordsOf } from "./words.mjs";

/** @typedef {import("./chapters.mjs").Chapter} Chapter */

/** Scripts and style sheets from this length on are kept once for the whole site. */
const long = 50_000;

/**
 * Makes a page of every notebook and slides of every chapter, beside the notebook, by one nbconvert for each kind: it takes longer to
 * start than to convert.
 * @param {Chapter[]} chapters
 * @param {string} output
 */
export async function makePages(chapters, output) {
  const files = (/** @type {Chapter[]} */ some) =>
    some.flatMap(({ name, languages }) =>
      [...languages.keys()].map((language) => path.join(output, language, `${name}.ipynb`)),
    );
  const main = chapters.filter(({ isSolution }) => !isSolution);
  await nbconvert("html", files(chapters));
  if (main.length > 0) await nbconvert("slides", files(main));
}

/**
 * Makes the pages of a language parts of the site.
 * @param {Chapter[]} chapters those that the language has
 * @param {string} language
 * @param {string} output
 */
export function joinPages(chapters, language, output) {
  const folder = path.join(output, language);
  for (const chapter of chapters) {
    dress(`${chapter.name}.html`, folder, output, navigation(chapter, chapters, language));
    if (!chapter.isSolution) dress(`${chapter.name}.slides.html`, folder, output, "");
  }
}

/**
 * Gives a page the way to its neighbours, and shares with the others what all of them embed.
 * @param {string} name
 * @param {string} folder
 * @param {string} output
 * @param {string} nav
 */
function dress(name, folder, output, nav) {
  const file = path.join(folder, name);
  const toRoot = path.posix.relative(path.posix.dirname(`/x/${name}`), "/");
  const html = share(readFileSync(file, "utf8"), output, toRoot)
    .replace("</head>", `<link rel="stylesheet" href="${toRoot}/static/course.css">\n</head>`)
    .replace("<main>", () => `${nav && `<nav class="course">${nav}</nav>\n`}<main>`)
    .replace("</main>", () => `</main>${nav && `\n<nav class="course">${nav}</nav>`}`);
  writeFileSync(file, linkPages(html, path.dirname(file)));
}

/**
 * Long embedded scripts and style sheets, as files that the browser reads and keeps once.
 * @param {string} html
 * @param {string} output
 * @param {string} toRoot
 */
function share(html, output, toRoot) {
  return html.replace(
    /<(script|style)(?: type="text\/css")?>([\s\S]*?)<\/\1>/g,
    (whole, /** @type {string} */ tag, /** @type {string} */ text) => {
      if (text.length < long) return whole;
      const name = `${sha256(text).slice(0, 12)}.${tag === "script" ? "js" : "css"}`;
      const file = path.join(output, "static", name);
      if (!existsSync(file)) writeAtomic(file, text);
      const address = `${toRoot}/static/${name}`;
      return tag === "script"
        ? `<script src="${address}"></script>`
        : `<link rel="stylesheet" href="${address}">`;
    },
  );
}

/**
 * Links to notebooks of the course lead to their pages.
 * @param {string} html
 * @param {string} folder
 */
function linkPages(html, folder) {
  return html.replace(/href="([^":?#]+)\.ipynb(#[^"]*)?"(?! download)/g, (whole, name, anchor = "") =>
    existsSync(path.join(folder, `${decodeURI(name)}.html`)) ? `href="${name}.html${anchor}"` : whole,
  );
}

/**
 * @param {Chapter} chapter
 * @param {Chapter[]} chapters
 * @param {string} language
 */
function navigation(chapter, chapters, language) {
  const words = wordsOf(language);
  const up = chapter.isSolution ? "../" : "";
  const here = path.posix.basename(chapter.name);
  const siblings = chapters.filter(({ isSolution }) => isSolution === chapter.isSolution);
  const place = siblings.indexOf(chapter);
  const neighbour = (/** @type {Chapter | undefined} */ one, /** @type {string} */ rel, arrow = "") => {
    const notebook = one?.languages.get(language);
    if (!one || !notebook) return "";
    const { title } = headingOf(notebook, one.name);
    return link(`${path.posix.basename(one.name)}.html`, `${arrow} ${title}`, `rel="${rel}"`);
  };
  const partner = chapters.find(
    ({ name, isSolution }) => isSolution !== chapter.isSolution && path.posix.basename(name) === here,
  );
  const partnerLink = chapter.isSolution
    ? link(`../${here}.html`, words.chapter)
    : link(`solutions/${here}.html`, words.solutions);
  const others = [...chapter.languages.keys()].filter((other) => other !== language);
  const parts = [
    link(`${up}../index.html#${language}`, words.contents),
    partner ? partnerLink : "",
    chapter.isSolution ? "" : link(`${here}.slides.html`, words.slides),
    link(`${here}.ipynb`, words.notebook, "download"),
    ...others.map((other) =>
      link(`${up}../${other}/${chapter.name}.html`, wordsOf(other).language, `lang="${other}"`),
    ),
    `<span class="course-neighbours">${neighbour(siblings[place - 1], "prev", "←")} ${neighbour(siblings[place + 1], "next", "→")}</span>`,
  ];
  return parts.filter(Boolean).join(" ");
}

/**
 * @param {string} address
 * @param {string} text
 * @param {string} [attributes]
 */
export function link(address, text, attributes = "") {
  return `<a href="${encodeURI(address)}"${attributes && ` ${attributes}`}>${escapeHtml(text)}</a>`;
}
