import { createRequire } from "node:module";
import type { CompletionItem as LspItem } from "vscode-languageserver-protocol";
import type { CompletionItem } from "../../interpreter.ts";
import { positionAt } from "../position.ts";
import { compare, moduleOf, type Resolve, wordBefore } from "./completions.ts";
import type { TypedCompletion } from "./types.ts";

/** Name of the module that has the server know what can be imported; like the cells it exists only in the server's memory. */
export const offersName = ".toile-offers.ts";
export const offersText = `import type {} from "toile";\nimport type {} from "node:fs";\nexport {};\n`;

/** So many statements are offered, each of them read one by one. */
const most = 12;
/** Of a shorter name too much would be offered. */
const shortest = 2;

/**
 * Completions of a name that nothing declares: its statement with an `import` in front, since Jupyter can only replace what stands before
 * the cursor.
 *
 * @param cursor in UTF-16 units
 */
export async function toImports(
  code: string,
  cursor: number,
  items: readonly LspItem[],
  resolve: Resolve,
): Promise<TypedCompletion | undefined> {
  const word = wordBefore(code, cursor);
  if (word.length < shortest) return undefined;
  const start = statementStart(code, cursor - word.length);
  const before = code.slice(start, cursor - word.length);
  const offers = best([...items, ...fromNode(word, items)], word).slice(0, most);
  const texts = await Promise.all(
    offers.map(async (item) => {
      const whole = item.data === fromNodeItself ? item : await resolve(item);
      return `${statementOf(whole)}\n${before}${item.label}`;
    }),
  );
  return { items: texts.map((text): CompletionItem => ({ text, type: "module" })), start, end: cursor };
}

/** The modules of Node that a notebook may want a function of; the server offers them only where a folder has Node's types of its own. */
const nodeModules = (
  "fs path os util url crypto events child_process fs/promises timers/promises readline readline/promises stream stream/promises " +
  "perf_hooks worker_threads zlib http https net assert buffer vm v8 module async_hooks string_decoder"
).split(" ");
const fromNodeItself = { autoImport: "node" };

function fromNode(word: string, known: readonly LspItem[]): LspItem[] {
  if (known.some((item) => item.label.startsWith(word) && moduleOf(item)?.startsWith("node:"))) return [];
  const require = createRequire(import.meta.url);
  return nodeModules.flatMap((name) =>
    Object.keys(require(`node:${name}`) as object)
      .filter((label) => label.startsWith(word) && !label.startsWith("_"))
      .map((label) => ({ label, labelDetails: { description: `node:${name}` }, data: fromNodeItself })),
  );
}

/** The exact name first, then by modules: Toile's own, those of Node, packages, files. What only another package's inside has is no offer. */
function best(items: readonly LspItem[], word: string): readonly LspItem[] {
  const rank = (item: LspItem) => {
    const module = moduleOf(item) ?? "";
    const family = module === "toile" ? 0 : module.startsWith("node:") ? 1 : module.startsWith(".") ? 3 : 2;
    return 10 * Number(item.label !== word) + family;
  };
  const modules = new Set(items.map((item) => `${moduleOf(item)} ${item.label}`));
  return items
    .filter((item) => item.label.startsWith(word) && isOffered(moduleOf(item)))
    .filter((item) => !modules.has(`node:${moduleOf(item)} ${item.label}`))
    .toSorted((a, b) => rank(a) - rank(b) || compare(a.label, b.label));
}

/** Files of the folder and packages by their names; not the way into a package's folder. */
function isOffered(module: string | undefined): boolean {
  return module !== undefined && !/^\.\.|\/dist\/|\.toile-/.test(module);
}

/** As the server would write it; where it would change an import that is there, an import of its own. */
function statementOf({ additionalTextEdits, label, labelDetails }: LspItem): string {
  const text = additionalTextEdits?.[0]?.newText.trim() ?? "";
  return text.startsWith("import ") ? text : `import { ${label} } from "${labelDetails?.description}";`;
}

/** Where the line starts on which the statement at the top of the cell begins. */
function statementStart(code: string, cursor: number): number {
  const at = positionAt(code, cursor).open[0]?.at ?? cursor;
  return code.lastIndexOf("\n", at - 1) + 1;
}
