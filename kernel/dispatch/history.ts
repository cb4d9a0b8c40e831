import type { HistoryTuple } from "../protocol/replies.ts";
import type { HistoryRequest } from "../protocol/requests.ts";

interface Entry {
  readonly line: number;
  readonly input: string;
  readonly output: string | null;
}

/** What was run in this session, in order. */
export interface History {
  add(line: number, input: string, output: string | null): void;
  find(request: HistoryRequest): HistoryTuple[];
}

/** Numbers this session 1; 0 in a request means the current one, as in IPython. */
const session = 1;

export function createHistory(): History {
  const entries: Entry[] = [];
  return {
    add: (line, input, output) => void entries.push({ line, input, output }),
    find: (request) =>
      select(entries, request).map((entry) => [
        session,
        entry.line,
        request.output ? [entry.input, entry.output] : entry.input,
      ]),
  };
}

function select(entries: readonly Entry[], request: HistoryRequest): readonly Entry[] {
  switch (request.hist_access_type) {
    case "tail":
      return last(entries, request.n);
    case "range": {
      if (request.session !== 0 && request.session !== session) return [];
      const stop = request.stop ?? Number.POSITIVE_INFINITY;
      return entries.filter(({ line }) => line >= request.start && line < stop);
    }
    case "search": {
      const pattern = globToRegExp(request.pattern);
      const found = entries.filter(({ input }) => pattern.test(input));
      return last(request.unique ? lastOfEach(found) : found, request.n ?? found.length);
    }
  }
}

const last = <T>(items: readonly T[], n: number) => (n === 0 ? [] : items.slice(-n));

function lastOfEach(entries: readonly Entry[]): readonly Entry[] {
  const latest = new Map(entries.map((entry) => [entry.input, entry]));
  return entries.filter((entry) => latest.get(entry.input) === entry);
}

/** `*` is any text and `?` any character, as in SQLite's GLOB, which IPython uses. */
function globToRegExp(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${source}$`, "u");
}
