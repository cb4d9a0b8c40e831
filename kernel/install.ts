import { access, copyFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type Destination, kernelsFolder } from "./kernelspec/location.ts";
import { replaceFolder } from "./kernelspec/replaceFolder.ts";
import { installTemplate, removeTemplate } from "./nbconvert/template.ts";
import { packageRoot } from "./packageRoot.ts";
import { protocolVersion } from "./protocol/message.ts";

/** What the notebooks of a kernelspec are written in; both run the same way. */
export type Language = "typescript" | "javascript";

export interface InstallOptions extends Destination {
  /** The kernelspec's folder and the name notebooks store; `toile` by default. */
  readonly name?: string;
  /** What JupyterLab's launcher shows; `TypeScript (Toile)` by default. */
  readonly displayName?: string;
  /** `typescript` by default. */
  readonly language?: Language;
}

/** The kernelspecs of tslab's own `tslab install`, to the letter of what notebooks store of them. */
const tslabSpecs = [
  { name: "tslab", displayName: "TypeScript", language: "typescript" },
  { name: "jslab", displayName: "JavaScript", language: "javascript" },
] as const;

const logos = ["logo-svg.svg", "logo-32x32.png", "logo-64x64.png"];

/**
 * Writes the kernelspec, whole or not at all, over one of the same name, and beside it the template for nbconvert. Of several at once the last
 * one stays.
 *
 * It names this Node and this package by absolute paths, so that it runs from any folder and does not depend on PATH.
 *
 * @returns The folder written.
 * @throws when the name is not one Jupyter accepts, or the folder cannot be written.
 * @example
 * await install({ prefix: ".venv" }); // .venv/share/jupyter/kernels/toile
 * @see https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs
 */
export async function install(options: InstallOptions = {}): Promise<string> {
  const folder = await specFolder(options);
  try {
    await replaceFolder(folder, dirname(dirname(folder)), (draft) => writeSpec(draft, options));
  } catch (cause) {
    throw new Error(`Cannot write the kernelspec to ${folder}: ${String(cause)}`, { cause });
  }
  await installTemplate(templatesBeside(folder));
  return folder;
}

/**
 * Removes the kernelspec that `install` wrote with the same options, and with the last one the template for nbconvert.
 *
 * @returns The folder removed.
 * @throws when there is none.
 */
export async function uninstall(options: Omit<InstallOptions, "displayName"> = {}): Promise<string> {
  const folder = await specFolder(options);
  try {
    await access(join(folder, "kernel.json"));
  } catch (cause) {
    throw new Error(`No kernelspec at ${folder}; \`jupyter kernelspec list\` shows where they are.`, {
      cause,
    });
  }
  await rm(folder, { recursive: true });
  if (!(await hasToile(dirname(folder)))) await removeTemplate(templatesBeside(folder));
  return folder;
}

/**
 * Takes the place of tslab: writes the kernelspecs `tslab` and `jslab`, over tslab's own where they are, so that its notebooks open with
 * this kernel unchanged.
 *
 * @returns The folders written.
 * @throws as `install` does.
 * @example await installAsTslab({ user: true }); // ~/.local/share/jupyter/kernels/tslab and .../jslab
 */
export async function installAsTslab(destination: Destination = {}): Promise<string[]> {
  const folders: string[] = [];
  for (const spec of tslabSpecs) folders.push(await install({ ...destination, ...spec }));
  return folders;
}

/**
 * Removes what `installAsTslab` wrote.
 *
 * @returns The folders removed.
 * @throws when there is none.
 */
export async function uninstallAsTslab(destination: Destination = {}): Promise<string[]> {
  const folders: string[] = [];
  for (const { name } of tslabSpecs) folders.push(await uninstall({ ...destination, name }));
  return folders;
}

/** Jupyter keeps both in one data folder: `kernels/NAME` and `nbconvert/templates/NAME`. */
function templatesBeside(spec: string): string {
  return join(dirname(dirname(spec)), "nbconvert", "templates");
}

/** Whether a kernelspec there, under whatever name, starts this kernel. */
async function hasToile(kernels: string): Promise<boolean> {
  for (const name of await readdir(kernels)) {
    const text = await readFile(join(kernels, name, "kernel.json"), "utf8").catch(() => "");
    if (text.includes(JSON.stringify(mainModule()))) return true;
  }
  return false;
}

function mainModule(): string {
  return join(packageRoot(), "dist", "kernel", "main.js");
}

async function specFolder(options: InstallOptions): Promise<string> {
  const name = options.name ?? "toile";
  // Jupyter's rule; a name of dots alone would be another folder.
  if (!/^[a-z0-9._-]+$/i.test(name) || /^\.+$/.test(name))
    throw new Error(`--name: "${name}" may only have letters, digits, ".", "_" and "-".`);
  return join(resolve(await kernelsFolder(options)), name.toLowerCase());
}

async function writeSpec(folder: string, options: InstallOptions): Promise<void> {
  const { displayName = "TypeScript (Toile)", language = "typescript" } = options;
  const root = packageRoot();
  const flags = language === "javascript" ? ["--javascript"] : [];
  const spec = {
    argv: [process.execPath, mainModule(), "{connection_file}", ...flags],
    display_name: displayName,
    language,
    interrupt_mode: "message",
    kernel_protocol_version: protocolVersion,
    env: { TF_CPP_MIN_LOG_LEVEL: "2" },
    metadata: { debugger: false, supported_encryption: ["curve"] },
  };
  await writeFile(join(folder, "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`);
  for (const logo of logos) await copyFile(join(root, "kernel", "kernelspec", logo), join(folder, logo));
}
