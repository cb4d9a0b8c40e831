import process from "node:process";
import { Worker } from "node:worker_threads";
import { toDisplay } from "../../output/display.ts";
import type { BeginRun, IncomingComm, SessionConfig, SessionEnd } from "../contract.ts";
import { FrameKind } from "../frames.ts";
import { takeComm } from "./comm.ts";
import { groups } from "./commands/groups.ts";
import { forgetClocks, startClock, stopClock, stopClocks } from "./commands/time.ts";
import { commonJsScope } from "./commonJs.ts";
import { constant, noteNames } from "./constants.ts";
import { describeError } from "./describe.ts";
import { installHandle } from "./handle.ts";
import { installImmediates } from "./immediates.ts";
import { createImporter } from "./importer.ts";
import { interrupt, prepareStop, stopFlag, stopOf, takeStop } from "./interrupt.ts";
import { builtin, globals, members, outline } from "./look.ts";
import { forgetLoops, pace } from "./loops.ts";
import { installStreams, markNative, sendJson } from "./output.ts";
import { own } from "./own.ts";
import { answerPort } from "./questions.ts";
import {
  currentRun,
  enterRun,
  executingRun,
  forgetRun,
  inRun,
  KeyboardInterrupt,
  type Run,
  runOf,
  takeBeside,
} from "./run.ts";
import { framesAt, installStackTraces, rememberCell } from "./stack.ts";
import { prepareTensorFlow } from "./tensorflow.ts";
import { forgetPlaces, thrown } from "./thrown.ts";
import { installUncaughtHandler } from "./uncaught.ts";
import { each, wait } from "./waits.ts";

/**
 * The session process. This thread runs the user's code and nothing else; `worker.ts` listens to the front.
 *
 * The front evaluates cells that call the functions below by the name `__toile`.
 */
const config = JSON.parse(process.env.TOILE_SESSION ?? "{}") as SessionConfig;
delete process.env.TOILE_SESSION;

const { setImmediate } = globalThis;
const stoppableImmediate = installImmediates();
let kept: unknown;

/** Head of every cell. The rest runs from the event loop: only there can it be terminated. */
function begin({ run, name, maps, names }: BeginRun): Promise<void> {
  kept = undefined;
  forgetPlaces();
  forgetClocks();
  forgetLoops();
  noteNames(names);
  rememberCell(run, name, maps);
  enterRun(run);
  return new own.Promise((resolve) => setImmediate(resolve));
}

/** Tail of every cell: shows the value and closes the run. */
async function end(value?: unknown): Promise<void> {
  stopClocks();
  const run = executingRun();
  const result = await wait(toDisplay(value));
  await wait(allShown(run));
  finish(run, result === undefined ? {} : { result: result as NonNullable<SessionEnd["result"]> });
}

/** What was shown so far; an endless stream of updates does not keep the run from ending. */
async function allShown({ displays }: Run): Promise<void> {
  for (const shown of [...displays]) await shown;
}

/** An error ends the run as well, once what was shown before it is out. */
async function fail(number: number, thrown: unknown, place = ""): Promise<void> {
  const run = runOf(number);
  const error = stopOf(run) ?? thrown;
  const plain = describeError(error);
  const described = plain.stack.length > 0 ? plain : { ...plain, stack: framesAt(place) };
  try {
    if (!(error instanceof KeyboardInterrupt)) await wait(allShown(run));
  } catch {
    // An interrupt ends the waiting.
  }
  finish(run, { error: described });
}

/** What has been printed is in the pipes before the marks that end the run. */
function finish(run: Run, outcome: SessionEnd): void {
  if (run.finished) return;
  forgetRun(run);
  markNative(`${config.marker}${run.number}\n`);
  sendJson(FrameKind.end, run.number, outcome);
  // Node looks for unhandled rejections after a callback of its own; the cell's code may have been none.
  setImmediate(() => {});
}

/** The handlers run from the event loop, as a run of their own; async ones go on after its end. */
function deliver(number: number, message: IncomingComm): void {
  stoppableImmediate(() =>
    inRun(number, (run) => {
      try {
        takeComm(message);
      } catch (error) {
        if (!(error instanceof KeyboardInterrupt))
          sendJson(FrameKind.event, number, { type: "error", error: describeError(error) });
      }
      finish(run, {});
    }),
  );
}

/** The code was stopped by force: nothing of it is left that could end the run of the number, or that of a handler or a timer. */
function stopped(number: number): void {
  const { error = new KeyboardInterrupt(), run } = takeStop() ?? {};
  // Whoever tidies up behind an interrupt does so behind this one as well, also where the run had ended before.
  if (run) setImmediate(() => run.interrupt(error));
  const described = describeError(error);
  const others = new Set([...takeBeside(), ...(run ? [run] : [])].filter((it) => it.number !== number));
  for (const other of others) {
    sendJson(FrameKind.event, other.number, { type: "error", error: described });
    finish(other, {});
  }
  if (!isOver(number)) finish(runOf(number), { error: described });
}

function isOver(number: number): boolean {
  const { number: current, finished } = currentRun();
  return number < current || (number === current && finished);
}

prepareTensorFlow();
installStreams();
installStackTraces();
installUncaughtHandler();
installHandle();
const importer = createImporter(config);
const runtime = Object.freeze({
  begin,
  end,
  wait,
  each,
  interrupt,
  prepareStop,
  import: importer.import,
  meta: importer.meta,
  define: importer.define,
  commonJs: commonJsScope(config.cwd),
  constant,
  thrown,
  keep: (value: unknown) => {
    kept = value;
  },
  kept: () => kept,
  fail,
  deliver,
  globals,
  members,
  outline,
  builtin,
  stopped,
  pace,
  time: startClock,
  timed: stopClock,
  command: async (name: string, args: string) =>
    (await import("./commands/run.ts")).runCommand(name, args, config.cwd),
  folder: () => process.cwd(),
});
Object.defineProperty(globalThis, "__toile", { value: runtime });
const worker = new Worker(
  new URL(`./worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url),
  { workerData: { stopFlag, answerPort, groups }, transferList: [answerPort] },
);
worker.on("error", () => process.exit(70));
