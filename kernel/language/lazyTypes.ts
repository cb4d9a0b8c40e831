import type { Description, Problem, TypedCompletion, Types } from "./typescript/types.ts";

/** Types whose code is not even loaded before the first question. */
export class LazyTypes implements Types {
  readonly #load: () => Promise<Types>;
  #loading: Promise<Types> | undefined;
  #types: Types | undefined;
  #waiting: Parameters<Types["add"]>[] = [];

  constructor(load: () => Promise<Types>) {
    this.#load = load;
  }

  get isWarm(): boolean {
    return this.#types?.isWarm === true;
  }

  add(...cell: Parameters<Types["add"]>): void {
    if (this.#types) this.#types.add(...cell);
    else this.#waiting.push(cell);
  }

  async check(run: number): Promise<readonly Problem[] | undefined> {
    return (await this.#ensure()).check(run);
  }

  async checkStrictly(source: string): Promise<readonly Problem[] | undefined> {
    return (await this.#ensure()).checkStrictly(source);
  }

  async complete(code: string, cursor: number): Promise<TypedCompletion | undefined> {
    return (await this.#ensure()).complete(code, cursor);
  }

  async describe(code: string, cursor: number, detail: 0 | 1): Promise<Description | undefined> {
    return (await this.#ensure()).describe(code, cursor, detail);
  }

  clear(): void {
    this.#waiting = [];
    this.#types?.clear();
  }

  async close(): Promise<void> {
    await (await this.#loading)?.close();
  }

  #ensure(): Promise<Types> {
    this.#loading ??= this.#load().then((types) => {
      this.#types = types;
      for (const cell of this.#waiting) types.add(...cell);
      this.#waiting = [];
      return types;
    });
    return this.#loading;
  }
}
