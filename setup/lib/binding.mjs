import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { run } from "./command.mjs";
import { bindingFlags, packageVersion, systemCompiler, withZig } from "./compiler.mjs";
import { ensureLink, readJson, writeJson } from "./files.mjs";
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

/** @param {string} tfjsNode */
function places(tfjsNode) {
  const cache = tensorflowFolder();
  return {
    cache,
    binding: path.join(cache, `tfjs-node-${packageVersion(tfjsNode)}`, "tfjs_binding.node"),
    link: path.join(tfjsNode, "lib", "napi-v8", "tfjs_binding.node"),
    proof: path.join(tfjsNode, "lib", "proof.json"),
  };
}

/** Whether tfjs-node is linked to a binding in the cache that was loaded from here before. */
export function bindingIsReady() {
  const tfjsNode = packageFolder("@tensorflow/tfjs-node");
  if (!tfjsNode) return false;
  const { binding, link, proof } = places(tfjsNode);
  if (!existsSync(binding) || !existsSync(link) || realpathSync(link) !== realpathSync(binding)) return false;
  return readJson(proof)?.loaded === identity(binding);
}

/** @param {string} file */
function identity(file) {
  const { size, mtimeMs } = statSync(file);
  return `${realpathSync(file)} ${size} ${mtimeMs}`;
}

/**
 * Compiles the binding unless the cache has it, links tfjs-node to the cache and loads it once.
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
  const { cache, binding, link, proof } = places(tfjsNode);
  let made = existsSync(binding)
    ? { how: "from the cache", bytes: 0 }
    : await compile(tfjsNode, binding, python, progress);
  ensureLink(path.join(cache, "lib"), path.join(tfjsNode, "deps", "lib"));
  ensureLink(path.join(cache, "include"), path.join(tfjsNode, "deps", "include"));
  ensureLink(binding, link);
  let loaded = await probeTensorflow(tfjsNode);
  if ("error" in loaded && made.how === "from the cache") {
    // A binding that was compiled on another machine may need a newer C++ runtime than this one has.
    made = await compile(tfjsNode, binding, python, progress);
    loaded = await probeTensorflow(tfjsNode);
  }
  if ("error" in loaded) {
    throw new SetupProblem(
      "TensorFlow does not load",
      loaded.error,
      `rm -r ${cache}, then run the same command again`,
    );
  }
  writeJson(proof, { loaded: identity(binding) });
  return { version: loaded.tensorflow, ...made };
}

/**
 * @param {string} tfjsNode
 * @param {string} binding
 * @param {() => Promise<string>} python
 * @param {import("./progress.mjs").Progress} progress
 */
async function compile(tfjsNode, binding, python, progress) {
  progress.note("compiling");
  const compiler = await systemCompiler();
  if (compiler) {
    await compileWith(compiler, tfjsNode, binding);
    return { how: `compiled by ${compiler.command[0]}`, bytes: 0 };
  }
  return withZig(await python(), progress, async (zig) => {
    progress.note("compiling with ziglang");
    await compileWith(zig, tfjsNode, binding);
    return { how: "compiled by ziglang", bytes: zig.bytes ?? 0 };
  });
}

/**
 * @param {import("./compiler.mjs").Compiler} compiler
 * @param {string} tfjsNode
 * @param {string} binding
 */
async function compileWith(compiler, tfjsNode, binding) {
  const cache = tensorflowFolder();
  const napi = packageFolder("node-api-headers");
  if (!napi)
    throw new SetupProblem("node-api-headers is not installed", "the binding is compiled with it", "npm ci");
  const sources = path.join(tfjsNode, "binding");
  const draft = `${binding}.${process.pid}.tmp`;
  mkdirSync(path.dirname(binding), { recursive: true });
  const [program = "", ...given] = compiler.command;
  const args = [
    ...given,
    ...bindingFlags(cache),
    `-I${path.join(napi, "include")}`,
    ...readdirSync(sources)
      .filter((name) => name.endsWith(".cc"))
      .map((name) => path.join(sources, name)),
    ...wheelFor().libraries.map((name) => path.join(cache, "lib", name)),
    "-o",
    draft,
  ];
  const { code, output } = await run(program, args, { env: compiler.env ?? process.env });
  if (code !== 0) {
    rmSync(draft, { force: true });
    throw new SetupProblem(
      `${compiler.command.join(" ")} could not compile TensorFlow's binding`,
      lastWords(output),
      "CXX=<another compiler> npm run setup",
    );
  }
  renameSync(draft, binding);
}
