import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { readJson, writeAtomic } from "./files.mjs";
import { root } from "./paths.mjs";

/** The folder of the Python modules: nbconvert's exporters, and papermill's translator. */
export const exportersFolder = path.join(root, "templates", "python");

const module = "toile_nbconvert";
const papermill = "toile_papermill";

const entryPoints = `[nbconvert.exporters]
toile_html = ${module}:ToileHTMLExporter
toile_slides = ${module}:ToileSlidesExporter
toile_pdf = ${module}:ToilePDFExporter
toile_script = ${module}:ToileScriptExporter

[nbconvert.exporters.script]
typescript = ${module}:ToileScriptExporter

[papermill.engine]
toile = ${papermill}:Engine
`;

/**
 * The modules as an installed package: what pip would write, without a build backend, which the environment does not have.
 * @see https://packaging.python.org/en/latest/specifications/recording-installed-packages/
 * @returns {Record<string, string>} file name -> text
 */
function files() {
  const { version } = readJson(path.join(root, "package.json"));
  const info = `${module}-${version}.dist-info`;
  const written = {
    ...Object.fromEntries([module, papermill].map((name) => [`${name}.py`, source(name)])),
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${module.replace("_", "-")}\nVersion: ${version}\n`,
    [`${info}/INSTALLER`]: "toile\n",
    [`${info}/entry_points.txt`]: entryPoints,
  };
  const record = [...Object.keys(written), `${info}/RECORD`].map((name) => `${name},,\n`).join("");
  return { ...written, [`${info}/RECORD`]: record };
}

/** @param {string} name */
function source(name) {
  return readFileSync(path.join(exportersFolder, `${name}.py`), "utf8");
}

/** @param {string} venv */
function sitePackages(venv) {
  const lib = path.join(venv, "lib");
  const python = existsSync(lib) ? readdirSync(lib).find((name) => /^python3\.\d+$/.test(name)) : undefined;
  return python && path.join(lib, python, "site-packages");
}

/**
 * Whether the exporters in a virtual environment are this package's.
 * @param {string} venv
 */
export function exportersAreReady(venv) {
  const folder = sitePackages(venv);
  if (!folder) return false;
  return Object.entries(files()).every(([name, text]) => {
    const file = path.join(folder, name);
    return existsSync(file) && readFileSync(file, "utf8") === text;
  });
}

/**
 * Makes nbconvert's `--to toile_html` and its like, and JupyterLab's export menu, know the exporters; and papermill, once somebody
 * installs it there, the language.
 * @param {string} venv
 */
export function installExporters(venv) {
  const folder = sitePackages(venv);
  if (!folder) throw new Error(`${venv} has no lib/python3.*/site-packages: npm run setup makes it anew.`);
  for (const [name, text] of Object.entries(files())) writeAtomic(path.join(folder, name), text);
}
