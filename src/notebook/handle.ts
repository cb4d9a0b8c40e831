import { otherKernel } from "./otherKernels.ts";

/** What the Toile kernel offers to libraries, on a well-known global symbol (version 1). */
export interface KernelHandle {
  readonly version: number;
  /** Shows a value below the cell; an id makes the output updatable. */
  display(value: unknown, options?: { displayId?: string }): unknown;
  /** Replaces the output that was shown under the id. */
  update(displayId: string, value: unknown): unknown;
  /** Clears the cell's output; `wait` holds that back until the next output. */
  clear(wait?: boolean): unknown;
  /** Aborted when the user interrupts the running cell. */
  readonly signal?: AbortSignal;
}

const symbol = Symbol.for("toile.kernel");

/** The handle of the kernel that runs this code, be it Toile, Deno or tslab; undefined outside of a notebook. */
export function kernelHandle(): KernelHandle | undefined {
  const handle = (globalThis as { [symbol]?: KernelHandle })[symbol];
  return handle?.version === 1 ? handle : otherKernel();
}
