import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Where the children of the lock's holder are noted, one `pid start` a line. */
let notes = /** @type {string | undefined} */ (undefined);

/**
 * Notes from now on which processes are started, so that who takes over the lock of a killed set-up can end them: an npm that
 * lives on would write into the same folder.
 * @param {string} lock
 */
export function noteChildren(lock) {
  notes = `${lock}.children`;
  rmSync(notes, { force: true });
}

/** The lock is given back; what it was for has ended. */
export function forgetChildren() {
  if (notes !== undefined) rmSync(notes, { force: true });
  notes = undefined;
}

/** @param {number | undefined} pid */
export function noteChild(pid) {
  const start = pid === undefined ? undefined : startOf(pid);
  if (notes !== undefined && start !== undefined) appendFileSync(notes, `${pid} ${start}\n`);
}

/**
 * Ends what a killed set-up has left running.
 * @param {string} lock
 */
export async function endOrphans(lock) {
  for (const line of read(`${lock}.children`).split("\n")) {
    const [pid = "", ...start] = line.split(" ");
    const isSame = () => start.length > 0 && startOf(Number(pid)) === start.join(" ");
    if (isSame()) process.kill(Number(pid), "SIGKILL");
    while (isSame()) await sleep(10);
  }
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/**
 * When a process was started, since its number may by now be another's; undefined where it has ended.
 * @param {number} pid
 * @returns {string | undefined}
 */
function startOf(pid) {
  try {
    if (process.platform !== "linux")
      return (
        execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined
      );
    const [state, ...fields] = read(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ") ?? [];
    return state === undefined || state === "Z" ? undefined : fields[18];
  } catch {
    return undefined;
  }
}
