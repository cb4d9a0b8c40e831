import type { Description, Problem, TypedCompletion, Types } from "./typescript/types.ts";

/** Types whose code is not even loaded before the first question. */
export class LazyTypes implements Types {
  readonly #load: () => Promise<Types>;
  #loading: Promise<Types> | undefined;
  #types: Types | undefined;
  #waiting: ((types: Types) => void)[] = [];

  constructor(load: () => Promise<Types>) {
    this.#load = load;
  }

  get isWarm(): boolean {
    return this.#types?.isWarm === true;
  }

  add(...cell: Parameters<Types["add"]>): void {
    this.#tell((types) => types.add(...cell));
  }

  addModule(...module: Parameters<Types["addModule"]>): void {
    this.#tell((types) => types.addModule(...module));
  }

  #tell(news: (types: Types) => void): void {
    if (this.#types) news(this.#types);
    else this.#waiting.push(news);
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

  async completeImport(code: string, cursor: number): Promise<TypedCompletion | undefined> {
    return (await this.#ensure()).completeImport(code, cursor);
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
      for (const news of this.#waiting) news(types);
      this.#waiting = [];
      return types;
    });
    return this.#loading;
  }
}
