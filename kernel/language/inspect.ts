import type { MimeBundle } from "../interpreter.ts";
import { chainsUnder } from "./chain.ts";
import { type Declaration, declarationOf } from "./declaration.ts";

interface Outline {
  readonly kind: string;
  readonly type: string;
  readonly preview: string;
  readonly source?: string;
}

/** What inspection asks of the session. */
export interface Values {
  outlineOf(chain: string): Promise<Outline | undefined>;
  /** The cells that have run, the latest first. */
  cells(): readonly string[];
}

/**
 * Describes the value at the cursor: its type, how it was declared, a preview, and with detail 1 its source.
 *
 * @param cursor In UTF-16 units.
 * @returns nothing where there is no such value
 */
export async function inspect(
  code: string,
  cursor: number,
  detail: 0 | 1,
  values: Values,
): Promise<MimeBundle | undefined> {
  for (const { base, name } of chainsUnder(code, cursor)) {
    const chain = base === "" ? name : `${base}.${name}`;
    const outline = await values.outlineOf(chain);
    const declared = base === "" ? declarationOf(name, values.cells()) : undefined;
    if (outline) return bundle(sections(chain, outline, declared, detail));
    if (declared) return bundle(sections(chain, asDeclared(declared), declared, detail));
  }
  return undefined;
}

/** For want of the value, as while native code keeps the session busy, or in a cell that failed before it came there. */
function asDeclared({ text }: Declaration): Outline {
  const [, word = "variable"] =
    /^(?:export\s+|default\s+|async\s+|abstract\s+)*(function|class)\b/.exec(text) ?? [];
  return { kind: word, type: "declared in a cell, without a value now", preview: text };
}

interface Section {
  readonly title: string;
  readonly text: string;
  readonly isCode: boolean;
}

function sections(
  chain: string,
  { kind, type, preview, source }: Outline,
  declared: Declaration | undefined,
  detail: 0 | 1,
): Section[] {
  const isCallable = kind === "function" || kind === "class";
  const full = declared?.text ?? source;
  const head = isCallable && full !== undefined ? signature(full) : undefined;
  const found: (Section | undefined)[] = [
    { title: chain, text: isCallable ? kind : type, isCode: false },
    head === undefined ? undefined : { title: "Signature", text: head, isCode: true },
    declared?.comment ? { title: "Documentation", text: declared.comment, isCode: false } : undefined,
    isCallable ? undefined : { title: "Value", text: preview, isCode: true },
    detail === 1 && full !== undefined ? { title: "Source", text: full, isCode: true } : undefined,
  ];
  return found.filter((section) => section !== undefined);
}

/** Up to the body. */
function signature(source: string): string {
  const body = /\)[^{=]*(?=\{|=>)|^(?:export\s+)?(?:abstract\s+)?class\b[^{]*/.exec(source);
  const end = body ? body.index + body[0].length : source.indexOf("\n");
  return source.slice(0, end < 0 ? 300 : Math.min(end, 300)).trim();
}

function bundle([head, ...rest]: readonly Section[]): MimeBundle {
  if (!head) return {};
  const plain = rest.map(({ title, text }) => `${title}:\n${text}`);
  const markdown = rest.map(({ title, text, isCode }) => `**${title}**\n\n${isCode ? fenced(text) : text}`);
  return {
    "text/plain": [`${head.title}: ${head.text}`, ...plain].join("\n\n"),
    "text/markdown": [`\`${head.title}\`: **${head.text}**`, ...markdown].join("\n\n"),
  };
}

/** With a fence longer than any in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`{3,}/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}typescript\n${text}\n${fence}`;
}
