import type { PictureElement } from "./dom/element.ts";
import { measureText } from "./measure.ts";

/** A rectangle in pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const nothing: Box = { x: 0, y: 0, width: 0, height: 0 };

/** The box of an SVG element: of text by the font's metrics, of groups the union of their children, moved by `translate`. */
export function boxOf(element: PictureElement): Box {
  const name = element.localName;
  if (name === "text") return textBox(element);
  if (name === "tspan") return { ...nothing, ...lineSize(element) };
  if (name === "rect" || name === "image") return rectBox(element);
  return union(element.children.map((child) => moved(boxOf(child), child)));
}

function rectBox(element: PictureElement): Box {
  const read = (name: string) => Number.parseFloat(element.getAttribute(name) ?? "0") || 0;
  return { x: read("x"), y: read("y"), width: read("width"), height: read("height") };
}

/** plotly writes several lines as tspans with a `dy` in em. */
function textBox(element: PictureElement): Box {
  const lines = element.children.filter(({ classes }) => classes.includes("line"));
  const sizes = (lines.length > 0 ? lines : [element]).map(lineSize);
  const width = Math.max(...sizes.map((size) => size.width));
  const size = fontSize(element);
  const { ascent, descent } = measureText("M", size);
  const read = (name: string) => Number.parseFloat(element.getAttribute(name) ?? "0") || 0;
  const anchor = inherited(element, "text-anchor") ?? "start";
  const shift = anchor === "middle" ? width / 2 : anchor === "end" ? width : 0;
  const height = ascent + descent + (sizes.length - 1) * 1.3 * size;
  return { x: read("x") - shift, y: read("y") - ascent, width, height: width === 0 ? 0 : height };
}

function lineSize(element: PictureElement): { width: number; height: number } {
  const size = fontSize(element);
  const { width, ascent, descent } = measureText(element.textContent, size, isBold(element));
  return { width, height: ascent + descent };
}

function fontSize(element: PictureElement): number {
  return Number.parseFloat(inherited(element, "font-size") ?? "") || 12;
}

function isBold(element: PictureElement): boolean {
  const weight = inherited(element, "font-weight") ?? "";
  return weight === "bold" || Number(weight) >= 600;
}

/** A style property as CSS inherits it, from inline styles and attributes. */
function inherited(element: PictureElement, property: string): string | undefined {
  for (let at: PictureElement | null = element; at !== null; at = at.parentElement) {
    const value = at.style.getPropertyValue(property) || at.getAttribute(property);
    if (value) return value;
  }
  return undefined;
}

/** The box around a box that the element's own transform has moved, turned or stretched. */
function moved(box: Box, element: PictureElement): Box {
  const transform = element.getAttribute("transform");
  if (!transform || (box.width === 0 && box.height === 0)) return box;
  const corners: [number, number][] = [box.x, box.x + box.width].flatMap((x) =>
    [box.y, box.y + box.height].map((y): [number, number] => [x, y]),
  );
  const places = corners.map(transformer(transform));
  const xs = places.map(([x]) => x);
  const ys = places.map(([, y]) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** What a `transform` attribute does to a point. */
export function transformer(transform: string): (point: [number, number]) => [number, number] {
  // The last one written is the first to act.
  const steps = [...transform.matchAll(/(\w+)\(([^)]*)\)/g)]
    .map(([, name, values]) => ({ name: name!, values: values!.split(/[\s,]+/).map(Number) }))
    .reverse();
  return (point) => steps.reduce((at, { name, values }) => step(at, name, values), point);
}

function step([x, y]: [number, number], name: string, values: readonly number[]): [number, number] {
  const [a = 0, b = name === "scale" ? a : 0, c = 0] = values;
  if (name === "translate") return [x + a, y + b];
  if (name === "scale") return [x * a, y * b];
  if (name !== "rotate") return [x, y];
  const [sin, cos] = [Math.sin((a * Math.PI) / 180), Math.cos((a * Math.PI) / 180)];
  const [dx, dy] = [x - b, y - c];
  return [b + dx * cos - dy * sin, c + dx * sin + dy * cos];
}

function union(boxes: readonly Box[]): Box {
  const solid = boxes.filter(({ width, height }) => width > 0 || height > 0);
  if (solid.length === 0) return nothing;
  const x = Math.min(...solid.map((box) => box.x));
  const y = Math.min(...solid.map((box) => box.y));
  const right = Math.max(...solid.map((box) => box.x + box.width));
  const bottom = Math.max(...solid.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}
