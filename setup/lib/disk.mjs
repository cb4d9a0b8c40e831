import { existsSync, statfsSync } from "node:fs";
import path from "node:path";
import { SetupProblem } from "./problem.mjs";

/**
 * Throws when the disk under a folder (which need not exist yet) has less room than a step needs.
 * @param {string} folder
 * @param {number} megabytes
 * @param {string} purpose what the room is for
 */
export function requireSpace(folder, megabytes, purpose) {
  let place = path.resolve(folder);
  while (!existsSync(place)) place = path.dirname(place);
  const { bavail, bsize } = statfsSync(place);
  const free = Math.floor((bavail * bsize) / 1e6);
  if (free >= megabytes) return;
  throw new SetupProblem(
    `${free} MB free at ${place}`,
    `${purpose} needs ${megabytes} MB while it is being made`,
    "free some room, or set TOILE_CACHE to a folder on another disk, then run the same command again",
  );
}
