type StreamName = "stdout" | "stderr";

/** Joins consecutive chunks of one stream of one run into fewer messages. */
export interface StreamBuffer {
  add(runId: string, name: StreamName, text: string): void;
  /** Sends what is held back. */
  flush(): void;
}

/** Longest time that text is held back, in milliseconds; below what an eye can tell. */
const delay = 5;
/** Text of this many characters is sent at once, so that one message stays of a size that clients handle well. */
const size = 65_536;

export function createStreamBuffer(
  send: (runId: string, name: StreamName, text: string) => void,
): StreamBuffer {
  let held: { runId: string; name: StreamName; text: string } | undefined;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const { runId, name, text } = held ?? {};
    held = undefined;
    if (runId !== undefined && name !== undefined && text) send(runId, name, text);
  };
  return {
    add(runId, name, text) {
      if (held && (held.runId !== runId || held.name !== name)) flush();
      held = { runId, name, text: (held?.text ?? "") + text };
      if (held.text.length >= size) flush();
      else timer ??= setTimeout(flush, delay);
    },
    flush,
  };
}
