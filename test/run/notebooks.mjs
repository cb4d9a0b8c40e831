// The notebooks as they are stored: cells formatted by Biome, which does not read .ipynb itself, no outputs, and JSON as nbformat writes it.
// node test/run/notebooks.mjs tells what differs; with --write it writes.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * @typedef {{ cell_type: string, id?: string | undefined, metadata: object, source: string | string[], outputs?: [], execution_count?: null }} Cell
 * @typedef {{ cells: Cell[], metadata: object, nbformat: number, nbformat_minor: number }} Notebook
 */

const metadata = {
  kernelspec: { display_name: "TypeScript (Toile)", language: "typescript", name: "toile" },
  language_info: { file_extension: ".ts", mimetype: "text/typescript", name: "typescript" },
};

/** A page is narrower than an editor. */
const settings = { formatter: { indentStyle: "space", indentWidth: 2, lineWidth: 96 } };

/** @returns {string[]} */
function stored() {
  return readdirSync(join(root, "notebooks"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ipynb") && !name.includes(".ipynb_checkpoints"))
    .map((name) => join(root, "notebooks", name))
    .sort();
}

/** @param {string | string[]} source */
const textOf = (source) => (Array.isArray(source) ? source.join("") : source);

/**
 * All cells by one process of Biome, in a folder of its own, since the project's settings leave notebooks out.
 *
 * @param {string[]} codes
 * @returns {string[]}
 */
function formatted(codes) {
  const folder = mkdtempSync(join(tmpdir(), "toile-notebooks-"));
  try {
    const file = (/** @type {number} */ i) => join(folder, `${i}.ts`);
    writeFileSync(join(folder, "biome.json"), JSON.stringify(settings));
    for (const [i, code] of codes.entries()) writeFileSync(file(i), code);
    const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
    const child = spawnSync(process.execPath, [biome, "format", "--write", "."], {
      cwd: folder,
      encoding: "utf8",
    });
    if (child.status !== 0) throw new Error(`Biome cannot format a cell:\n${child.stdout}${child.stderr}`);
    return codes.map((_, i) => readFileSync(file(i), "utf8").trimEnd());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {Cell} cell @param {string} text @returns {Cell} */
function storedCell({ cell_type, id, metadata: { ...kept } }, text) {
  for (const name of ["execution", "collapsed", "scrolled", "trusted"])
    delete kept[/** @type {never} */ (name)];
  const source = text.trim().split(/(?<=\n)/);
  if (cell_type !== "code") return { cell_type, id, metadata: kept, source };
  return { cell_type, execution_count: null, id, metadata: kept, outputs: [], source };
}

const files = stored();
const notebooks = files.map((file) => /** @type {Notebook} */ (JSON.parse(readFileSync(file, "utf8"))));
const isCode = (/** @type {Cell} */ { cell_type }) => cell_type === "code";
const codes = formatted(
  notebooks.flatMap(({ cells }) => cells.filter(isCode).map(({ source }) => textOf(source))),
);

const differing = files.filter((file, i) => {
  const { cells, nbformat } = /** @type {Notebook} */ (notebooks[i]);
  const tidy = cells.map((cell) => storedCell(cell, (isCode(cell) && codes.shift()) || textOf(cell.source)));
  const text = `${JSON.stringify({ cells: tidy, metadata, nbformat, nbformat_minor: 5 }, null, 1)}\n`;
  if (text === readFileSync(file, "utf8")) return false;
  if (process.argv.includes("--write")) writeFileSync(file, text);
  return true;
});

const list = differing.map((file) => relative(root, file)).join(", ");
if (process.argv.includes("--write")) {
  console.log(differing.length === 0 ? `${files.length} notebooks were in form.` : `Wrote ${list}.`);
} else if (differing.length > 0) {
  console.error(`These notebooks are not in their stored form: ${list}. npm run format writes it.`);
  process.exitCode = 1;
} else {
  console.log(`${files.length} notebooks are in form.`);
}
