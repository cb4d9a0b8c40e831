import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** Where a kernelspec goes; at most one of them. Without any it is the user's own folder. */
export interface Destination {
  /** Only for this user. */
  readonly user?: boolean;
  /** The active Python environment: `$VIRTUAL_ENV`, `$CONDA_PREFIX`, or where `python3` lives. */
  readonly sysPrefix?: boolean;
  /** A folder of your own; Jupyter finds it with `JUPYTER_PATH=DIR/share/jupyter`. */
  readonly prefix?: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The folder that holds all kernelspecs.
 *
 * @throws when more than one destination is given, or `sysPrefix` is and no Python can be found.
 * @see https://docs.jupyter.org/en/latest/use/jupyter-directories.html#data-files
 */
export async function kernelsFolder(destination: Destination, env: Env = process.env): Promise<string> {
  const { user, sysPrefix, prefix } = destination;
  if ([user, sysPrefix, prefix !== undefined].filter(Boolean).length > 1)
    throw new Error("Give one of --user, --sys-prefix and --prefix, not more.");
  if (prefix === "") throw new Error("--prefix needs a folder.");
  if (prefix !== undefined) return join(prefix, "share", "jupyter", "kernels");
  if (sysPrefix) return join(await pythonPrefix(env), "share", "jupyter", "kernels");
  return join(userDataFolder(env), "kernels");
}

/** Jupyter's own rule for a user's data. */
export function userDataFolder(env: Env, platform: NodeJS.Platform = process.platform): string {
  const home = env.HOME || homedir();
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  if (platform === "darwin") return join(home, "Library", "Jupyter");
  if (platform === "win32" && env.APPDATA) return join(env.APPDATA, "jupyter");
  if (platform === "win32") return join(env.JUPYTER_CONFIG_DIR || join(home, ".jupyter"), "data");
  return join(env.XDG_DATA_HOME || join(home, ".local", "share"), "jupyter");
}

async function pythonPrefix(env: Env): Promise<string> {
  const active = env.VIRTUAL_ENV || env.CONDA_PREFIX;
  if (active) return active;
  try {
    const { stdout } = await promisify(execFile)("python3", ["-c", "import sys; print(sys.prefix)"], {
      env: { ...env },
    });
    return stdout.trim();
  } catch (cause) {
    throw new Error(
      "--sys-prefix: no active Python environment and no python3 on PATH. Activate one, or use --user.",
      { cause },
    );
  }
}
