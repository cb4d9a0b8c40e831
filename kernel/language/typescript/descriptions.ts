import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type {
  Hover,
  Location,
  LocationLink,
  MarkupContent,
  SignatureHelp,
} from "vscode-languageserver-protocol";
import { withoutModules } from "./place.ts";
import type { Description } from "./types.ts";

/** The name around a cursor, in UTF-16 units; nothing where there is none. */
export function wordAt(code: string, cursor: number): { name: string; start: number } | undefined {
  const before = /[\p{ID_Continue}$\u200c\u200d]*$/u.exec(code.slice(0, cursor))?.[0] ?? "";
  const after = /^[\p{ID_Continue}$\u200c\u200d]*/u.exec(code.slice(cursor))?.[0] ?? "";
  const name = before + after;
  return /^[\p{ID_Start}$_]/u.test(name) ? { name, start: cursor - before.length } : undefined;
}

/** What the server shows where a mouse rests: code first, then documentation. */
export function fromHover(name: string, { contents }: Hover): Description | undefined {
  const text = typeof contents === "object" && "value" in contents ? contents.value : String(contents);
  const [, code, rest = ""] = /^\s*```\w*\n([\s\S]*?)\n```\s*([\s\S]*)$/.exec(text) ?? [];
  if (code === undefined || /^any$|\/\*unresolved\*\//.test(code)) return undefined;
  const signature = withoutModules(code.replace(/^\(alias\) /, "").replace(/\nimport [\s\S]*$/, ""));
  return { name, signature, documentation: rest.trim() };
}

/** The functions that can be meant where arguments are being written, the nearest first. */
export function fromSignatures({ signatures, activeSignature }: SignatureHelp): Description | undefined {
  const active = signatures[activeSignature ?? 0] ?? signatures[0];
  if (!active) return undefined;
  const others = signatures.filter((it) => it !== active);
  const parameters = (active.parameters ?? []).flatMap(({ label, documentation }) => {
    const about = markdown(documentation);
    return about === ""
      ? []
      : [`- \`${typeof label === "string" ? label.split(/[?:]/)[0] : label}\`: ${about}`];
  });
  return {
    name: /^[^(<]*/.exec(active.label)?.[0] ?? active.label,
    signature: withoutModules([active, ...others.slice(0, 5)].map(({ label }) => label).join("\n")),
    documentation: [markdown(active.documentation), parameters.join("\n")]
      .filter((it) => it !== "")
      .join("\n\n"),
  };
}

function markdown(content: string | MarkupContent | undefined): string {
  return (typeof content === "object" ? content.value : (content ?? "")).trim();
}

/** Longest source that is shown, in lines. */
const longest = 200;

/** The text of a declaration in a file; that of a cell is known without the server. */
export function sourceAt(found: Location | LocationLink | undefined): string | undefined {
  const [uri, range] =
    found === undefined
      ? []
      : "targetUri" in found
        ? [found.targetUri, found.targetRange]
        : [found.uri, found.range];
  if (!uri?.startsWith("file:") || !range || uri.includes("/.toile-")) return undefined;
  try {
    const lines = readFileSync(fileURLToPath(uri), "utf8").split("\n");
    return lines.slice(range.start.line, Math.min(range.end.line + 1, range.start.line + longest)).join("\n");
  } catch {
    return undefined; // One of the libraries that are in the server itself.
  }
}
