// Kills the set-up at random moments and runs it again: `node test/trust/setupKilled.mjs [--kills 20] [--seed 1] [--within 25]
// [--cold]`. A kill comes within so many seconds, by default within the time that a whole set-up takes here.
//
// Works in a clone of this repository's last commit with a cache of its own, a copy of the user's unless `--cold` (which downloads
// everything). Every second kill takes the set-up alone and leaves what it has started running, the others its whole process group.
// After every fifth kill it runs to its end, `npm run doctor` must be content and the kernel must answer; then all is made anew.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { cacheFolder } from "../../setup/lib/paths.mjs";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    within: { type: "string" },
    cold: { type: "boolean", default: false },
  },
});
const root = fileURLToPath(new URL("../../", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "toile-killed-"));
const clone = join(work, "clone");
const env = { ...process.env, TOILE_CACHE: join(work, "cache"), TOILE_HISTORY: "off" };

let state = Number(values.seed);
/** A number from 0 to 1, the same for the same seed. */
function random() {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}

/**
 * Runs the set-up and perhaps kills it.
 * @param {{ after: number, whole: boolean }} [kill] milliseconds, and whether what it has started dies with it
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null, last: string, ms: number }>}
 */
function setUp(kill) {
  const started = performance.now();
  const child = spawn(process.execPath, ["setup/setup.mjs"], {
    cwd: clone,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += chunk));
  const timer =
    kill &&
    setTimeout(
      () => process.kill(kill.whole ? -Number(child.pid) : Number(child.pid), "SIGKILL"),
      kill.after,
    );
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      const last = text.trim().split("\n").at(-1) ?? "";
      resolve({ code, signal, last, ms: performance.now() - started });
    });
  });
}

/** What a user would notice: the doctor's verdict, and a kernel that answers. */
function check() {
  execFileSync(process.execPath, ["setup/doctor.mjs"], { cwd: clone, env, stdio: "pipe" });
}

function wipe() {
  for (const name of ["node_modules", ".venv", ".toile", "dist"])
    rmSync(join(clone, name), { recursive: true, force: true });
}

execFileSync("git", ["clone", "--quiet", "--local", root, clone]);
if (!values.cold && existsSync(cacheFolder())) {
  for (const name of readdirSync(cacheFolder()))
    cpSync(join(cacheFolder(), name), join(work, "cache", name), { recursive: true });
}

let failures = 0;

/** Runs the set-up to its end, and asks the doctor; then all is made anew. */
async function complete() {
  const { code, ms, last } = await setUp();
  console.log(`   run to its end: status ${code} after ${(ms / 1000).toFixed(1)} s: ${last.slice(0, 120)}`);
  try {
    if (code !== 0) throw new Error(last);
    check();
    console.log("   the doctor is content");
  } catch (error) {
    failures++;
    console.log(`   FAILED: ${error instanceof Error ? error.message : error}`);
  }
  wipe();
  return ms;
}

/** Of a set-up in which every step has something to do, the caches being warm. */
async function wholeLength() {
  await complete();
  return complete();
}

const length = values.within === undefined ? await wholeLength() : 1000 * Number(values.within);
let kills = 0;
while (kills < Number(values.kills)) {
  const whole = kills % 2 === 0;
  const run = await setUp({ after: Math.round(200 + random() * length), whole });
  const seconds = (run.ms / 1000).toFixed(1);
  if (run.signal) {
    kills++;
    console.log(`${kills}: killed${whole ? " with all that it had started" : ""} after ${seconds} s`);
    if (kills % 5 !== 0) continue;
  } else if (run.code !== 0) {
    failures++;
    console.log(`   FAILED after ${seconds} s: ${run.last}`);
  }
  await complete();
}
rmSync(work, { recursive: true, force: true, maxRetries: 3 });
console.log(
  failures === 0 ? `${values.kills} kills, every run after them ended well` : `${failures} failures`,
);
process.exitCode = failures === 0 ? 0 : 1;
