import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { run } from "./command.mjs";
import { requireSpace } from "./disk.mjs";
import { diskUsage } from "./files.mjs";
import { cacheFolder, root } from "./paths.mjs";
import { lastWords, SetupProblem, speaksOfNetwork } from "./problem.mjs";
import { pythonEnv } from "./python.mjs";

/** @typedef {{command: string[], env?: NodeJS.ProcessEnv, bytes?: number}} Compiler */

/**
 * The system's C++ compiler: CXX, else the first of the usual names that answers.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Compiler | undefined>}
 */
export async function systemCompiler(env = process.env) {
  const given = env.CXX?.trim().split(/\s+/);
  const commands = given?.[0] ? [given] : [["c++"], ["g++"], ["clang++"]];
  for (const command of commands) {
    const [program = "", ...args] = command;
    const { code } = await run(
      program,
      [...args, "-std=c++17", "-x", "c++", "-fsyntax-only", "-include", "vector", "/dev/null"],
      { env },
    );
    if (code === 0) return { command };
  }
  return undefined;
}

/**
 * Runs a function with the compiler that PyPI's ziglang carries, which is removed again afterwards.
 * @template T
 * @param {string} python a Python with the pinned pip
 * @param {import("./progress.mjs").Progress} progress
 * @param {(compiler: Compiler) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withZig(python, progress, work) {
  requireSpace(cacheFolder(), 900, "the C++ compiler (ziglang)");
  const folder = mkdtempSync(path.join(cacheFolder(), "zig-"));
  try {
    progress.note("no C++ compiler here: fetching ziglang");
    const requirements = path.join(root, "setup", "requirements-zig.txt");
    const install = [
      "-I",
      "-m",
      "pip",
      "install",
      "--no-cache-dir",
      "--no-deps",
      "--no-compile",
      "--require-hashes",
    ];
    const { code, output } = await run(python, [...install, "--target", folder, "-r", requirements], {
      env: pythonEnv(),
    });
    if (code !== 0) throw noCompiler(output);
    const env = {
      ...process.env,
      ZIG_GLOBAL_CACHE_DIR: path.join(folder, "cache"),
      ZIG_LOCAL_CACHE_DIR: path.join(folder, "cache"),
    };
    return await work({
      command: [path.join(folder, "ziglang", "zig"), "c++"],
      env,
      bytes: downloaded(output) || (await diskUsage(folder)),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} output what pip wrote */
function downloaded(output) {
  const [, number, unit] = /Downloading ziglang\S+ \(([\d.]+) (MB|kB)\)/.exec(output) ?? [];
  return Number(number ?? 0) * (unit === "kB" ? 1e3 : 1e6);
}

/** @param {string} output */
function noCompiler(output) {
  const install = process.platform === "darwin" ? "xcode-select --install" : "sudo apt-get install g++";
  return new SetupProblem(
    "No C++ compiler",
    `TensorFlow's binding has to be compiled once, and ziglang could not be had (${lastWords(output)})`,
    speaksOfNetwork(output) ? `${install}, or check the network, then run the same command again` : install,
  );
}

/** @param {string} folder */
export function bindingFlags(folder) {
  const rpath = process.platform === "darwin" ? "@loader_path/../lib" : "$ORIGIN/../lib";
  const system = process.platform === "darwin" ? ["-undefined", "dynamic_lookup"] : ["-s"];
  return [
    "-std=c++17",
    "-O2",
    "-shared",
    "-fPIC",
    "-DNAPI_VERSION=8",
    `-I${path.join(folder, "include")}`,
    `-Wl,-rpath,${rpath}`,
    ...system,
  ];
}

/**
 * The version of an installed package.
 * @param {string} packageFolder
 */
export function packageVersion(packageFolder) {
  return JSON.parse(readFileSync(path.join(packageFolder, "package.json"), "utf8")).version;
}
