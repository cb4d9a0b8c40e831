import { createRequire } from "node:module";
import { type Canvas, createCanvas } from "@napi-rs/canvas";
import { type DOMWindow, JSDOM } from "jsdom";
import { svgPathProperties } from "svg-path-properties";
import { boxOf } from "./box.ts";
import { compileCached } from "./codeCache.ts";
import type { PlotlyModule } from "./plotly.ts";

/** What draws. */
export interface PlotlyWindow extends PlotlyModule {
  /** Decides the ids that the next picture uses. */
  seedIds(seed: number): void;
  /** Keeps the compiled code for the next process. */
  keepCode(): void;
}

/** A window without a screen in which plotly.js draws: jsdom, and what jsdom lacks. */
export function openPlotly(): PlotlyWindow {
  const dom = new JSDOM("<!doctype html><body></body>", {
    runScripts: "outside-only",
    pretendToBeVisual: true,
  });
  const { window } = dom;
  addMetrics(window);
  addPaths(window);
  addCanvas(window);
  addMissing(window);
  const { script, keep } = compileCached(createRequire(import.meta.url).resolve("plotly.js-dist-min"));
  script.runInContext(dom.getInternalVMContext());
  const { Plotly, Math: math } = window as unknown as { Plotly: PlotlyModule; Math: Math };
  return {
    toImage: Plotly.toImage,
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

/** jsdom has no layout; without these every text is 0 pixels wide and legends are cut off. */
function addMetrics(window: DOMWindow): void {
  const prototype = window.SVGElement.prototype as unknown as Record<string, unknown>;
  prototype.getBBox = function (this: Element) {
    return boxOf(this);
  };
  prototype.getComputedTextLength = function (this: Element) {
    return boxOf(this).width;
  };
  prototype.getBoundingClientRect = function (this: Element) {
    const { x, y, width, height } = boxOf(this);
    return { x, y, left: x, top: y, width, height, right: x + width, bottom: y + height };
  };
}

/** Labels of contours and the points of violins are placed along a path. */
function addPaths(window: DOMWindow): void {
  const prototype = window.SVGElement.prototype as unknown as Record<string, unknown>;
  const pathOf = (element: Element) => new svgPathProperties(element.getAttribute("d") ?? "");
  prototype.getTotalLength = function (this: Element) {
    return pathOf(this).getTotalLength();
  };
  prototype.getPointAtLength = function (this: Element, length: number) {
    return pathOf(this).getPointAtLength(length);
  };
}

/** Heatmaps and images are painted on a canvas. */
function addCanvas(window: DOMWindow): void {
  const canvases = new WeakMap<HTMLCanvasElement, Canvas>();
  const backing = (element: HTMLCanvasElement) => {
    let canvas = canvases.get(element);
    if (canvas === undefined || canvas.width !== element.width || canvas.height !== element.height) {
      canvas = createCanvas(element.width, element.height);
      canvases.set(element, canvas);
    }
    return canvas;
  };
  const prototype = window.HTMLCanvasElement.prototype as unknown as Record<string, unknown>;
  prototype.getContext = function (this: HTMLCanvasElement, kind: string) {
    return kind === "2d" ? backing(this).getContext("2d") : null;
  };
  prototype.toDataURL = function (this: HTMLCanvasElement) {
    return backing(this).toDataURL("image/png");
  };
}

function addMissing(window: DOMWindow): void {
  Object.assign(window, { TextDecoder, TextEncoder });
  Object.assign(window.URL, { createObjectURL: () => "", revokeObjectURL: () => {} });
}
