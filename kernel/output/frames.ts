import { pathToFileURL } from "node:url";
import { packageRoot } from "../packageRoot.ts";

const dim = (text: string) => `\u001b[2m${text}\u001b[22m`;

/** Frames in packages and in Node become one line with their number; frames that repeat, as in a recursion, too. */
export function foldStack(stack: readonly string[]): string[] {
  const shown: string[] = [];
  let folded: string[] = [];
  let repeated = 0;
  const flush = () => {
    if (folded.length > 0) shown.push(dim(`    ... ${count(folded.length, "frame")} in ${names(folded)}`));
    if (repeated > 0)
      shown.push(dim(`    ... the line above ${repeated === 1 ? "once" : `${repeated} times`} more`));
    folded = [];
    repeated = 0;
  };
  for (const line of stack) {
    const library = libraryOf(line);
    if (library !== undefined) {
      if (repeated > 0) flush();
      folded.push(library);
    } else if (folded.length === 0 && line === shown.at(-1)) repeated++;
    else {
      flush();
      shown.push(line);
    }
  }
  flush();
  return shown;
}

function count(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : `${noun}s`}`;
}

function names(libraries: readonly string[]): string {
  return [...new Set(libraries)].join(", ");
}

/** Where the library itself lies when it is no package of the notebook's: the course's notebooks stand beside it. */
const ownFiles = `${pathToFileURL(packageRoot())}/dist/`;

/** Whose frame it is, where it is not the user's. */
export function libraryOf(line: string): string | undefined {
  if (line.includes(ownFiles)) return "toile";
  const inPackage = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(line);
  if (inPackage) return inPackage[1];
  return /\(?node:[\w/]+:\d+|<anonymous>\)?$|\bnative\b/.test(line) ? "Node" : undefined;
}
