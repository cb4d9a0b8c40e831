import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { readJson } from "./files.mjs";
import { project, root } from "./paths.mjs";
import { SetupProblem } from "./problem.mjs";

/** @typedef {{prefix?: string, user?: boolean, sysPrefix?: boolean, name?: string, displayName?: string, asTslab?: boolean}} Options */

/**
 * @typedef {object} Installer
 * @property {(options: Options) => Promise<string>} install writes the kernelspec, returns its folder
 * @property {(options: Options) => Promise<string>} uninstall removes it, returns the folder
 * @property {(options: Options) => Promise<string[]>} installAsTslab writes the kernelspecs tslab and jslab
 * @property {(options: Options) => Promise<string[]>} uninstallAsTslab removes those
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

/** Whether the kernelspec in .venv starts this package's kernel with this Node.js. */
export function kernelspecIsReady() {
  const argv = kernelspecIn(project.venv)?.argv ?? [];
  return (
    argv[0] === process.execPath && argv.some((arg) => arg.startsWith(root + path.sep) && existsSync(arg))
  );
}

/** Whether the export template in .venv is this package's, file by file, and newer than the packages copied into it. */
export function templateIsReady() {
  const source = path.join(root, "templates", "toile");
  const installed = path.join(project.venv, "share", "jupyter", "nbconvert", "templates", "toile");
  const note = path.join(installed, "toile.json");
  if (readJson(note)?.node !== process.execPath) return false;
  const lockfile = path.join(project.modules, ".package-lock.json");
  if (existsSync(lockfile) && statSync(lockfile).mtimeMs > statSync(note).mtimeMs) return false;
  return readdirSync(source, { recursive: true, encoding: "utf8" }).every((name) => {
    const [from, to] = [path.join(source, name), path.join(installed, name)];
    return statSync(from).isDirectory() || (existsSync(to) && readFileSync(from).equals(readFileSync(to)));
  });
}
