import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { run } from "./command.mjs";
import { exportersFolder } from "./exporters.mjs";
import { project, venvPython } from "./paths.mjs";
import { printPdf } from "./print-pdf.mjs";
import { pythonEnv } from "./python.mjs";

/** Format -> the end of the file's name. */
const formats = { html: ".html", slides: ".slides.html", pdf: ".pdf", script: ".ts" };

/** @typedef {keyof typeof formats} Format */

/**
 * @typedef {object} Job
 * @property {string} input a notebook, or for pdf also a page made before
 * @property {Format} to
 * @property {string} output
 * @property {string} theme
 */

/**
 * `toile export <notebook> --to html|slides|pdf|script [--output FILE] [--theme light|dark]`
 * @param {string[]} args
 */
export async function exportNotebook(args) {
  const job = readJob(args);
  mkdirSync(path.dirname(job.output), { recursive: true });
  const isPage = job.input.endsWith(".html");
  if (job.to === "script") await writeScript(job);
  else if (job.to !== "pdf") await writePage(job, job.to, job.output);
  else if (isPage) await printPdf(job.input, job.output);
  else
    await inTemporaryFolder(async (folder) => {
      const page = path.join(folder, "page.html");
      await writePage(job, "html", page);
      await printPdf(page, job.output);
    });
  console.log(path.relative(process.cwd(), job.output) || job.output);
}

/**
 * @param {string[]} args
 * @returns {Job}
 */
export function readJob(args) {
  const options = /** @type {const} */ ({
    to: { type: "string" },
    output: { type: "string", short: "o" },
    theme: { type: "string", default: "light" },
  });
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [input, ...more] = positionals;
  const { to, theme } = values;
  if (input === undefined || more.length > 0) throw new Error("export takes one notebook");
  if (!isFormat(to)) throw new Error(`--to ${to ?? ""} is none of ${Object.keys(formats).join(", ")}`);
  if (theme !== "light" && theme !== "dark") throw new Error(`--theme ${theme} is neither light nor dark`);
  if (!existsSync(input) || !statSync(input).isFile()) throw new Error(`There is no file ${input}`);
  if (!input.endsWith(".ipynb") && !(to === "pdf" && input.endsWith(".html")))
    throw new Error(`${input} is no notebook (.ipynb)`);
  const stem = path.basename(input).replace(/\.(ipynb|html)$/, "");
  const output = values.output ?? path.join(path.dirname(input), stem + formats[to]);
  return { input: path.resolve(input), to, output: path.resolve(output), theme };
}

/**
 * @param {string | undefined} name
 * @returns {name is Format}
 */
function isFormat(name) {
  return name !== undefined && Object.hasOwn(formats, name);
}

/** @param {Job} job */
async function writeScript({ input, output }) {
  const { notebookToScript } = await built("script", "script.js");
  writeFileSync(output, notebookToScript(readFileSync(input, "utf8")));
}

/**
 * @param {Job} job
 * @param {"html" | "slides"} to
 * @param {string} output
 */
async function writePage({ input, theme }, to, output) {
  const { installTemplate } = await built("nbconvert", "template.js");
  const python = await findNbconvert();
  const exporter = `toile_nbconvert.Toile${to === "html" ? "HTML" : "Slides"}Exporter`;
  await inTemporaryFolder(async (folder) => {
    await installTemplate(path.join(folder, "nbconvert", "templates"));
    // nbconvert adds an end of its own to the name it is given, so the file is written here and moved by its text.
    const args = ["-m", "nbconvert", "--to", exporter, `--HTMLExporter.theme=${theme}`, "--stdout", input];
    const { code, stdout, stderr } = await run(python, args, {
      env: {
        ...pythonEnv(),
        PYTHONPATH: exportersFolder,
        PYTHONDONTWRITEBYTECODE: "1",
        JUPYTER_PATH: [folder, process.env.JUPYTER_PATH].filter(Boolean).join(path.delimiter),
      },
    });
    if (code !== 0) throw new Error(`nbconvert cannot export ${input}: ${lastLine(stderr)}`);
    for (const line of stderr.split("\n").filter((text) => text.includes("will ask the network")))
      console.error(line.replace(/^\[.*?\] (WARNING \| )?/, "! "));
    writeFileSync(output, stdout);
  });
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split("\n").at(-1) ?? "";
}

/**
 * The first Python that has nbconvert: set-up's own, then the active environment's, then the one on PATH.
 * @param {NodeJS.ProcessEnv} [env]
 */
async function findNbconvert(env = process.env) {
  const active = [env.VIRTUAL_ENV, env.CONDA_PREFIX].flatMap((folder) =>
    folder ? [venvPython(folder)] : [],
  );
  const own = existsSync(venvPython(project.venv)) ? [venvPython(project.venv)] : [];
  const candidates = [...(env.TOILE_PYTHON ? [env.TOILE_PYTHON] : []), ...own, ...active, "python3"];
  for (const program of candidates) {
    const { code } = await run(program, ["-c", "import nbconvert"], { env: pythonEnv() });
    if (code === 0) return program;
  }
  throw new Error(
    `Pages and slides are made by nbconvert, and no Python here has it (${candidates.join(", ")}). ` +
      "Install it (pip install nbconvert), or name a Python that has it: TOILE_PYTHON=/path/to/python.",
  );
}

/**
 * A module of the kernel, as built.
 * @param {string[]} names
 */
async function built(...names) {
  const file = path.join(project.dist, "kernel", ...names);
  if (!existsSync(file)) throw new Error(`${file} is missing: npm run build`);
  return import(pathToFileURL(file).href);
}

/**
 * @param {(folder: string) => Promise<void>} work
 */
async function inTemporaryFolder(work) {
  const folder = mkdtempSync(path.join(tmpdir(), "toile-export-"));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
