import type { Model } from "../models/model.ts";
import type { Screen } from "../progress/screen.ts";
import type { Callback } from "./callback.ts";

const screens = new WeakMap<Model, Screen>();

/** Says where the lines of a model's callbacks go; undefined: to standard output. */
export function printTo(screen: Screen | undefined, model: Model): void {
  if (screen === undefined) screens.delete(model);
  else screens.set(model, screen);
}

/** Prints a line of a callback: above the progress bar, where there is one. */
export function print(callback: Callback, line: string): void {
  const screen = screens.get(callback.model);
  if (screen === undefined) process.stdout.write(`${line}\n`);
  else screen.print(line);
}
