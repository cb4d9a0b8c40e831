import { drawBar, remaining } from "./epochLine.ts";
import { openScreen, type Screen } from "./screen.ts";

/** The options of {@link WorkBar}. */
export interface WorkBarOptions {
  /** What is counted: bytes, in megabytes, or things. Default things. */
  count?: "bytes" | "things";
  /** Work that is over sooner shows nothing; in milliseconds. Default 0. */
  delay?: number;
}

const width = 20;

/**
 * The bar of long work other than training, such as a download: its name, a bar, how much is done, how long it will take.
 * It is shown where progress is: see {@link openScreen}.
 */
export class WorkBar {
  readonly #title: string;
  readonly #options: WorkBarOptions;
  readonly #screen: Screen;
  readonly #started = performance.now();
  #last = { done: 0, total: 0 };

  constructor(title: string, options: WorkBarOptions = {}, screen = openScreen()) {
    this.#title = title;
    this.#options = options;
    this.#screen = screen;
  }

  /** Shows how much is done; `total` 0 where that is not known. */
  update(done: number, total: number): void {
    this.#last = { done, total };
    if (this.#isShown) this.#screen.rewrite(() => this.#line(false));
  }

  /** Shows the end: all of it, or, where the work failed, as much as was done. */
  async end({ failed = false }: { failed?: boolean } = {}): Promise<void> {
    if (this.#isShown && this.#last.done > 0) this.#screen.finish(this.#line(!failed));
    await this.#screen.close();
  }

  get #isShown(): boolean {
    return performance.now() - this.#started >= (this.#options.delay ?? 0);
  }

  #line(isFinal: boolean): string {
    const { done, total } = this.#last;
    const seconds = (performance.now() - this.#started) / 1000;
    const time =
      isFinal || done === 0 || total === 0
        ? `${seconds.toFixed(0)}s`
        : remaining((seconds / done) * (total - done));
    const amount = this.#amount(done, total);
    const { colour, columns } = this.#screen.style;
    const left = columns - amount.length - time.length - 3;
    const room = Math.min(width, left - 10);
    const part = total === 0 ? 0 : Math.min(1, done / total);
    const bar =
      total === 0 || room < 5
        ? ""
        : ` ${drawBar(Math.floor(room * part), room - Math.floor(room * part), colour)}`;
    return `${shortened(this.#title, left - (bar === "" ? 0 : room + 1))}${bar} ${amount} ${time}`;
  }

  #amount(done: number, total: number): string {
    if (this.#options.count !== "bytes") return total === 0 ? String(done) : `${Math.floor(done)}/${total}`;
    const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
    return total === 0 ? `${megabytes(done)} MB` : `${megabytes(done)}/${megabytes(total)} MB`;
  }
}

/** The end of an address says more than its beginning. */
function shortened(title: string, columns: number): string {
  return title.length <= columns ? title : `…${title.slice(title.length - Math.max(1, columns - 1))}`;
}
