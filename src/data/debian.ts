import { execFile } from "node:child_process";
import { mkdir, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);

/**
 * Takes a Debian package with `apt-get download` and unpacks it, without root and without installing it. Where the system's
 * package lists do not know the package, lists of our own are fetched into the folder first.
 *
 * @param name the package's name
 * @param folder an empty folder to work in
 * @returns the folder that holds the unpacked tree, and the package's size in bytes
 * @throws Error when this is no Debian-like system or its archive cannot be reached
 */
export async function unpackDebian(name: string, folder: string): Promise<{ tree: string; bytes: number }> {
  const tree = path.join(folder, "tree");
  await mkdir(tree, { recursive: true });
  await fetchPackage(name, folder);
  const archive = (await readdir(folder)).find((file) => file.endsWith(".deb"));
  if (archive === undefined) throw new Error(`apt-get download ${name} left no package`);
  const file = path.join(folder, archive);
  await run("dpkg-deb", ["-x", file, tree], folder);
  return { tree, bytes: (await stat(file)).size };
}

async function fetchPackage(name: string, folder: string): Promise<void> {
  try {
    await run("apt-get", ["download", name], folder);
  } catch (error) {
    if ((error as { cause?: { code?: unknown } }).cause?.code === "ENOENT") throw error;
    const own = await privateLists(folder);
    await run("apt-get", [...own, "update"], folder);
    await run("apt-get", [...own, "download", name], folder);
  }
}

/** Options that keep apt's lists, caches and locks inside our folder. */
async function privateLists(folder: string): Promise<string[]> {
  const state = path.join(folder, "apt");
  await mkdir(path.join(state, "lists", "partial"), { recursive: true });
  return ["-o", `Dir::State::Lists=${state}/lists`, "-o", `Dir::Cache=${state}`, "-o", "APT::Sandbox::User="];
}

async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  try {
    await exec(command, args, {
      cwd,
      env: { ...process.env, LC_ALL: "C", DEBIAN_FRONTEND: "noninteractive" },
      timeout: 300_000,
    });
  } catch (cause) {
    const { code, stderr = "" } = cause as { code?: unknown; stderr?: string };
    const said = stderr.split("\n").findLast((line) => line.startsWith("E:"));
    const why = code === "ENOENT" ? "not found on this system" : (said ?? (cause as Error).message);
    throw new Error(`${command} ${args.at(-2) === "download" ? args.slice(-2).join(" ") : args[0]}: ${why}`, {
      cause,
    });
  }
}
