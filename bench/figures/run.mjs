// What figures cost: the first of a process, the next ones, and how long the user's own thread is held up by them.
//   npm run build && node bench/figures/run.mjs [processes]
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const processes = Number(process.argv[2] ?? 7);
const child = fileURLToPath(new URL("./process.mjs", import.meta.url));

/**
 * @param {"asked" | "warm"} way
 * @returns {Record<string, number>}
 */
function measure(way) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [child, way], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/**
 * @param {string} name
 * @param {Record<string, number>[]} runs
 */
function row(name, runs) {
  const columns = ["first", "cpu", "next", "slowest", "delay"].map((key) => {
    const middle = median(runs.map((run) => run[key] ?? Number.NaN));
    return middle.toFixed(key === "delay" ? 1 : 0).padStart(9);
  });
  console.log(name.padEnd(34) + columns.join(""));
}

measure("asked"); // Leaves V8's code cache behind, as any figure before does.
console.log(
  `Milliseconds, medians of ${processes} processes; a figure is a plotHistory of two panels, SVG and PNG`,
);
console.log(`${"".padEnd(34)}    first  its CPU     next  slowest    delay`);
const asked = [];
const warm = [];
for (let i = 0; i < processes; i++) {
  asked.push(measure("asked"));
  warm.push(measure("warm"));
}
row("plotted at once (cold)", asked);
row("plotted 2 s after the import", warm);
console.log(
  "delay: the longest time in which the event loop of the user's thread stood still while all 21 figures were drawn",
);
