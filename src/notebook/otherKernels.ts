import { inspect } from "node:util";
import type { KernelHandle } from "./handle.ts";

/** The kernels of Deno and tslab, with what they offer: so the library displays under them as under its own. */
export function otherKernel(): KernelHandle | undefined {
  known ??= denoKernel() ?? tslabKernel();
  return known;
}

let known: KernelHandle | undefined;

type Bundle = Record<string, unknown>;

/** A value's MIME bundle by the convention that Deno began: `[Symbol.for("Jupyter.display")]()`; its text otherwise. */
async function bundleOf(value: unknown): Promise<Bundle> {
  const method = (value as Record<symbol, unknown> | null | undefined)?.[Symbol.for("Jupyter.display")];
  if (typeof method === "function") return (await method.call(value)) as Bundle;
  return { "text/plain": typeof value === "string" ? value : inspect(value) };
}

/** What `deno jupyter` gives to cells (Deno's `Deno.jupyter`). */
interface DenoJupyter {
  broadcast(type: string, content: object): Promise<void>;
}

function denoKernel(): KernelHandle | undefined {
  const { Deno: deno } = globalThis as { Deno?: { jupyter?: DenoJupyter } };
  let jupyter: DenoJupyter | undefined;
  try {
    jupyter = deno?.jupyter;
  } catch {
    // Deno outside of a notebook throws here.
  }
  if (jupyter === undefined) return undefined;
  const { broadcast } = jupyter;
  const send = async (type: string, value: unknown, displayId: string | undefined) => {
    const transient = displayId === undefined ? {} : { display_id: displayId };
    await broadcast(type, { data: await bundleOf(value), metadata: {}, transient });
  };
  return {
    version: 1,
    display: (value, { displayId } = {}) => send("display_data", value, displayId),
    update: (displayId, value) => send("update_display_data", value, displayId),
    clear: (wait = false) => broadcast("clear_output", { wait }),
  };
}

/** A display of tslab: one MIME type each; the second `raw` of one that `newDisplay` made replaces the first. */
interface TslabDisplay {
  raw(type: string, content: string): void;
}

interface Tslab {
  readonly display: TslabDisplay;
  newDisplay(): TslabDisplay;
}

function tslabKernel(): KernelHandle | undefined {
  const { __tslab__: host } = globalThis as { __tslab__?: { require(name: "tslab"): Tslab } };
  if (host === undefined) return undefined;
  const tslab = host.require("tslab");
  const displays = new Map<string, TslabDisplay>();
  const show = async (value: unknown, display: TslabDisplay) => {
    const [type, content] = stillOf(await bundleOf(value));
    display.raw(type, content);
  };
  return {
    version: 1,
    display: (value, { displayId } = {}) => {
      if (displayId === undefined) return show(value, tslab.display);
      const display = tslab.newDisplay();
      displays.set(displayId, display);
      return show(value, display);
    },
    update: (displayId, value) => show(value, displays.get(displayId) ?? tslab.newDisplay()),
    // tslab's cells cannot be cleared.
    clear: () => {},
  };
}

/** The form that every front end shows: tslab sends one. */
function stillOf(bundle: Bundle): [type: string, content: string] {
  const type = ["image/png", "image/svg+xml", "text/html", "text/markdown"].find((it) => it in bundle);
  return type === undefined
    ? ["text/plain", String(bundle["text/plain"] ?? "")]
    : [type, String(bundle[type])];
}
