import { afterEach } from "vitest";

const symbol = Symbol.for("toile.kernel");
const globals = globalThis as { [symbol]?: unknown };

/** What a cell's outputs became, in the order in which they were first shown. */
export interface FakeKernel {
  /** Every picture of an output, by its display id. */
  readonly outputs: Map<string, Record<string, unknown>[]>;
  /** What the user presses to interrupt. */
  readonly abort: AbortController;
}

/** Puts a kernel's handle in its place until the test ends; it keeps what the kernel would have sent. */
export function installFakeKernel(): FakeKernel {
  const outputs: FakeKernel["outputs"] = new Map();
  const abort = new AbortController();
  const bundleOf = async (value: unknown) =>
    (value as { [key: symbol]: () => Record<string, unknown> })[Symbol.for("Jupyter.display")]!();
  globals[symbol] = {
    version: 1,
    signal: abort.signal,
    async display(value: unknown, { displayId }: { displayId: string }) {
      const pictures: Record<string, unknown>[] = [];
      outputs.set(displayId, pictures);
      pictures.push(await bundleOf(value));
    },
    async update(displayId: string, value: unknown) {
      const pictures = outputs.get(displayId);
      if (pictures === undefined) throw new Error(`nothing was shown as ${displayId}`);
      pictures.push(await bundleOf(value));
    },
    clear() {},
  };
  return { outputs, abort };
}

/** Takes the handle away again. */
export function removeFakeKernel(): void {
  delete globals[symbol];
}

afterEach(removeFakeKernel);
