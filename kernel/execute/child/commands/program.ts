import { spawn } from "node:child_process";
import { setMaxListeners } from "node:events";
import process from "node:process";
import type { Readable } from "node:stream";
import { executingRun } from "../run.ts";
import { closeGroup, openGroup } from "./groups.ts";

/** A program to run, without a shell. */
export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** How it ended; exactly one of the two is not null. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Receives what the program prints, as it comes. */
export type TakeOutput = (name: "stdout" | "stderr", text: string) => void;

/** How long an interrupted program may take to end by itself, in milliseconds. */
const patience = 1000;
/** How long output may be on its way after the end; a program left in the background may hold the pipe open for good. */
const drain = 200;

/**
 * Runs a program in a process group of its own, which an interrupt of the cell ends: by SIGINT, then by force.
 *
 * @throws {Error} where it cannot be started
 */
export async function runProgram(program: Program, take: TakeOutput): Promise<ProgramEnd> {
  const run = executingRun();
  const child = spawn(program.file, program.args, {
    cwd: program.cwd,
    env: program.env ?? process.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const ended = new Promise<ProgramEnd>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const { pid } = child;
  if (pid === undefined) return ended;
  openGroup(pid, run.number);
  void closed.then(() => closeGroup(pid, run.number));
  read(child.stdout, (text) => take("stdout", text));
  read(child.stderr, (text) => take("stderr", text));
  const stop = () => stopGroup(pid, closed);
  setMaxListeners(0, run.signal);
  const { signal } = run;
  signal.addEventListener("abort", stop, { once: true });
  try {
    const end = await ended;
    await Promise.race([closed, delay(drain)]);
    return end;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function read(stream: Readable, onText: (text: string) => void): void {
  stream.setEncoding("utf8");
  stream.on("data", onText);
}

function stopGroup(leader: number, closed: Promise<void>): void {
  signalGroup(leader, "SIGINT");
  const force = setTimeout(() => signalGroup(leader, "SIGKILL"), patience);
  void closed.then(() => clearTimeout(force));
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // All of it has ended.
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
