import type { CompletionItem as LspItem } from "vscode-languageserver-protocol";
import type { CompletionItem } from "../../interpreter.ts";
import { offsetOf, withoutModules } from "./place.ts";
import type { TypedCompletion } from "./types.ts";

/** Asks the server for the rest of an item. */
export type Resolve = (item: LspItem) => Promise<LspItem>;

/** More than these are not read one by one, so no signature is fetched for them. */
const mostSignatures = 24;

interface Candidate {
  readonly item: LspItem;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The server's answer in Jupyter's terms: one range for all, names that begin with what is written, the nearest first.
 *
 * @param cursor in UTF-16 units
 */
export async function toCompletion(
  code: string,
  cursor: number,
  items: readonly LspItem[],
  resolve: Resolve,
): Promise<TypedCompletion | undefined> {
  const word = wordBefore(code, cursor);
  const all = items.filter(isName).map((item) => candidate(item, code, cursor - word.length, cursor));
  const start = commonStart(all, cursor - word.length);
  const written = code.slice(start, cursor);
  const fitting = all
    .filter((it) => it.start === start && it.text.startsWith(written))
    .sort((a, b) => compare(a.item.sortText ?? "", b.item.sortText ?? "") || compare(a.text, b.text));
  const once = [...new Map(fitting.toReversed().map((it) => [it.text, it])).values()].toReversed();
  const end = once[0]?.end ?? cursor;
  return { items: await Promise.all(once.map((it) => toItem(it, resolve, once.length))), start, end };
}

/** The name that is being written. */
export function wordBefore(code: string, cursor: number): string {
  return /#?[\p{ID_Continue}$\u200c\u200d]*$/u.exec(code.slice(0, cursor))?.[0] ?? "";
}

/** Where a name would be imported from; undefined for one that needs no import. */
export function moduleOf({ labelDetails, data }: LspItem): string | undefined {
  const isOffer = (data as { autoImport?: unknown } | undefined)?.autoImport !== undefined;
  return isOffer ? labelDetails?.description : undefined;
}

/** Snippets are not names, the cells' own files are nobody's to import, and what needs an import is offered where nothing else fits. */
function isName(item: LspItem): boolean {
  return item.kind !== 15 && !item.label.startsWith(".toile-") && moduleOf(item) === undefined;
}

function candidate(item: LspItem, code: string, start: number, end: number): Candidate {
  const { textEdit } = item;
  if (!textEdit) return { item, text: item.insertText ?? item.label, start, end };
  const range = "range" in textEdit ? textEdit.range : textEdit.replace;
  return { item, text: textEdit.newText, start: offsetOf(code, range.start), end: offsetOf(code, range.end) };
}

/** That of the names where there are some; a statement to import something reaches further back. */
function commonStart(all: readonly Candidate[], usual: number): number {
  return all.some(({ start }) => start === usual) ? usual : (all[0]?.start ?? usual);
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

async function toItem({ item, text }: Candidate, resolve: Resolve, among: number): Promise<CompletionItem> {
  const type = types[item.kind ?? 0] ?? "instance";
  if (among > mostSignatures || unsigned.has(type)) return { text, type };
  const { detail = "" } = await resolve(item);
  const signature = withoutModules(detail.replace(/^(?:\([a-z ]+\) )+/, "").replace(/\nimport .*$/s, ""));
  return { text, type: kindOf(signature) ?? type, ...(signature === "" ? {} : { signature }) };
}

/** What an import or a variable stands for; the server calls both variables. */
function kindOf(signature: string): string | undefined {
  const [, word] =
    /^(?:abstract )?(function|class|enum|interface|module|namespace|type)\b/.exec(signature) ?? [];
  if (word === "namespace") return "module";
  return /^(?:const|let|var) [^\s:]+: [<(].*=>/.test(signature) ? "function" : word;
}

/** Where the server only repeats the name. */
const unsigned = new Set(["keyword", "constant", "file", "folder", "module", "text"]);

/** By LSP's CompletionItemKind; the words are those that JupyterLab has icons for. */
const types: readonly (string | undefined)[] = [
  undefined,
  "text",
  "method",
  "function",
  "class",
  "property",
  "instance",
  "class",
  "interface",
  "module",
  "property",
  "unit",
  "value",
  "enum",
  "keyword",
  "snippet",
  "color",
  "file",
  "reference",
  "folder",
  "enum",
  "constant",
  "struct",
  "event",
  "operator",
  "type",
];
