import { fontFamily } from "./font.ts";
import { measureText } from "./measure.ts";

/**
 * plotly.js's SVG without what draws nothing: empty groups, classes and styles that say what is so anyway; about 60 percent of it stays.
 *
 * @param alt a description for screen readers
 */
export function minifySvg(svg: string, alt = ""): string {
  let text = svg
    .replace(/<[a-zA-Z][^<>]*>/g, shortTag)
    .replace(/<path(?: style="[^"]*")?(?: d="M0,0")?\/>/g, "");
  for (let before = ""; before !== text; ) {
    before = text;
    text = text.replace(/<(g|defs)\b(?:[^<>]*[^/<>])?(?:\/>|><\/\1>)/g, "");
  }
  return labelled(shareStyles(shareFont(text.replace(plainText, heldToLength))), alt);
}

const plainText = /<text ([^<>]*style="font-family:([^,;"]*)[^;"]*;[^"]*")([^<>]*)>([^<]{4,})<\/text>/g;

/** A page without the bundled font draws another, perhaps a wider one; the text keeps the length for which the figure has room. */
function heldToLength(whole: string, head: string, family: string, tail: string, text: string): string {
  const size = Number(/font-size:([\d.]+)px/.exec(head)?.[1]);
  if (family !== fontFamily || !(size > 0) || head.includes("font-weight:bold")) return whole;
  const { width } = measureText(unescaped(text), size);
  return `<text ${head}${tail} textLength="${width.toFixed(1)}" lengthAdjust="spacingAndGlyphs">${text}</text>`;
}

function unescaped(text: string): string {
  return text
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&");
}

function shortTag(tag: string): string {
  if (tag.startsWith("<image")) return tag;
  return tag
    .replace(/ (?:class|data-[a-z-]+|pointer-events|vector-effect)="[^"]*"/g, "")
    .replace(/ transform=""/g, "")
    .replace(/(\d\.\d\d)\d+/g, "$1")
    .replace(/ style="([^"]*)"/g, (_, style: string) => styleAttribute(style));
}

function styleAttribute(style: string): string {
  const short = style
    .replace(/rgb\((\d+), (\d+), (\d+)\)/g, (_, ...channels) => hex(channels.slice(0, 3)))
    .replace(/\s*([:;,])\s*/g, "$1")
    .replace(
      /(^|;)(?:(?:(?:stroke|fill)-)?opacity:1|font-(?:style|variant):normal|vector-effect:none|cursor:\w+|pointer-events:\w+)(?=;|$)/g,
      "$1",
    )
    .replace(/;+/g, ";")
    .replace(/^;|;$/g, "");
  return short === "" ? "" : ` style="${short}"`;
}

function hex(channels: readonly string[]): string {
  return `#${channels.map((channel) => Number(channel).toString(16).padStart(2, "0")).join("")}`;
}

/** The font that most texts name stands once, at the root. */
function shareFont(svg: string): string {
  const family = /style="font-family:([^;"]*);/.exec(svg)?.[1];
  if (family === undefined) return svg;
  return svg
    .replaceAll(`style="font-family:${family};`, 'style="')
    .replace("<svg", () => `<svg font-family="${family}"`);
}

const runs = [
  /<path [^<>]*?style="([^"]*)"[^<>]*\/>(?:<path [^<>]*?style="\1"[^<>]*\/>)+/g,
  /<g><text [^<>]*?style="([^"]*)"[^<>]*>[^<]*<\/text><\/g>(?:<g><text [^<>]*?style="\1"[^<>]*>[^<]*<\/text><\/g>)+/g,
];

/** Neighbours of one style, such as the points of a curve, have it from a group; the opacity of a group would be another thing. */
function shareStyles(svg: string): string {
  const share = (run: string, style: string) =>
    /(^|;)opacity:/.test(style)
      ? run
      : `<g style="${style}">${run.replaceAll(` style="${style}"`, "").replace(/<\/?g>/g, "")}</g>`;
  return runs.reduce((text, pattern) => text.replace(pattern, share), svg);
}

function labelled(svg: string, alt: string): string {
  if (alt === "") return svg;
  const escaped = alt.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
  // As a function: in a text of its own, `$'` would stand for the rest of the picture.
  return svg.replace("<svg", () => `<svg role="img" aria-label="${escaped}"`);
}
