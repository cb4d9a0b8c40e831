import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * @typedef {{ cell_type: string, id: string, metadata: Record<string, unknown>, source: string | string[], outputs?: unknown[], execution_count?: number | null }} Cell
 * @typedef {{ cells: Cell[], metadata: Record<string, unknown>, nbformat: number, nbformat_minor: number }} Notebook
 */

/**
 * One notebook of the course in all its languages, which have the same code.
 * @typedef {object} Chapter
 * @property {string} name the file's name without its end, below `solutions/` for a chapter's solutions
 * @property {boolean} isSolution
 * @property {Map<string, Notebook>} languages language -> the notebook as it is stored
 */

/**
 * The course's notebooks, in their order: `<language>/<name>.ipynb` and `<language>/solutions/<name>.ipynb`.
 * @param {string} folder
 * @returns {Chapter[]}
 * @throws where there is none, or where the languages of one differ in their code
 */
export function readChapters(folder) {
  /** @type {Map<string, Chapter>} */
  const chapters = new Map();
  for (const language of languagesIn(folder)) {
    for (const name of notebooksIn(path.join(folder, language))) {
      const isSolution = name.startsWith("solutions/");
      const chapter = chapters.get(name) ?? { name, isSolution, languages: new Map() };
      chapter.languages.set(language, readNotebook(path.join(folder, language, `${name}.ipynb`)));
      chapters.set(name, chapter);
    }
  }
  if (chapters.size === 0) throw new Error(`${folder} has no notebooks: <language>/<name>.ipynb`);
  for (const chapter of chapters.values()) requireSameCode(chapter);
  return [...chapters.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * English before the others, since it is the one that is executed.
 * @param {string} folder
 */
function languagesIn(folder) {
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}`);
  const entries = readdirSync(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith("."));
  return names.map(({ name }) => name).sort((a, b) => Number(b === "en") - Number(a === "en"));
}

/** @param {string} folder */
function notebooksIn(folder) {
  return ["", "solutions"].flatMap((below) => {
    const place = path.join(folder, below);
    const files = existsSync(place) ? readdirSync(place) : [];
    return files
      .filter((file) => file.endsWith(".ipynb"))
      .map((file) => path.posix.join(below, file.slice(0, -".ipynb".length)));
  });
}

/**
 * @param {string} file
 * @returns {Notebook}
 */
export function readNotebook(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`${file} is no notebook: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

/** @param {Chapter} chapter */
function requireSameCode({ name, languages }) {
  const [[first, model] = [], ...others] = languages;
  for (const [language, notebook] of others) {
    const wanted = codeCells(/** @type {Notebook} */ (model));
    const found = codeCells(notebook);
    const place = Math.max(wanted.length, found.length);
    for (let i = 0; i < place; i++) {
      if (wanted[i] && found[i] && wanted[i]?.id === found[i]?.id && sameText(wanted[i], found[i])) continue;
      const cell = found[i]?.id ?? wanted[i]?.id;
      throw new Error(`${language}/${name}.ipynb differs from ${first}/${name}.ipynb in code cell "${cell}"`);
    }
  }
}

/** @param {Cell | undefined} a @param {Cell | undefined} b */
function sameText(a, b) {
  return a !== undefined && b !== undefined && textOf(a) === textOf(b);
}

/** @param {Notebook} notebook */
export function codeCells(notebook) {
  return notebook.cells.filter((cell) => cell.cell_type === "code");
}

/** @param {Cell} cell */
export function textOf({ source }) {
  return Array.isArray(source) ? source.join("") : source;
}

/**
 * A notebook's first heading and the first sentence below it.
 * @param {Notebook} notebook
 * @param {string} name what it is called where it has no heading
 */
export function headingOf(notebook, name) {
  const prose = notebook.cells
    .filter((cell) => cell.cell_type === "markdown")
    .map(textOf)
    .join("\n\n");
  const [, title = name, rest = ""] = /^# +(.+)\n*([\s\S]*)/m.exec(prose) ?? [];
  // No list, table, heading or code; but a sentence may begin with an emphasised word.
  const paragraph = rest.split(/\n\s*\n/).find((text) => /^(?!\* )[^#\-|`\s]/.test(text)) ?? "";
  const [sentence = ""] = /^.*?[.?!](?=\s|$)/s.exec(plain(paragraph)) ?? [plain(paragraph)];
  return { title: plain(title), sentence };
}

/** @param {string} markdown */
function plain(markdown) {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*`]|<[^>]*>/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
