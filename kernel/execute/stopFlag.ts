/**
 * How main thread and worker of the session agree on the moment at which running code is stopped; held in one shared integer.
 *
 * The main thread, in the middle of the code, says that it is ready and waits; only then does the worker ask V8 to stop. In between not
 * one step of the code runs. Either side that has waited too long takes its word back, so that nothing is ever stopped unprepared.
 */
export const StopFlag = { asked: 0, ready: 1, claimed: 2, ordered: 3, notNow: 4 } as const;

/** How long the worker waits for the main thread to be ready, in milliseconds. */
export const stopPatience = 50;

/** How long it waits where processes have been sent a signal: the thread is ready as soon as its call returns. */
export const signalPatience = 1000;

/** How long the main thread waits for the worker, which has nothing else to do but may get no processor on a busy machine. */
export const orderPatience = 1000;

/** What the front sends among the messages for the inspector; the worker answers it itself. */
export const stopMethod = "Toile.stop";

/** A process that is to get a signal once the stop is asked for, so that the code stops right behind the call that waits for it. */
export interface Signalled {
  readonly pid: number;
  readonly signal: NodeJS.Signals;
}

/** The parameters of `stopMethod`. */
export interface StopParams {
  readonly run: number;
  readonly signals: readonly Signalled[];
}
