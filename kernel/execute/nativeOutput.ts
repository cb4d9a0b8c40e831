import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { eachChunk } from "./eachChunk.ts";

/**
 * Reads fd 1 or 2 of the session process: what native code and child processes print there.
 *
 * The session writes a mark with the number of the run at its end; the mark is taken out, and tells that all before it has come.
 */
export class NativeOutput {
  readonly #marker: string;
  readonly #onText: (text: string) => void | Promise<void>;
  readonly #waiting = new Map<number, () => void>();
  #reached = 0;
  #rest = "";
  #closed = false;

  constructor(stream: Readable, marker: string, onText: (text: string) => void | Promise<void>) {
    this.#marker = marker;
    this.#onText = onText;
    void this.#read(stream);
  }

  /** Resolves when all that was printed before the end of the run has been passed on, or the stream has ended. */
  reached(run: number): Promise<void> {
    if (this.#closed || run <= this.#reached) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.set(run, resolve));
  }

  async #read(stream: Readable): Promise<void> {
    const decoder = new StringDecoder("utf8");
    await eachChunk(stream, (chunk) => {
      this.#rest += decoder.write(chunk);
      return this.#take();
    });
    if (this.#rest !== "") await this.#onText(this.#rest);
    this.#closed = true;
    for (const resolve of this.#waiting.values()) resolve();
  }

  #take(): void | Promise<void> {
    for (;;) {
      const rest = this.#rest;
      const at = rest.indexOf(this.#marker);
      const end = at < 0 ? -1 : rest.indexOf("\n", at);
      if (end < 0) break;
      this.#rest = rest.slice(end + 1);
      const run = Number(rest.slice(at + this.#marker.length, end));
      const held = this.#emit(rest.slice(0, at));
      if (held)
        return held.then(() => {
          this.#mark(run);
          return this.#take();
        });
      this.#mark(run);
    }
    const text = this.#rest;
    const cut = text.length - partialMark(text, this.#marker);
    this.#rest = text.slice(cut);
    return this.#emit(text.slice(0, cut));
  }

  #emit(text: string): void | Promise<void> {
    if (text !== "") return this.#onText(text);
  }

  #mark(run: number): void {
    this.#reached = Math.max(this.#reached, run);
    for (const [waiting, resolve] of this.#waiting) {
      if (waiting > run) continue;
      this.#waiting.delete(waiting);
      resolve();
    }
  }
}

/** How many characters at the end may be the beginning of a mark. */
function partialMark(text: string, marker: string): number {
  const at = text.lastIndexOf(marker.charAt(0));
  if (at < 0) return 0;
  const tail = text.slice(at);
  return tail.startsWith(marker) || marker.startsWith(tail) ? tail.length : 0;
}
