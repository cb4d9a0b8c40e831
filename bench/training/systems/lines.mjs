import { readFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";

/** @import { Workload } from "../workloads.mjs" */

/**
 * What is asked of a system: a workload, and in which of its ways.
 *
 * @typedef {{ workload: Workload, way: Record<string, number | string | boolean> }} Request
 */

/**
 * What it gives back: seconds from the call to the end of each epoch (or repetition), processor seconds of all of them, the accuracy on
 * the test images.
 *
 * @typedef {{ ends: number[], cpu: number, accuracy: number | null }} Answer
 */

/** Images or labels that the bench has written out. @param {string} name */
export function load(name) {
  return new Uint8Array(readFileSync(path.join(String(process.env.TOILE_BENCH_DATA), name)));
}

/** @param {Uint8Array} pixels */
export function scaled(pixels) {
  return Float32Array.from(pixels, (value) => value / 255);
}

/** Takes the times of one measurement. */
export class Stopwatch {
  /** @type {number[]} */
  ends = [];
  #began = performance.now();
  #cpu = process.cpuUsage();

  lap() {
    this.ends.push((performance.now() - this.#began) / 1000);
  }

  /** Ends the measurement; how good the model has become is found out afterwards. */
  stop() {
    const { user, system } = process.cpuUsage(this.#cpu);
    return (/** @type {number | null} */ accuracy) => ({
      ends: this.ends,
      cpu: (user + system) / 1e6,
      accuracy,
    });
  }
}

/** Answers a request a line with a line. @param {string} version @param {(request: Request) => Promise<Answer>} run */
export async function serve(version, run) {
  const write = (/** @type {unknown} */ value) => process.stdout.write(`${JSON.stringify(value)}\n`);
  write({ version });
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      write(await run(JSON.parse(line)));
    } catch (error) {
      write({ error: String(error) });
    }
  }
}
