import { Worker } from "node:worker_threads";
import type { FigureJson } from "./figure.ts";
import type { RenderOptions, RenderReply, RenderRequest } from "./render/messages.ts";

/** A drawn figure. */
export interface Rendered {
  svg: string;
  png?: Uint8Array;
}

interface Waiting {
  resolve(rendered: Rendered): void;
  reject(error: Error): void;
}

let worker: Worker | undefined;
let requests = 0;
const waiting = new Map<number, Waiting>();

/**
 * Draws a figure in a worker thread, so that the caller's thread stays free; the thread is started once and stays warm.
 *
 * @throws Error when plotly.js refuses the figure or the thread ends
 */
export function renderFigure(figure: FigureJson, options: RenderOptions): Promise<Rendered> {
  worker ??= start();
  const id = ++requests;
  const request: RenderRequest = { id, figure: JSON.stringify(figure), options };
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker!.ref();
    worker!.postMessage(request);
  });
}

/** Starts the drawing thread, so that the first figure is fast; it does not keep the process alive. */
export function warmRenderer(): void {
  if (worker !== undefined) return;
  worker = start();
  worker.unref();
}

function start(): Worker {
  const thread = new Worker(workerFile(), {
    name: "toile figures",
    stdout: true,
    stderr: true,
    // plotly.js fills the usual 16 MB of new objects many times over while it loads.
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  });
  thread.on("message", (reply: RenderReply) => {
    const caller = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (waiting.size === 0) thread.unref();
    if ("error" in reply) caller?.reject(new Error(`the figure cannot be drawn: ${reply.error}`));
    else caller?.resolve(reply);
  });
  thread.on("error", (error) => fail(thread, error));
  thread.on("exit", (code) => fail(thread, new Error(`the figures' thread ended with code ${code}`)));
  return thread;
}

function fail(thread: Worker, error: Error): void {
  if (worker !== thread) return;
  worker = undefined;
  for (const { reject } of waiting.values()) reject(error);
  waiting.clear();
}

/** A thread cannot load TypeScript; from the sources (in tests) the built file is taken. */
function workerFile(): URL {
  const built = import.meta.url.endsWith(".js");
  return new URL(built ? "./render/worker.js" : "../../dist/src/plot/render/worker.js", import.meta.url);
}
