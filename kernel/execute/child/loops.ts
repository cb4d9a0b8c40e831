import { performance } from "node:perf_hooks";
import { own } from "./own.ts";
import { KeyboardInterrupt } from "./run.ts";

const first = 1024;
const most = 2 ** 20;
/** What some steps should take, in milliseconds: long enough to cost nothing, short enough for an interrupt. */
const [shortest, longest] = [1, 4];

/** How often force is put off for a loop that is about to see by itself that it should end. */
const mostDelays = 20;

let since = 0;
let isAsked = false;
let isStepping = false;
let delays = 0;

/** Asks a loop that runs in steps to end, or takes it back. */
export function askLoops(asked: boolean): void {
  isAsked = asked;
}

/** A new run has no loop yet; that of the last one may have ended in the middle. */
export function forgetLoops(): void {
  isAsked = false;
  isStepping = false;
  delays = 0;
}

/** Whether the values of a loop's variables are on their way, so that force should come a little later. */
export function isInSteps(): boolean {
  return isStepping && isAsked && ++delays <= mostDelays;
}

/**
 * Stands between the steps of a loop at the top of a cell, where every variable has its value.
 *
 * @param steps what were done; 0 before the first, -1 behind the last
 * @returns how many to do next
 * @throws {KeyboardInterrupt} where the cell has been interrupted
 */
export function pace(steps: number): number {
  if (isAsked) {
    forgetLoops();
    throw new KeyboardInterrupt(new own.Error().stack);
  }
  isStepping = steps >= 0;
  const now = performance.now();
  const took = now - since;
  since = now;
  if (steps === 0) return first;
  if (took < shortest) return Math.min(most, steps * 2);
  return took > longest ? Math.max(2, steps >> 2) : steps;
}
