import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { DOMWindow } from "jsdom";
import { compileCached } from "./codeCache.ts";

/** A document without a screen. */
export interface Dom {
  readonly window: DOMWindow;
  /** Keeps the compiled code for the next process. */
  keepCode(): void;
}

/** jsdom in one file, from `npm run build`: its nine hundred files take four times as long to load. */
const bundle = fileURLToPath(new URL("./jsdom.cjs", import.meta.url));

/** Opens an empty document of jsdom. */
export function openDom(): Dom {
  const require = createRequire(import.meta.url);
  if (!existsSync(bundle)) return { window: newWindow(require("jsdom")), keepCode: () => {} };
  const { run, keep } = compileCached(bundle, ["module", "exports", "require"]);
  const module = { exports: {} };
  run(module, module.exports, require);
  return { window: newWindow(module.exports as typeof import("jsdom")), keepCode: keep };
}

function newWindow({ JSDOM, VirtualConsole }: typeof import("jsdom")): DOMWindow {
  return new JSDOM("<!doctype html><body></body>", { virtualConsole: new VirtualConsole() }).window;
}
