import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run } from "./command.mjs";
import { readJson } from "./files.mjs";
import { cacheFolder, project, root } from "./paths.mjs";
import { lastWords, SetupProblem, speaksOfNetwork } from "./problem.mjs";

/** @typedef {Record<string, {version?: string, integrity?: string, optional?: boolean, dependencies?: Record<string, string>, optionalDependencies?: Record<string, string>}>} Packages */

const pending = path.join(project.state, "npm-pending");

/**
 * Whether node_modules is what the lockfile describes: same packages, same versions, nothing interrupted. Optional
 * packages may be absent, since npm leaves out those for other platforms, unless the project itself asks for them.
 * @param {Packages | undefined} locked `packages` of package-lock.json
 * @param {Packages | undefined} installed `packages` of node_modules/.package-lock.json, which npm writes last
 */
export function sameTree(locked, installed) {
  if (!locked || !installed) return false;
  const { "": project, ...wanted } = locked;
  const direct = Object.keys({ ...project?.dependencies, ...project?.optionalDependencies });
  const known = Object.entries(wanted).every(([place, entry]) => {
    const there = installed[place];
    if (!there) return entry.optional === true;
    return there.version === entry.version && there.integrity === entry.integrity;
  });
  return (
    known &&
    direct.every((name) => `node_modules/${name}` in installed) &&
    Object.keys(installed).every((place) => place in locked)
  );
}

/** Whether `npm ci` has nothing to do. */
export function npmIsReady() {
  const locked = readJson(path.join(root, "package-lock.json"))?.packages;
  const installed = readJson(path.join(project.modules, ".package-lock.json"))?.packages;
  return !existsSync(pending) && sameTree(locked, installed);
}

/**
 * Installs the packages of the lockfile without their install scripts, through npm's own cache in ours.
 * @param {import("./progress.mjs").Progress} progress
 */
export async function npmInstall(progress) {
  mkdirSync(project.state, { recursive: true });
  writeFileSync(pending, "");
  const total = Object.keys(readJson(path.join(root, "package-lock.json"))?.packages ?? {}).length;
  let seen = 0;
  const onLine = (/** @type {string} */ line) => {
    if (/^npm http (fetch|cache) .*\.tgz/.test(line))
      progress.update(Math.min(++seen, total), total, "packages");
  };
  await npm(["ci", "--ignore-scripts", "--loglevel=http"], root, onLine);
  rmSync(pending);
  return total;
}

/**
 * Runs npm, the one that runs us if any, with its cache inside ours.
 * @param {string[]} args
 * @param {string} cwd
 * @param {(line: string) => void} [onLine]
 */
export async function npm(args, cwd, onLine) {
  const quick = ["--fetch-retries=3", "--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=4000"];
  const settings = ["--no-audit", "--no-fund", "--no-update-notifier", ...quick];
  const all = [...args, ...settings, "--cache", path.join(cacheFolder(), "npm")];
  const script = npmScript();
  const attempt = (/** @type {string} */ freshness) =>
    script
      ? run(process.execPath, [script, ...all, freshness], { cwd, ...(onLine && { onLine }) })
      : run("npm", [...all, freshness], { cwd, ...(onLine && { onLine }) });
  let { code, output } = await attempt("--prefer-offline");
  // What the cache knows of a package may be older than the version that the lockfile asks for.
  if (code !== 0 && /ETARGET/.test(output)) ({ code, output } = await attempt("--prefer-online"));
  if (code === 0) return;
  if (/ENOSPC/.test(output)) throw Object.assign(new Error("No space left on device"), { code: "ENOSPC" });
  throw new SetupProblem(
    `npm ${args[0]} failed`,
    lastWords(output),
    code === 127
      ? "install Node.js together with npm from https://nodejs.org"
      : speaksOfNetwork(output)
        ? "check the network or npm's settings (npm config list), then run the same command again"
        : `cd ${cwd} && npm ${args.join(" ")}`,
  );
}

function npmScript() {
  const given = process.env.npm_execpath;
  if (given && /npm-cli\.js$/.test(given) && existsSync(given)) return given;
  const beside = path.resolve(process.execPath, "../../lib/node_modules/npm/bin/npm-cli.js");
  return existsSync(beside) ? beside : undefined;
}

/** The project in whose node_modules this package lies. */
export function hostProject() {
  const at = root.lastIndexOf(`${path.sep}node_modules${path.sep}`);
  return at < 0 ? root : root.slice(0, at);
}
