import type { CellEvent } from "../interpreter.ts";

type Text = Extract<CellEvent, { type: "stream" }>;

/** Characters of text that one cell may print in a notebook; front ends keep all of it in memory and in the file. */
const defaultLimit = 64 * 2 ** 20;
/** Runs that are remembered. */
const remembered = 1000;

/**
 * Cuts off what a run prints beyond a limit, and says so in its place.
 *
 * @param limit characters a run
 * @returns what is to be shown of a text: it, a part of it and a notice, or nothing any more
 */
export function createOutputLimit(limit = defaultLimit): (runId: string, text: Text) => Text[] {
  const printed = new Map<string, number>();
  return (runId, event) => {
    const before = printed.get(runId) ?? 0;
    printed.set(runId, before + event.text.length);
    for (const oldest of printed.keys()) {
      if (printed.size <= remembered) break;
      printed.delete(oldest);
    }
    if (before + event.text.length <= limit) return [event];
    if (before > limit) return [];
    return [
      { ...event, text: event.text.slice(0, limit - before) },
      { type: "stream", name: "stderr", text: notice(limit) },
    ];
  };
}

function notice(limit: number): string {
  return `\nThis cell has printed ${limit.toLocaleString("en")} characters; what it prints from here on is not shown. Write it to a file instead.\n`;
}
