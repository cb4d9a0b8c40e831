import type { ProgramEnd } from "./program.ts";

/** A command that has failed. */
export class CommandError extends Error {
  /** Null where a signal ended it. */
  readonly exitCode: number | null;

  constructor(line: string, { code, signal }: ProgramEnd, said = "") {
    const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
    const words = said.trim().split("\n").slice(-10).join("\n");
    super(`${shortened(line)} ${how}${words === "" ? "" : `: ${words}`}`);
    this.name = "CommandError";
    this.exitCode = code;
    // The message says it already.
    Object.defineProperty(this, "exitCode", { enumerable: false });
  }
}

function shortened(line: string): string {
  const [first = "", ...more] = line.trim().split("\n");
  return more.length > 0 || first.length > 200 ? `${first.slice(0, 200)} ...` : first;
}
