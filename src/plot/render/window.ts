import { Console } from "node:console";
import { createRequire } from "node:module";
import { Writable } from "node:stream";
import { compileCached } from "./codeCache.ts";
import { openWindow } from "./dom/window.ts";
import type { PlotlyModule } from "./plotly.ts";

/** What draws. */
export interface PlotlyWindow extends PlotlyModule {
  /** Decides the ids that the next picture uses. */
  seedIds(seed: number): void;
  /** Keeps the compiled code for the next process. */
  keepCode(): void;
}

/** What plotly.js finds by name. */
const globals = [
  ...["document", "navigator", "location", "URL", "Blob", "Image", "DOMParser", "XMLHttpRequest"],
  ...["Element", "HTMLElement", "HTMLCanvasElement", "HTMLImageElement", "HTMLVideoElement", "ShadowRoot"],
  ...["MouseEvent", "TouchEvent", "WheelEvent", "devicePixelRatio"],
  ...["getComputedStyle", "requestAnimationFrame", "cancelAnimationFrame"],
] as const;

/** plotly.js's advice has no reader here; what it cannot draw comes as an error. */
const quiet = new Console(new Writable({ write: (_text, _encoding, done) => done() }));

/** Opens a window without a screen, and plotly.js in it. */
export function openPlotly(window: Record<string, unknown> = openWindow()): PlotlyWindow {
  const file = createRequire(import.meta.url).resolve("plotly.js-dist-min");
  const { run, keep } = compileCached(file, [...["window", "self", "module", "console", "Math"], ...globals]);
  const math = Object.create(Math, Object.getOwnPropertyDescriptors(Math)) as Math;
  run(window, window, undefined, quiet, math, ...globals.map((name) => window[name]));
  return {
    toImage: (window.Plotly as PlotlyModule).toImage,
    keepCode: keep,
    seedIds: (seed) => {
      math.random = mulberry32(seed);
    },
  };
}

/** plotly.js names clip paths and the like by random numbers. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
