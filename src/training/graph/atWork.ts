import { kernelHandle } from "../../notebook/handle.ts";
import type { LayersModel } from "../../tensorflow.ts";

/** Calls under way by model, each with the signal of the cell that made it. */
const calls = new WeakMap<LayersModel, Map<Promise<void>, AbortSignal | undefined>>();

/** How long the end of an interrupted call is waited for, in milliseconds: a callback may never return. */
const patience = 1000;

/** Waits for the calls that an interrupt is ending, whose last steps may still change the weights: their cell has answered before. */
export async function interruptedWork(model: LayersModel): Promise<void> {
  const ending = [...(calls.get(model) ?? [])].filter(([, signal]) => signal?.aborted).map(([end]) => end);
  if (ending.length === 0) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patience);
  });
  await Promise.race([Promise.all(ending), late]);
  clearTimeout(timer);
}

/** Does work on a model that {@link interruptedWork} can wait for. */
export async function noteWork<T>(model: LayersModel, work: () => Promise<T>): Promise<T> {
  const ends = calls.get(model) ?? new Map<Promise<void>, AbortSignal | undefined>();
  calls.set(model, ends);
  const done = work();
  const end = done.then(
    () => {},
    () => {},
  );
  ends.set(end, kernelHandle()?.signal);
  try {
    return await done;
  } finally {
    ends.delete(end);
  }
}
