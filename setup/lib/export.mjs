import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { inTemporaryFolder } from "./files.mjs";
import { built, nbconvert } from "./nbconvert.mjs";
import { printPdf } from "./print-pdf.mjs";

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
  // nbconvert adds an end of its own to the name it is given, so the file is written here.
  const args = [`--HTMLExporter.theme=${theme}`, "--stdout", input];
  writeFileSync(output, await nbconvert(to, args));
}
