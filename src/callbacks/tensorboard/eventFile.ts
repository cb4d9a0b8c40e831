import { appendFileSync, mkdirSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { type SummaryValue, scalarTensor, summaryEvent, versionEvent } from "./messages.ts";
import { frameRecord } from "./record.ts";

let files = 0;

/** An event file in a folder of TensorBoard's; whatever is added is in the file at once. */
export class EventFile {
  readonly #file: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    const seconds = Math.floor(Date.now() / 1000);
    const name = `events.out.tfevents.${seconds}.${hostname()}.${process.pid}.${files++}.v2`;
    this.#file = path.join(folder, name);
    appendFileSync(this.#file, frameRecord(versionEvent(Date.now() / 1000)));
  }

  /** Adds values of one step. */
  add(step: number, values: readonly SummaryValue[]): void {
    const wallTime = Date.now() / 1000;
    const records = values.map((value) => frameRecord(summaryEvent(wallTime, step, value)));
    appendFileSync(this.#file, Buffer.concat(records));
  }

  /** Adds a curve's point for each number. */
  addScalars(step: number, scalars: Readonly<Record<string, number>>): void {
    const plugin = { name: "scalars", dataClass: 1 } as const;
    this.add(
      step,
      Object.entries(scalars).map(([tag, value]) => ({ tag, plugin, tensor: scalarTensor(value) })),
    );
  }
}
