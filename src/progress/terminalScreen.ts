import type { WriteStream } from "node:tty";
import { SingleBar } from "cli-progress";
import type { LineStyle, Screen } from "./screen.ts";

const saveCursor = "\x1b7";
const wrapLines = "\x1b[?7h";

/** A terminal: the changing line is drawn by cli-progress, at most 20 times a second. */
export class TerminalScreen implements Screen {
  readonly #stream: WriteStream;
  #bar: SingleBar | undefined;

  constructor(stream: WriteStream) {
    this.#stream = stream;
  }

  get style(): LineStyle {
    // The last column stays free: a terminal may break the line once it is filled.
    return { colour: this.#stream.hasColors(), columns: (this.#stream.columns || 80) - 1 };
  }

  rewrite(line: () => string): void {
    if (this.#bar !== undefined) {
      this.#bar.update({ line });
      return;
    }
    this.#bar = new SingleBar({
      stream: this.#stream,
      format: (_options, _params, payload: { line: () => string }) => payload.line(),
      fps: 20,
      clearOnComplete: true,
      gracefulExit: false, // It would swallow the first Ctrl+C.
    });
    this.#bar.start(1, 0, { line });
    // Our lines fit, and a process that is killed shall leave the terminal as it was.
    this.#stream.write(wrapLines);
  }

  finish(line: string): void {
    this.print(line);
  }

  print(line: string): void {
    this.#clear();
    this.#stream.write(`${line}\n`);
  }

  async close(): Promise<void> {
    this.#clear();
  }

  #clear(): void {
    if (this.#bar === undefined) return;
    // At its end the bar goes back to the saved place, which is another line if something else was printed since.
    this.#stream.write(saveCursor);
    this.#bar.stop();
    this.#bar = undefined;
  }
}
