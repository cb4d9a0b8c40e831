import { existsSync, readFileSync, statSync } from "node:fs";

/** A file that only the session knows: a cell that says `@module name`. */
export interface VirtualFile {
  /** As the cell has it, for its imports and types. */
  readonly source: string;
  readonly javaScript: string;
  /** The run that made it. */
  readonly run: number;
}

const files = new Map<string, VirtualFile>();

/** Puts a file over the one of the same path, on disk or not. */
export function setVirtualFile(path: string, file: VirtualFile): void {
  files.set(path, file);
}

export function virtualFile(path: string): VirtualFile | undefined {
  return files.get(path);
}

/** All of them, for a thread that has its own copy. */
export function virtualFiles(): [string, VirtualFile][] {
  return [...files];
}

export function isFile(path: string): boolean {
  return files.has(path) || (existsSync(path) && statSync(path).isFile());
}

/** The text of a file of the user's, as it is now. */
export function readSource(path: string): string {
  return files.get(path)?.source ?? readFileSync(path, "utf8");
}
