import { FrameKind } from "../../frames.ts";
import { sendJson } from "../output.ts";

/** Process groups of running commands, by their leaders; shared with the worker, which ends them where the front is gone. */
export const groups = new Int32Array(new SharedArrayBuffer(4 * 64));

/** Tells the front of a group, which must not outlive the session. */
export function openGroup(leader: number, run: number): void {
  const free = groups.indexOf(0);
  if (free >= 0) Atomics.store(groups, free, leader);
  sendJson(FrameKind.event, run, { type: "group", leader, isOpen: true });
}

export function closeGroup(leader: number, run: number): void {
  const at = groups.indexOf(leader);
  if (at >= 0) Atomics.store(groups, at, 0);
  sendJson(FrameKind.event, run, { type: "group", leader, isOpen: false });
}
