import { kernelHandle } from "./handle.ts";

/** An output that can be replaced later. */
export interface DisplayHandle {
  /** Replaces what is shown. */
  update(value: unknown): Promise<void>;
}

let outputs = 0;

/**
 * Shows a value below the cell that is running, as IPython's `display`; on a terminal it prints its text form.
 *
 * @param value anything; an object with `[Symbol.for("Jupyter.display")]()` shows the MIME bundle which that returns
 * @returns a handle that replaces the output
 * @example
 * const shown = await display("training ...");
 * await shown.update("done");
 */
export async function display(value: unknown): Promise<DisplayHandle> {
  const kernel = kernelHandle();
  if (kernel === undefined) {
    console.log(value);
    return { update: async (next) => console.log(next) };
  }
  const displayId = `toile-${process.pid}-${++outputs}`;
  await kernel.display(value, { displayId });
  return {
    update: async (next) => {
      await kernel.update(displayId, next);
    },
  };
}
