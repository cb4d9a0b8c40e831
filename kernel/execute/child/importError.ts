import { dirname } from "node:path";
import { own } from "./own.ts";

/**
 * A failed import in the notebook's terms: Node names a file that is not there, and forgets which cell asked.
 *
 * @param asked made where the import was called
 * @param notebook the file that stands for the notebook
 */
export function tellImport(error: unknown, asked: Error, notebook: string): unknown {
  if (!(error instanceof own.Error)) return error;
  const { stack = "", message } = error;
  const told = tellMissing(message, notebook);
  const frames = (asked.stack ?? "").split("\n").filter((line) => line.includes("Cell In ["));
  const known = stack.includes("Cell In [") ? [] : frames;
  if (told === message && known.length === 0) return error;
  Object.defineProperty(error, "message", { value: told, configurable: true, writable: true });
  const withFrames = [stack.replace(message, () => told), ...known].join("\n");
  Object.defineProperty(error, "stack", { value: withFrames, configurable: true, writable: true });
  return error;
}

function tellMissing(message: string, notebook: string): string {
  const text = message
    .replace(` imported from ${notebook}`, "")
    .replace(new RegExp(`\\nRequire stack:\\n- ${literal(notebook)}$`), "");
  const [, name = ""] = /^Cannot find (?:package|module) '((?:@[^/'.]+\/)?[^/'.][^/']*)/.exec(text) ?? [];
  if (text === message || name === "") return text;
  return `${text} from ${dirname(notebook)}; "npm install ${name}" there adds it`;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
