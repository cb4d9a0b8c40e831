import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { readJson } from "./files.mjs";
import { project, root } from "./paths.mjs";
import { SetupProblem } from "./problem.mjs";

/** @typedef {{prefix?: string, user?: boolean, sysPrefix?: boolean, name?: string, displayName?: string}} Options */

/**
 * @typedef {object} Installer
 * @property {(options: Options) => Promise<string>} install writes the kernelspec, returns its folder
 * @property {(options: Options) => Promise<string>} uninstall removes it, returns the folder
 */

/**
 * The kernel's own installer, as built.
 * @returns {Promise<Installer>}
 */
export async function installer() {
  const file = path.join(project.dist, "kernel", "install.js");
  if (!existsSync(file))
    throw new SetupProblem("The kernel is not built", `${file} is missing`, "npm run build");
  return import(pathToFileURL(file).href);
}

/**
 * The kernelspec under a prefix, if one is there.
 * @param {string} prefix
 * @returns {{argv: string[], display_name: string} | undefined}
 */
export function kernelspecIn(prefix) {
  return readJson(path.join(prefix, "share", "jupyter", "kernels", "toile", "kernel.json"));
}

/** Whether the kernelspec in .venv starts this package's kernel with this Node.js, and the export template is there. */
export function kernelspecIsReady() {
  const argv = kernelspecIn(project.venv)?.argv ?? [];
  return (
    existsSync(
      path.join(project.venv, "share", "jupyter", "nbconvert", "templates", "toile", "toile.json"),
    ) &&
    argv[0] === process.execPath &&
    argv.some((arg) => arg.startsWith(root + path.sep) && existsSync(arg))
  );
}
