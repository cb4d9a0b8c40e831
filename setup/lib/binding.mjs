import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { run } from "./command.mjs";
import { bindingFlags, packageVersion, systemCompiler, withZig } from "./compiler.mjs";
import { ensureLink, readJson, sha256, writeJson } from "./files.mjs";
import { root } from "./paths.mjs";
import { wheelFor } from "./platform.mjs";
import { probeTensorflow } from "./probe.mjs";
import { lastWords, SetupProblem } from "./problem.mjs";
import { tensorflowFolder } from "./tensorflow.mjs";

const require = createRequire(path.join(root, "package.json"));

/**
 * The folder of an installed package as this package resolves it, or undefined when it is not installed.
 * @param {string} name
 */
export function packageFolder(name) {
  for (const base of require.resolve.paths(name) ?? []) {
    if (existsSync(path.join(base, name, "package.json"))) return realpathSync(path.join(base, name));
  }
  return undefined;
}

/** @typedef {{title: string, file: string, sources: string[], tensorflow: boolean}} Addon what is compiled, and where it goes */

/** @param {string} tfjsNode */
function places(tfjsNode) {
  const cache = tensorflowFolder();
  const folder = path.join(cache, `tfjs-node-${packageVersion(tfjsNode)}`);
  const binding = path.join(folder, "tfjs_binding.node");
  /** @type {Addon[]} */
  const addons = [
    {
      title: "TensorFlow's binding",
      file: binding,
      sources: cppFiles(path.join(tfjsNode, "binding")),
      tensorflow: true,
    },
    ...cppFiles(path.join(root, "src", "graph", "native")).map((source) => ownAddon(source, folder)),
  ];
  return {
    cache,
    binding,
    addons,
    link: path.join(tfjsNode, "lib", "napi-v8", "tfjs_binding.node"),
    proof: path.join(tfjsNode, "lib", "proof.json"),
  };
}

/**
 * Each of the project's own sources is an addon by its name; one that has to be loaded before TensorFlow is not linked to it.
 * @param {string} source @param {string} folder
 * @returns {Addon}
 */
function ownAddon(source, folder) {
  const name = path.basename(source, ".cc");
  const tensorflow = readFileSync(source, "utf8").includes("#include <tensorflow/");
  return { title: name, file: path.join(folder, `${name}.node`), sources: [source], tensorflow };
}

/** @param {string} folder */
function cppFiles(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".cc"))
    .sort()
    .map((name) => path.join(folder, name));
}

/** @param {Addon} addon */
function sourcesKey({ sources }) {
  return sha256(sources.map((file) => readFileSync(file, "utf8")).join("\0"));
}

/**
 * Whether the cache has what these very sources compile to.
 * @param {Addon} addon
 */
function isCurrent(addon) {
  return existsSync(addon.file) && readJson(`${addon.file}.json`)?.sources === sourcesKey(addon);
}

/** Whether tfjs-node is linked to a binding in the cache that was loaded from here before. */
export function bindingIsReady() {
  const tfjsNode = packageFolder("@tensorflow/tfjs-node");
  if (!tfjsNode) return false;
  const { binding, link, proof, addons } = places(tfjsNode);
  if (!addons.every(isCurrent)) return false;
  if (!existsSync(link) || realpathSync(link) !== realpathSync(binding)) return false;
  return readJson(proof)?.loaded === identity(addons);
}

/** @param {Addon[]} addons */
function identity(addons) {
  return addons
    .map(({ file }) => {
      const { size, mtimeMs } = statSync(file);
      return `${realpathSync(file)} ${size} ${mtimeMs}`;
    })
    .join("\n");
}

/**
 * Compiles the native parts that the cache lacks, links tfjs-node to the cache and loads it once.
 * @param {() => Promise<string>} python gives a Python with the pinned pip, asked for only without a compiler
 * @param {import("./progress.mjs").Progress} progress
 * @returns {Promise<{version: string, how: string, bytes: number}>}
 */
export async function makeBinding(python, progress) {
  const tfjsNode = packageFolder("@tensorflow/tfjs-node");
  if (!tfjsNode)
    throw new SetupProblem(
      "@tensorflow/tfjs-node is not installed",
      "it trains the models",
      "npx toile setup",
    );
  const { cache, binding, link, proof, addons } = places(tfjsNode);
  const missing = addons.filter((addon) => !isCurrent(addon));
  let made =
    missing.length === 0 ? { how: "from the cache", bytes: 0 } : await compile(missing, python, progress);
  ensureLink(path.join(cache, "lib"), path.join(tfjsNode, "deps", "lib"));
  ensureLink(path.join(cache, "include"), path.join(tfjsNode, "deps", "include"));
  ensureLink(binding, link);
  const files = addons.slice(1).map(({ file }) => file);
  let loaded = await probeTensorflow(tfjsNode, files);
  if ("error" in loaded && missing.length < addons.length) {
    // What was compiled on another machine may need a newer C++ runtime than this one has.
    made = await compile(addons, python, progress);
    loaded = await probeTensorflow(tfjsNode, files);
  }
  if ("error" in loaded) {
    throw new SetupProblem(
      "TensorFlow does not load",
      loaded.error,
      `rm -r ${cache}, then run the same command again`,
    );
  }
  writeJson(proof, { loaded: identity(addons) });
  return { version: loaded.tensorflow, ...made };
}

/**
 * @param {Addon[]} addons
 * @param {() => Promise<string>} python
 * @param {import("./progress.mjs").Progress} progress
 */
async function compile(addons, python, progress) {
  progress.note("compiling");
  const compiler = await systemCompiler();
  if (compiler) {
    for (const addon of addons) await compileWith(compiler, addon);
    return { how: `compiled by ${compiler.command[0]}`, bytes: 0 };
  }
  return withZig(await python(), progress, async (zig) => {
    progress.note("compiling with ziglang");
    for (const addon of addons) await compileWith(zig, addon);
    return { how: "compiled by ziglang", bytes: zig.bytes ?? 0 };
  });
}

/**
 * @param {import("./compiler.mjs").Compiler} compiler
 * @param {Addon} addon
 */
async function compileWith(compiler, addon) {
  const cache = tensorflowFolder();
  const napi = packageFolder("node-api-headers");
  if (!napi)
    throw new SetupProblem("node-api-headers is not installed", "the binding is compiled with it", "npm ci");
  const draft = `${addon.file}.${process.pid}.tmp`;
  mkdirSync(path.dirname(addon.file), { recursive: true });
  const [program = "", ...given] = compiler.command;
  const args = [
    ...given,
    ...bindingFlags(cache),
    `-I${path.join(napi, "include")}`,
    ...addon.sources,
    ...(addon.tensorflow ? wheelFor().libraries.map((name) => path.join(cache, "lib", name)) : []),
    "-o",
    draft,
  ];
  const { code, output } = await run(program, args, { env: compiler.env ?? process.env });
  if (code !== 0) {
    rmSync(draft, { force: true });
    throw new SetupProblem(
      `${compiler.command.join(" ")} could not compile ${addon.title}`,
      lastWords(output),
      "CXX=<another compiler> npm run setup",
    );
  }
  renameSync(draft, addon.file);
  writeJson(`${addon.file}.json`, { sources: sourcesKey(addon) });
}
