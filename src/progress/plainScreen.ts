import type { LineStyle, Screen } from "./screen.ts";

/** A pipe or file, where nothing can be changed any more: finished lines alone. */
export class PlainScreen implements Screen {
  readonly style: LineStyle = { colour: false, columns: Number.POSITIVE_INFINITY };

  rewrite(): void {}

  finish(line: string): void {
    this.print(line);
  }

  print(line: string): void {
    process.stdout.write(`${line}\n`);
  }

  async close(): Promise<void> {}
}
