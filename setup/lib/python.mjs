import { accessSync, constants } from "node:fs";
import path from "node:path";
import { run } from "./command.mjs";
import { SetupProblem } from "./problem.mjs";

/** @typedef {{program: string, version: string, tag: string}} Python */

const names = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python"];

const question = [
  "import sys, sysconfig",
  "v = '.'.join(map(str, sys.version_info[:3]))",
  "print(v, 'cp%d%d' % sys.version_info[:2] + '-' + sysconfig.get_platform(), sys.executable)",
  "import venv, ensurepip",
  "print('venv')",
].join("\n");

/**
 * The variables under which a Python of ours runs: nothing of the user's own Python set-up may leak in.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
export function pythonEnv(env = process.env) {
  const { PYTHONHOME: _home, PYTHONPATH: _path, PYTHONUSERBASE: _base, ...rest } = env;
  return {
    ...rest,
    PYTHONNOUSERSITE: "1",
    PYTHONUTF8: "1",
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    PIP_USER: "0",
    PIP_NO_INPUT: "1",
  };
}

/**
 * Every Python program of the usual names, TOILE_PYTHON before all.
 * @param {NodeJS.ProcessEnv} env
 */
function candidates(env) {
  const folders = (env.PATH ?? "").split(path.delimiter).filter(Boolean);
  const found = names.flatMap((name) =>
    folders.map((folder) => path.join(folder, name)).filter((file) => isProgram(file)),
  );
  return env.TOILE_PYTHON ? [env.TOILE_PYTHON] : [...new Set(found)];
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The first Python of at least 3.10 that can make virtual environments.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Python>}
 * @throws {SetupProblem} when there is none, with the command that installs it
 */
export async function findPython(env = process.env) {
  /** @type {string | undefined} */
  let withoutVenv;
  /** @type {string | undefined} */
  let tooOld;
  for (const program of candidates(env)) {
    const { stdout } = await run(program, ["-I", "-c", question], { env: pythonEnv(env) });
    const [version = "", tag = "", executable = ""] = (stdout.split("\n")[0] ?? "").split(" ");
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (major < 3 || (major === 3 && minor < 10)) tooOld ??= version || undefined;
    else if (!stdout.includes("\nvenv")) withoutVenv ??= version;
    else return { program: executable || program, version, tag };
  }
  throw missing(withoutVenv, tooOld, env);
}

/**
 * @param {string | undefined} withoutVenv
 * @param {string | undefined} tooOld
 * @param {NodeJS.ProcessEnv} env
 */
function missing(withoutVenv, tooOld, env) {
  const debian = process.platform === "linux";
  if (withoutVenv) {
    const short = withoutVenv.split(".").slice(0, 2).join(".");
    return new SetupProblem(
      `Python ${withoutVenv} has no venv module`,
      "JupyterLab is installed into a virtual environment",
      debian
        ? `sudo apt-get install python${short}-venv`
        : "install Python from https://www.python.org/downloads",
    );
  }
  const what = env.TOILE_PYTHON
    ? `TOILE_PYTHON=${env.TOILE_PYTHON} is no Python 3.10 or newer`
    : tooOld
      ? `Python ${tooOld} is too old`
      : "Python is missing";
  return new SetupProblem(
    what,
    "JupyterLab needs Python 3.10 or newer",
    debian ? "sudo apt-get install python3 python3-venv" : "brew install python@3.13",
  );
}
