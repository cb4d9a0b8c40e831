import { performance } from "node:perf_hooks";
import process from "node:process";

interface Clock {
  readonly wall: number;
  readonly cpu: NodeJS.CpuUsage;
}

const clocks: Clock[] = [];

/** `%time`: starts a clock. */
export function startClock(): void {
  clocks.push({ wall: performance.now(), cpu: process.cpuUsage() });
}

/** Stops the clock that was started last, and prints what it shows. */
export function stopClock(): void {
  const clock = clocks.pop();
  if (!clock) return;
  const wall = performance.now() - clock.wall;
  const { user, system } = process.cpuUsage(clock.cpu);
  process.stdout.write(`Wall time: ${duration(wall)}, CPU time: ${duration((user + system) / 1000)}\n`);
}

/** At the end of a cell. */
export function stopClocks(): void {
  while (clocks.length > 0) stopClock();
}

/** A cell that failed has left them running. */
export function forgetClocks(): void {
  clocks.length = 0;
}

/** @param ms milliseconds */
function duration(ms: number): string {
  if (ms < 1) return `${Math.round(ms * 1000)} µs`;
  if (ms < 1000) return `${ms.toPrecision(3)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toPrecision(3)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
