import path from "node:path";
import { diskUsage, readJson, writeJson } from "./files.mjs";
import { withLock } from "./lock.mjs";
import { cacheFolder, isClone, project } from "./paths.mjs";
import { problemLine, SetupProblem } from "./problem.mjs";
import { Progress, size } from "./progress.mjs";
import { sweep } from "./sweep.mjs";

/** @typedef {import("./steps.mjs").Step} Step */

/**
 * Takes the steps that are not yet true, one line each.
 * @param {Step[]} steps
 * @param {Progress} [progress]
 * @returns {Promise<{done: number, bytes: number}>}
 */
export async function runSteps(steps, progress = new Progress()) {
  let done = 0;
  let bytes = 0;
  for (const step of steps) {
    progress.begin(step.title);
    if (step.ready()) {
      progress.done("ready");
      continue;
    }
    const wait = (/** @type {number} */ pid) => progress.note(`waiting for another set-up (process ${pid})`);
    if (done === 0) sweep(cacheFolder());
    const work = async () => (step.ready() ? { outcome: "ready", bytes: 0 } : step.work(progress));
    const { outcome, bytes: received = 0 } = await withLock(cacheFolder(), work, wait);
    progress.done(received > 0 ? `${outcome}, ${size(received)} downloaded` : outcome);
    bytes += received;
    done += 1;
  }
  return { done, bytes };
}

/**
 * Runs steps for a command of the shell: a problem is one line and exit status 1.
 * @param {() => Step[]} steps
 * @returns {Promise<boolean>} whether all went well
 */
export async function setUp(steps) {
  const progress = new Progress();
  try {
    const { done, bytes } = await runSteps(steps(), progress);
    if (done > 0 && isClone) await footprint(bytes);
    return true;
  } catch (error) {
    progress.failed(problemLine(error));
    if (!(error instanceof SetupProblem) && process.env.TOILE_DEBUG) console.error(error);
    process.exitCode = 1;
    return false;
  }
}

/**
 * What was downloaded and what lies on the disk now.
 * @param {number} bytes
 */
async function footprint(bytes) {
  const places = [project.modules, project.venv, cacheFolder()];
  const [modules = 0, venv = 0, cache = 0] = await Promise.all(places.map(diskUsage));
  const file = path.join(project.state, "footprint.json");
  const total = (readJson(file)?.downloaded ?? 0) + bytes;
  writeJson(file, { downloaded: total, modules, venv, cache });
  console.log(
    `  Downloaded ${size(bytes)}. On disk: node_modules ${size(modules)}, .venv ${size(venv)}, cache ${size(cache)} (${cacheFolder()}).`,
  );
}
