import { Console } from "node:console";
import { createRequire } from "node:module";
import { Writable } from "node:stream";
import { type Canvas, createCanvas } from "@napi-rs/canvas";
import type { DOMWindow } from "jsdom";
import { svgPathProperties } from "svg-path-properties";
import { boxOf } from "./box.ts";
import { compileCached } from "./codeCache.ts";
import { openDom } from "./dom.ts";
import type { PlotlyModule } from "./plotly.ts";

/** What draws. */
export interface PlotlyWindow extends PlotlyModule {
  /** Decides the ids that the next picture uses. */
  seedIds(seed: number): void;
  /** Keeps the compiled code for the next process. */
  keepCode(): void;
}

/** What plotly.js finds by name; it runs in this thread's own realm, where built-in objects are found faster than in jsdom's. */
const globals = [
  ...["document", "navigator", "location", "URL", "Blob", "Image", "DOMParser", "XMLHttpRequest"],
  ...["Element", "HTMLElement", "HTMLCanvasElement", "HTMLImageElement", "HTMLVideoElement", "ShadowRoot"],
  ...["MouseEvent", "TouchEvent", "WheelEvent", "devicePixelRatio"],
  ...["getComputedStyle", "requestAnimationFrame", "cancelAnimationFrame"],
] as const;

/** plotly.js's advice has no reader here; what it cannot draw comes as an error. */
const quiet = new Console(new Writable({ write: (_text, _encoding, done) => done() }));

/** A window without a screen in which plotly.js draws: jsdom, and what jsdom lacks. */
export function openPlotly(): PlotlyWindow {
  const { window, keepCode } = openDom();
  addMetrics(window);
  addPaths(window);
  addCanvas(window);
  addMissing(window);
  leaveOutStyles(window);
  const file = createRequire(import.meta.url).resolve("plotly.js-dist-min");
  const { run, keep } = compileCached(file, [...["window", "self", "module", "console", "Math"], ...globals]);
  const math = Object.create(Math, Object.getOwnPropertyDescriptors(Math)) as Math;
  const found = window as unknown as Record<string, unknown>;
  run(window, window, undefined, quiet, math, ...globals.map((name) => found[name]));
  return {
    toImage: (found.Plotly as PlotlyModule).toImage,
    keepCode() {
      keepCode();
      keep();
    },
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
  Object.assign(window.URL, { createObjectURL: () => "", revokeObjectURL: () => {} });
  // Nobody watches, so no frame need be waited for.
  const requestAnimationFrame = (draw: (time: number) => void) => setImmediate(() => draw(performance.now()));
  Object.assign(window, { requestAnimationFrame, cancelAnimationFrame: clearImmediate });
}

/**
 * The rules of plotly.js's toolbar and maps mean nothing in a picture, and jsdom takes longer to read them than to draw; what a figure's own
 * elements look like stands in themselves.
 */
function leaveOutStyles(window: DOMWindow): void {
  const { document } = window;
  const create = document.createElement.bind(document);
  const noSheet = { cssRules: [], insertRule: () => 0, deleteRule: () => {} };
  document.createElement = (name: string) =>
    name === "style" ? Object.assign(create("template"), { sheet: noSheet }) : create(name);
  window.getComputedStyle = ((element: HTMLElement) => element.style) as typeof window.getComputedStyle;
}
