import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { run } from "./command.mjs";
import { exportersFolder } from "./exporters.mjs";
import { inTemporaryFolder } from "./files.mjs";
import { project, venvPython } from "./paths.mjs";
import { pythonEnv } from "./python.mjs";

/**
 * Python apart from the folder that it is called in: a file there with the name of a module is not the module.
 */
const apart = ["-I", "-B", "-X", "utf8", "-c"];
const nbconvertApp =
  "import sys; sys.path.append(sys.argv.pop(1)); from nbconvert.nbconvertapp import main; main()";

/**
 * Runs nbconvert with this package's template and exporters, wherever else they are installed or not.
 * @param {"html" | "slides"} to
 * @param {string[]} args
 * @returns {Promise<string>} what it wrote to standard output
 * @throws when it fails, with its last line
 */
export async function nbconvert(to, args) {
  const { installTemplate } = await built("nbconvert", "template.js");
  const python = await findNbconvert();
  const exporter = `toile_nbconvert.Toile${to === "html" ? "HTML" : "Slides"}Exporter`;
  return inTemporaryFolder(async (folder) => {
    await installTemplate(path.join(folder, "nbconvert", "templates"));
    const call = [...apart, nbconvertApp, exportersFolder, "--to", exporter, ...args];
    const { code, stdout, stderr } = await run(python, call, {
      env: {
        ...pythonEnv(),
        JUPYTER_PATH: [folder, process.env.JUPYTER_PATH].filter(Boolean).join(path.delimiter),
      },
    });
    if (code !== 0) throw new Error(`nbconvert fails: ${stderr.trim().split("\n").at(-1) ?? ""}`);
    for (const line of stderr.split("\n").filter((text) => text.includes("will ask the network")))
      console.error(line.replace(/^\[.*?\] (WARNING \| )?/, "! "));
    return stdout;
  });
}

/**
 * A module of the kernel, as built.
 * @param {string[]} names
 */
export async function built(...names) {
  const file = path.join(project.dist, "kernel", ...names);
  if (!existsSync(file)) throw new Error(`${file} is missing: npm run build`);
  return import(pathToFileURL(file).href);
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
    const { code } = await run(program, [...apart, "import nbconvert"], { env: pythonEnv() });
    if (code === 0) return program;
  }
  throw new Error(
    `Pages and slides are made by nbconvert, and no Python here has it (${candidates.join(", ")}). ` +
      "Install it (pip install nbconvert), or name a Python that has it: TOILE_PYTHON=/path/to/python.",
  );
}
