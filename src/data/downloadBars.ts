import { WorkBar } from "../progress/workBar.ts";
import type { OnProgress } from "./sources.ts";

/** Shows a bar for each file that arrives. */
export class DownloadBars {
  #bar: { source: string; bar: WorkBar } | undefined;

  readonly onProgress: OnProgress = ({ source, done, total }) => {
    if (this.#bar?.source !== source) {
      void this.#bar?.bar.end();
      this.#bar = { source, bar: new WorkBar(source, { count: "bytes" }) };
    }
    this.#bar.bar.update(done, total);
  };

  /** Ends the last bar. */
  async end(outcome: { failed?: boolean } = {}): Promise<void> {
    const { bar } = this.#bar ?? {};
    this.#bar = undefined;
    await bar?.end(outcome);
  }
}
