import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { run } from "../command.mjs";
import { inTemporaryFolder, readJson, sha256, writeAtomic, writeJson } from "../files.mjs";
import { project, root, venvPython } from "../paths.mjs";
import { lastWords } from "../problem.mjs";
import { pythonEnv } from "../python.mjs";
import { codeCells, headingOf, textOf } from "./chapters.mjs";

/**
 * @typedef {import("./chapters.mjs").Chapter} Chapter
 * @typedef {import("./chapters.mjs").Notebook} Notebook
 */

const runner = path.join(root, "setup", "run_notebook.py");

/** Training keeps one core busy, so two notebooks at a time fit where there are two. */
const atOnce = Math.min(2, availableParallelism());

/**
 * Executes every chapter once and writes it with its outputs in each language. One whose code and whose Toile are those of an
 * earlier run keeps that run's outputs.
 * @param {Chapter[]} chapters
 * @param {string} output the course's folder
 * @param {boolean} fresh whether earlier runs count for nothing
 * @param {(line: string) => void} tell
 * @returns {Promise<number>} how many failed
 */
export async function executeAll(chapters, output, fresh, tell) {
  const width = Math.max(...chapters.map(({ name }) => name.length));
  const waiting = [...chapters];
  let failed = 0;
  const work = async () => {
    for (let chapter = waiting.shift(); chapter; chapter = waiting.shift()) {
      const { problem, line } = await execute(chapter, output, fresh);
      if (problem) failed++;
      tell(problem ? `✗ ${chapter.name}: ${line}` : `✓ ${chapter.name.padEnd(width)} ${line}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return failed;
}

/**
 * @param {Chapter} chapter
 * @param {string} output
 * @param {boolean} fresh
 */
async function execute(chapter, output, fresh) {
  const [[language, stored] = []] = chapter.languages;
  if (language === undefined || stored === undefined) throw new Error(`${chapter.name} is in no language`);
  const key = keyOf(stored);
  const count = `${codeCells(stored).length} cells`;
  const earlier = readJson(path.join(output, language, `${chapter.name}.ipynb`));
  if (!fresh && earlier?.metadata?.toile?.course === key) {
    writeLanguages(chapter, output, earlier, key);
    return { problem: false, line: `${count}, as run before` };
  }
  const started = Date.now();
  const done = await inKernel(stored);
  if (typeof done === "string") return { problem: true, line: done };
  writeLanguages(chapter, output, done, key);
  return { problem: false, line: `${count} in ${((Date.now() - started) / 1000).toFixed(0)} s` };
}

/**
 * What the outputs of a notebook depend on: its code and the build of Toile.
 * @param {Notebook} notebook
 */
function keyOf(notebook) {
  const build = readJson(path.join(project.dist, ".toile-build.json"))?.sources ?? "";
  return sha256(JSON.stringify([build, ...codeCells(notebook).map(textOf)]));
}

/**
 * The notebook with outputs, run in an empty folder, so that what it saves does not lie in the course; or what failed.
 * @param {Notebook} notebook
 * @returns {Promise<Notebook | string>}
 */
async function inKernel(notebook) {
  return inTemporaryFolder(async (files) => {
    const [source, target] = [path.join(files, "source.ipynb"), path.join(files, "target.ipynb")];
    writeJson(source, notebook);
    const args = [runner, source, target];
    const { stdout, output } = await inTemporaryFolder((folder) =>
      run(venvPython(project.venv), [...args, folder], {
        env: { ...pythonEnv(), PYTHONDONTWRITEBYTECODE: "1", TOILE_HISTORY: "off" },
      }),
    );
    return existsSync(target) ? readJson(target) : (failureIn(stdout) ?? lastWords(output));
  });
}

/** @param {string} stdout */
function failureIn(stdout) {
  const line = stdout.trim().split("\n").at(-1) ?? "";
  if (!line.startsWith("{")) return undefined;
  const { cell, number, error } = JSON.parse(line);
  return `cell "${cell}" (the ${ordinal(number)}): ${error}`;
}

/** @param {number} n */
function ordinal(n) {
  const end = n % 100 >= 11 && n % 100 <= 13 ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${n}${end}`;
}

/**
 * @param {Chapter} chapter
 * @param {string} output
 * @param {Notebook} executed
 * @param {string} key
 */
function writeLanguages({ name, languages }, output, executed, key) {
  const ran = new Map(executed.cells.map((cell) => [cell.id, cell]));
  for (const [language, notebook] of languages) {
    const cells = notebook.cells.map((cell) => {
      if (cell.cell_type !== "code") return cell;
      const { outputs = [], execution_count = null } = ran.get(cell.id) ?? {};
      return { ...cell, outputs, execution_count };
    });
    const { title } = headingOf(notebook, name);
    const metadata = { ...notebook.metadata, title, toile: { course: key } };
    const text = `${JSON.stringify({ ...notebook, cells, metadata }, null, 1)}\n`;
    writeAtomic(path.join(output, language, `${name}.ipynb`), text);
  }
}
