/**
 * How main thread and worker of the session agree on the moment at which running code is stopped; held in one shared integer.
 *
 * The main thread, in the middle of the code, says that it is ready and waits; only then does the worker ask V8 to stop. In between not
 * one step of the code runs.
 */
export const StopFlag = { asked: 0, ready: 1, ordered: 2, notNow: 3 } as const;

/** How long either side waits for the other, in milliseconds. */
export const stopPatience = 50;

/** What the front sends among the messages for the inspector; the worker answers it itself. */
export const stopMethod = "Toile.stop";
