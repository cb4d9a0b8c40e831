import { readFileSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";

/** What becomes of type errors: nothing, a warning beside the cell, or an error in its place. */
export type Strictness = "off" | "warn" | "strict";

interface Known {
  readonly stamp: string;
  readonly strict: boolean | undefined;
}

/** Reads who asks for strict types, again whenever a file has changed. */
export class StrictnessSettings {
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #known = new Map<string, Known>();

  /** @param env `TOILE_TYPES` is `off`, `warn` or `strict`; `JPY_SESSION_NAME`, by Jupyter, names the notebook */
  constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.#folder = folder;
    this.#env = env;
  }

  /**
   * The nearest word counts: the environment's `TOILE_TYPES`, then `"toile": { "strict": true }` in the notebook's metadata, then in
   * the nearest `package.json`.
   */
  current(): Strictness {
    const { TOILE_TYPES: asked } = this.#env;
    if (asked === "off" || asked === "warn" || asked === "strict") return asked;
    return (this.#inNotebook() ?? this.#inPackage(this.#folder)) ? "strict" : "warn";
  }

  #inNotebook(): boolean | undefined {
    const { JPY_SESSION_NAME: name } = this.#env;
    if (!name?.endsWith(".ipynb")) return undefined;
    // Where a server joins its path to the folder a second time, the name alone is right.
    const paths = [...(isAbsolute(name) ? [name] : []), join(this.#folder, basename(name))];
    const path = paths.find((it) => statSync(it, { throwIfNoEntry: false }));
    if (path === undefined) return undefined;
    return this.#read(path, ({ metadata }) => (metadata as { toile?: unknown } | undefined)?.toile);
  }

  #inPackage(folder: string): boolean | undefined {
    const path = join(folder, "package.json");
    const parent = dirname(folder);
    if (statSync(path, { throwIfNoEntry: false })) return this.#read(path, ({ toile }) => toile);
    return parent === folder ? undefined : this.#inPackage(parent);
  }

  /** A file without the word is not parsed: notebooks are long. */
  #read(path: string, find: (json: Record<string, unknown>) => unknown): boolean | undefined {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return undefined;
    const stamp = `${stat.mtimeMs} ${stat.size}`;
    const known = this.#known.get(path);
    if (known?.stamp === stamp) return known.strict;
    const strict = strictIn(path, find);
    this.#known.set(path, { stamp, strict });
    return strict;
  }
}

function strictIn(path: string, find: (json: Record<string, unknown>) => unknown): boolean | undefined {
  try {
    const text = readFileSync(path, "utf8");
    if (!text.includes('"toile"')) return undefined;
    const toile = find(JSON.parse(text) as Record<string, unknown>);
    const strict = (toile as { strict?: unknown } | null | undefined)?.strict;
    return typeof strict === "boolean" ? strict : undefined;
  } catch {
    return undefined; // Being written, or not JSON: no word about types.
  }
}
