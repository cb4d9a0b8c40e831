import process from "node:process";

/** Runs something of Node's that warns of itself, without that warning: the reader of a notebook has no use for it. */
export function quietly<T>(about: string, run: () => T): T {
  const { emitWarning } = process;
  if (!Object.getOwnPropertyDescriptor(process, "emitWarning")?.writable) return run();
  process.emitWarning = ((warning: string | Error, ...rest: never[]) => {
    if (!String(warning).includes(about)) emitWarning.call(process, warning, ...rest);
  }) as typeof emitWarning;
  try {
    return run();
  } finally {
    process.emitWarning = emitWarning;
  }
}
