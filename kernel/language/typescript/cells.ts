import type { Language } from "../../transform/parse.ts";
import { type CellModule, draftModule, type Owners, ranModule, type Scope } from "./cellModule.ts";

/** A cell that has run and that a later one may still need. */
export interface RanCell {
  /** File name without its extension. */
  readonly name: string;
  readonly module: CellModule;
}

/** The cells of a session as modules, as far as their names are still in use. */
export class Cells {
  #scope = new Map<string, Owners>();
  readonly #cells = new Map<string, RanCell>();
  readonly #held = new Set<string>();

  /** By the module's name. */
  get all(): ReadonlyMap<string, RanCell> {
    return this.#cells;
  }

  get scope(): Scope {
    return this.#scope;
  }

  /** A cell as it would be taken in. */
  preview(source: string): CellModule {
    return ranModule(source, this.#scope);
  }

  /** Takes in a cell that runs now; cells whose names are all declared anew by others go. It stays until it is released. */
  add(source: string): RanCell {
    const module = this.preview(source);
    const name = this.#freeName(module.language);
    const cell = { name, module };
    this.#cells.set(name, cell);
    this.#held.add(name);
    for (const { name: declared, space, assignable } of module.declared) {
      const owner = { module: name, assignable };
      const before = this.#scope.get(declared) ?? {};
      this.#scope.delete(declared);
      this.#scope.set(declared, {
        ...before,
        ...(space === "type" ? {} : { value: owner }),
        ...(space === "value" ? {} : { type: owner }),
      });
    }
    this.#sweep();
    return cell;
  }

  /** The cell has been checked; it stays only as long as others need it. */
  release({ name }: RanCell): void {
    this.#held.delete(name);
    this.#sweep();
  }

  /** The cell that is being written. */
  draft(source: string, cursor: number): CellModule {
    return draftModule(source, cursor, this.#scope);
  }

  clear(): void {
    this.#scope = new Map();
    this.#cells.clear();
    this.#held.clear();
  }

  #freeName(language: Language): string {
    for (let i = 1; ; i++) {
      const name = moduleName(i, language);
      if (!this.#cells.has(name)) return name;
    }
  }

  /** Keeps what the scope names, what is held, and what either imports. */
  #sweep(): void {
    const live = new Set<string>();
    const keep = (name: string) => {
      if (live.has(name)) return;
      live.add(name);
      for (const used of this.#cells.get(name)?.module.uses ?? []) keep(used);
    };
    for (const name of this.#held) keep(name);
    for (const { value, type } of this.#scope.values())
      for (const owner of [value, type]) if (owner) keep(owner.module);
    for (const name of [...this.#cells.keys()]) if (!live.has(name)) this.#cells.delete(name);
  }
}

/** Names are used again, so that the server meets few new files; the files do not exist. */
export function moduleName(index: number, language: Language): string {
  return `.toile-${language === "ts" ? "cell" : "view"}-${index}`;
}
