import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { run } from "./command.mjs";
import { readJson, sha256, writeJson } from "./files.mjs";
import { root, venvPython } from "./paths.mjs";
import { lastWords, SetupProblem, speaksOfNetwork } from "./problem.mjs";
import { findPython, pythonEnv } from "./python.mjs";

/** @typedef {import("./progress.mjs").Progress} Progress */

const marker = ".toile.json";
const pinnedPip = path.join(root, "setup", "requirements-pip.txt");

/**
 * Whether a virtual environment holds exactly what a requirements file asks for, by the note left in it.
 * @param {string} venv
 * @param {string} requirements
 */
export function venvIsReady(venv, requirements) {
  const note = readJson(path.join(venv, marker));
  return note?.ready === keyOf(venv, requirements) && existsSync(venvPython(venv));
}

/**
 * Makes a virtual environment with the packages of a locked requirements file, through wheels kept in the cache.
 * @param {{venv: string, requirements: string, wheels: string, progress: Progress}} options
 */
export async function makeVenv({ venv, requirements, wheels, progress }) {
  const python = await findPython();
  clear(venv);
  writeJson(path.join(venv, marker), { making: true });
  progress.note("making the virtual environment");
  await must(python.program, ["-m", "venv", venv], `${python.program} -m venv ${venv}`);
  await installLocked({ venv, requirements: pinnedPip, wheels, tag: python.tag });
  await installLocked({ venv, requirements, wheels, tag: python.tag, progress });
  writeJson(path.join(venv, marker), { ready: keyOf(venv, requirements), python: python.version });
  return python;
}

/**
 * Wheels cannot be half there: pip checks each against its hash, and the note is written after the last.
 * @param {{venv: string, requirements: string, wheels: string, tag: string, progress?: Progress}} options
 */
async function installLocked({ venv, requirements, wheels, tag, progress }) {
  const python = venvPython(venv);
  const complete = path.join(wheels, `${sha256(readFileSync(requirements)).slice(0, 16)}-${tag}.json`);
  const common = ["-I", "-m", "pip"];
  if (!existsSync(complete)) {
    mkdirSync(wheels, { recursive: true });
    const total = countPackages(requirements);
    let seen = 0;
    const onLine = (/** @type {string} */ line) => {
      if (/^(Collecting|Processing) /.test(line))
        progress?.update(Math.min(++seen, total), total, "packages");
    };
    const download = [
      "download",
      "--no-cache-dir",
      "--no-deps",
      "--only-binary",
      ":all:",
      "--progress-bar",
      "off",
    ];
    const found = ["--require-hashes", "--find-links", wheels, "--dest", wheels, "-r", requirements];
    await must(python, [...common, ...download, ...found], "pip download", onLine);
    writeJson(complete, { requirements: path.basename(requirements) });
  }
  progress?.note("installing the packages");
  const install = [
    "install",
    "--no-cache-dir",
    "--no-deps",
    "--no-compile",
    "--no-index",
    "--require-hashes",
  ];
  await must(python, [...common, ...install, "--find-links", wheels, "-r", requirements], "pip install");
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {string} name
 * @param {(line: string) => void} [onLine]
 */
async function must(program, args, name, onLine) {
  const { code, output } = await run(program, args, { env: pythonEnv(), ...(onLine && { onLine }) });
  if (code === 0) return;
  if (/No space left/i.test(output))
    throw Object.assign(new Error("No space left on device"), { code: "ENOSPC" });
  if (name === "pip download" && speaksOfNetwork(output)) {
    throw new SetupProblem(
      "The Python package index cannot be reached",
      "JupyterLab comes from there",
      "check the network and pip's settings (pip config list), then run the same command again",
      { cause: output },
    );
  }
  throw new SetupProblem(
    `${name} failed`,
    lastWords(output),
    "run the same command again; what was downloaded is kept",
  );
}

/**
 * Empties a virtual environment that set-up made, the marker last, so that an interrupted removal is still known as ours;
 * one that somebody else made is not ours to remove.
 * @param {string} venv
 */
function clear(venv) {
  if (!existsSync(venv)) return;
  const rest = readdirSync(venv).filter((name) => !name.startsWith(marker));
  if (readJson(path.join(venv, marker)) === undefined && rest.length > 0) {
    const name = path.basename(venv);
    throw new SetupProblem(
      `${name} was not made by this set-up`,
      "it would have to be replaced",
      `mv ${venv} ${venv}.old`,
    );
  }
  for (const name of rest) rmSync(path.join(venv, name), { recursive: true });
}

/**
 * Scripts in a virtual environment carry its absolute path, so a moved one counts as another.
 * @param {string} venv
 * @param {string} requirements
 */
function keyOf(venv, requirements) {
  return `${sha256(readFileSync(requirements)).slice(0, 16)} ${path.resolve(venv)}`;
}

/** @param {string} requirements */
function countPackages(requirements) {
  return readFileSync(requirements, "utf8").match(/^[a-z0-9][\w.-]*==/gim)?.length ?? 0;
}
