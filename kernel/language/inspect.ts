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

/** What the types say, in words of their own. */
interface Typed {
  readonly name: string;
  readonly signature: string;
  /** Markdown. */
  readonly documentation: string;
  readonly source?: string;
}

/**
 * Describes what is at the cursor: its type, how it was declared and documented, a preview of its value, and with detail 1 its
 * source.
 *
 * @param cursor In UTF-16 units.
 * @param typed What the types say; undefined where they do not, or not in time.
 * @returns nothing where nothing is known
 */
export async function inspect(
  code: string,
  cursor: number,
  detail: 0 | 1,
  values: Values,
  typed?: Promise<Typed | undefined>,
): Promise<MimeBundle | undefined> {
  const [known, found] = await Promise.all([typed, lookUp(code, cursor, values)]);
  if (!known) return found && bundle(sections(found, detail));
  // A name behind a call, or one that the cell itself declares, has no value yet.
  const isSame = found !== undefined && lastName(found.chain) === lastName(known.name);
  return bundle(sections(isSame ? found : { chain: known.name }, detail, known));
}

interface Found {
  readonly chain: string;
  readonly outline?: Outline;
  readonly declared?: Declaration | undefined;
}

async function lookUp(code: string, cursor: number, values: Values): Promise<Found | undefined> {
  for (const { base, name } of chainsUnder(code, cursor)) {
    const chain = base === "" ? name : `${base}.${name}`;
    const outline = await values.outlineOf(chain);
    if (outline?.type === "undefined" && base !== "" && !(await isMember(base, name, values))) continue;
    const declared = base === "" ? declarationOf(name, values.cells()) : undefined;
    if (outline) return { chain, outline, declared };
    if (declared) return { chain, outline: asDeclared(declared), declared };
  }
  return undefined;
}

async function isMember(base: string, name: string, values: Values): Promise<boolean> {
  const found = await values.outlineOf(`${JSON.stringify(name)} in Object(${base})`);
  return found?.preview !== "false";
}

function lastName(chain: string): string {
  return /[\p{ID_Continue}$]*$/u.exec(chain)?.[0] ?? chain;
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

function sections({ chain, outline, declared }: Found, detail: 0 | 1, typed?: Typed): Section[] {
  const isCallable = outline?.kind === "function" || outline?.kind === "class";
  const full = declared?.text ?? typed?.source ?? outline?.source;
  const head = typed?.signature ?? (isCallable && full !== undefined ? signature(full) : undefined);
  const documentation = typed?.documentation || declared?.comment;
  const found: (Section | undefined)[] = [
    {
      title: chain,
      text: outline === undefined ? "" : isCallable ? outline.kind : outline.type,
      isCode: false,
    },
    head === undefined ? undefined : { title: isCallable ? "Signature" : "Type", text: head, isCode: true },
    documentation ? { title: "Documentation", text: documentation, isCode: false } : undefined,
    outline === undefined || isCallable ? undefined : { title: "Value", text: outline.preview, isCode: true },
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
    "text/plain": [head.text === "" ? head.title : `${head.title}: ${head.text}`, ...plain].join("\n\n"),
    "text/markdown": [
      head.text === "" ? `\`${head.title}\`` : `\`${head.title}\`: **${head.text}**`,
      ...markdown,
    ].join("\n\n"),
  };
}

/** With a fence longer than any in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`{3,}/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}typescript\n${text}\n${fence}`;
}
