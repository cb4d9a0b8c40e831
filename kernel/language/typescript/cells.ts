import type { Language } from "../../transform/parse.ts";
import { type CellModule, draftModule, type Owners, ranModule, type Scope } from "./cellModule.ts";
import type { Declared, Space } from "./declarations.ts";

/** Where a cell that has run is. */
export interface RanCell {
  /** Its module's file name without the extension. */
  readonly name: string;
  /** Lines of other cells that stand before it in the module. */
  readonly offset: number;
  /** Names that come from earlier cells, those of its module too. */
  readonly foreign: ReadonlySet<string>;
}

interface Joined {
  readonly module: CellModule;
  readonly source: string;
  readonly cells: number;
  /** Who owned the names that come from elsewhere. */
  readonly owners: ReadonlyMap<string, Owners | undefined>;
}

/** Cells in one module. */
const mostCells = 16;

/**
 * The cells of a session as modules, as far as their names are still in use.
 *
 * A cell that only declares what cannot change joins the one before it where that is the same to the types: few modules are read
 * faster than many.
 */
export class Cells {
  #scope = new Map<string, Owners>();
  readonly #modules = new Map<string, Joined>();
  readonly #held = new Set<RanCell>();
  #last = "";

  moduleOf({ name }: RanCell): CellModule | undefined {
    return this.#modules.get(name)?.module;
  }

  /** By their names. */
  get modules(): ReadonlyMap<string, { readonly module: CellModule }> {
    return this.#modules;
  }

  get scope(): Scope {
    return this.#scope;
  }

  /** A cell as it would be taken in. */
  preview(source: string): CellModule {
    return ranModule(source, this.#scope);
  }

  /** Takes in a cell that runs now; modules whose names are all declared anew by others go. It stays until it is released. */
  add(source: string): RanCell {
    const own = this.preview(source);
    const before = this.#canJoin(own) ? this.#modules.get(this.#last) : undefined;
    const name = before ? this.#last : this.#freeName(own.language);
    const whole = before ? `${before.source}\n${source}` : source;
    const module = before ? this.preview(whole) : own;
    const owners = new Map([...module.foreign].map((it) => [it, this.#scope.get(it)]));
    this.#modules.set(name, { module, source: whole, cells: (before?.cells ?? 0) + 1, owners });
    this.#last = name;
    const offset = before ? before.source.split("\n").length : 0;
    const cell = { name, offset, foreign: own.foreign };
    this.#held.add(cell);
    this.#declare(name, own.declared);
    this.#sweep();
    return cell;
  }

  /** Whether the types of both are the same in one module: nobody has declared anew what either says or mentions. */
  #canJoin(cell: CellModule): boolean {
    const last = this.#modules.get(this.#last);
    if (!last?.module.isFixed || !cell.isFixed || last.cells >= mostCells) return false;
    const { declared, foreign } = last.module;
    return (
      [...last.owners].every(([name, owners]) => this.#scope.get(name) === owners) &&
      declared.every(({ name, space }) => this.#owns(this.#last, name, space)) &&
      !cell.declared.some(({ name }) => foreign.has(name) || declared.some((it) => it.name === name))
    );
  }

  #owns(module: string, name: string, space: Space): boolean {
    const { value, type } = this.#scope.get(name) ?? {};
    const owners = space === "both" ? [value, type] : [space === "value" ? value : type];
    return [...owners, ...[value, type].filter((it) => it !== undefined)].every(
      (it) => it?.module === module,
    );
  }

  #declare(module: string, declared: readonly Declared[]): void {
    for (const { name, space, assignable } of declared) {
      const owner = { module, assignable };
      const before = this.#scope.get(name) ?? {};
      this.#scope.delete(name);
      this.#scope.set(name, {
        ...before,
        ...(space === "type" ? {} : { value: owner }),
        ...(space === "value" ? {} : { type: owner }),
      });
    }
  }

  /** The cell has been checked; it stays only as long as others need it. */
  release(cell: RanCell): void {
    this.#held.delete(cell);
    this.#sweep();
  }

  /** The cell that is being written. */
  draft(source: string, cursor: number): CellModule {
    return draftModule(source, cursor, this.#scope);
  }

  clear(): void {
    this.#scope = new Map();
    this.#modules.clear();
    this.#held.clear();
  }

  #freeName(language: Language): string {
    for (let i = 1; ; i++) {
      const name = moduleName(i, language);
      if (!this.#modules.has(name)) return name;
    }
  }

  /** Keeps what the scope names, what is held, and what either imports. */
  #sweep(): void {
    const live = new Set<string>();
    const keep = (name: string) => {
      if (live.has(name)) return;
      live.add(name);
      for (const used of this.#modules.get(name)?.module.uses ?? []) keep(used);
    };
    for (const { name } of this.#held) keep(name);
    for (const { value, type } of this.#scope.values())
      for (const owner of [value, type]) if (owner) keep(owner.module);
    for (const name of [...this.#modules.keys()]) if (!live.has(name)) this.#modules.delete(name);
  }
}

/** Names are used again, so that the server meets few new files; the files do not exist. */
export function moduleName(index: number, language: Language): string {
  return `.toile-${language === "ts" ? "cell" : "view"}-${index}`;
}
