import type { CellEvent, EventSink } from "../interpreter.ts";
import type { CommTable } from "./comm.ts";
import type { Link, Parent } from "./link.ts";
import { createOutputLimit } from "./outputLimit.ts";
import { createParents } from "./parents.ts";
import { createStreamBuffer } from "./streamBuffer.ts";

/** Turns the events of runs into iopub messages under the header of the cell that caused them. */
export interface Broadcast {
  /** Where the interpreter reports. */
  readonly sink: EventSink;
  /** Names the request behind a run; a silent run shows nothing. */
  open(runId: string, parent: Parent, silent: boolean): void;
  /** Sends the stream text still held back; to be called before a reply. */
  flush(): void;
}

/** @param ready Resolves when iopub can take more; whoever reports waits for it. */
export function createBroadcast(
  link: Link,
  comms: CommTable,
  ready: () => void | Promise<void> = () => {},
): Broadcast {
  const parents = createParents();
  const limited = createOutputLimit();
  const streams = createStreamBuffer((runId, name, text) =>
    link.publish("stream", { name, text }, parents.of(runId)),
  );
  return {
    sink(runId, event) {
      if (event.type === "comm" || event.type === "lost") {
        streams.flush();
        if (event.type === "comm") comms.publish(event.message, parents.of(runId));
        else comms.closeAll(parents.of(runId));
        return ready();
      }
      if (parents.isSilent(runId)) return;
      if (event.type === "stream") {
        for (const { name, text } of limited(runId, event)) streams.add(runId, name, text);
        return ready();
      }
      streams.flush();
      publish(link, event, parents.of(runId));
      return ready();
    },
    open: parents.add,
    flush: streams.flush,
  };
}

type Shown = Exclude<CellEvent, { type: "stream" | "comm" | "lost" }>;

function publish(link: Link, event: Shown, parent: Parent): void {
  switch (event.type) {
    case "display": {
      const transient = event.displayId === undefined ? {} : { display_id: event.displayId };
      link.publish("display_data", { ...event.display, transient }, parent);
      break;
    }
    case "update": {
      const transient = { display_id: event.displayId };
      link.publish("update_display_data", { ...event.display, transient }, parent);
      break;
    }
    case "clear":
      link.publish("clear_output", { wait: event.wait }, parent);
      break;
    case "error":
      link.publish("error", event.error, parent);
      break;
  }
}
