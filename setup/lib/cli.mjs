import path from "node:path";
import { parseArgs } from "node:util";
import { exportNotebook } from "./export.mjs";
import { readJson } from "./files.mjs";
import { doctor, install, setup, uninstall } from "./main.mjs";
import { root } from "./paths.mjs";

const help = `Usage: toile <command>

  toile install [--user | --sys-prefix | --prefix DIR] [--name N] [--display-name D | --as-tslab]
                     put the kernelspec where Jupyter looks; fetches TensorFlow on the first call;
                     with --as-tslab the kernelspecs tslab and jslab, so that tslab's notebooks open as they are
  toile uninstall [--user | --sys-prefix | --prefix DIR] [--name N | --as-tslab]
                     remove the kernelspec
  toile export NOTEBOOK --to html|slides|pdf|script [--output FILE] [--theme light|dark]
                     one file to hand out; docs/exports.md
  toile setup        fetch TensorFlow, compile its binding, fetch Fashion-MNIST
  toile doctor       what works, each part with a tick or the way out
  toile --version`;

/**
 * The options of install and uninstall.
 * @param {string[]} args
 * @returns {import("./kernelspec.mjs").Options}
 * @throws {TypeError} at an unknown option
 */
export function kernelspecOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      user: { type: "boolean" },
      "sys-prefix": { type: "boolean" },
      prefix: { type: "string" },
      name: { type: "string" },
      "display-name": { type: "string" },
      "as-tslab": { type: "boolean" },
    },
  });
  const { user, "sys-prefix": sysPrefix, prefix, name, "display-name": displayName } = values;
  const asTslab = values["as-tslab"];
  if (asTslab && (name !== undefined || displayName !== undefined))
    throw new TypeError("--as-tslab gives the names itself: leave --name and --display-name out");
  return {
    ...(user !== undefined && { user }),
    ...(sysPrefix !== undefined && { sysPrefix }),
    ...(prefix !== undefined && { prefix }),
    ...(name !== undefined && { name }),
    ...(displayName !== undefined && { displayName }),
    ...(asTslab !== undefined && { asTslab }),
  };
}

/** @type {Record<string, (args: string[]) => unknown>} */
const commands = {
  install: (args) => install(kernelspecOptions(args)),
  uninstall: (args) => uninstall(kernelspecOptions(args)),
  export: (args) => exportNotebook(args),
  setup: () => setup(),
  doctor: () => doctor(),
  help: () => console.log(help),
  "--help": () => console.log(help),
  "-h": () => console.log(help),
  "--version": () => console.log(readJson(path.join(root, "package.json")).version),
};

/** @param {string[]} args */
export async function main(args) {
  const [name = "help", ...rest] = args;
  const command = commands[name];
  try {
    if (!command) throw new Error(`There is no command ${name}`);
    await command(rest);
  } catch (error) {
    console.error(`✗ ${error instanceof Error ? error.message : error}\n\n${help}`);
    process.exitCode = 2;
  }
}
