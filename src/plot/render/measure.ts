import { createCanvas, GlobalFonts } from "@napi-rs/canvas";
import { fontFamily, fontFile } from "./font.ts";

/** A line of text in pixels: its advance width, and how far the font reaches above and below the baseline. */
export interface TextSize {
  width: number;
  ascent: number;
  descent: number;
}

GlobalFonts.registerFromPath(fontFile, fontFamily);
const context = createCanvas(1, 1).getContext("2d");
const reference = 100;
context.font = `${reference}px ${fontFamily}`;
const { fontBoundingBoxAscent, fontBoundingBoxDescent } = context.measureText("Mg");

/** Measures a line of text in the bundled font, which also draws it. @param bold adds what a heavier weight needs */
export function measureText(text: string, size: number, bold = false): TextSize {
  const scale = size / reference;
  return {
    width: context.measureText(text).width * scale * (bold ? 1.08 : 1),
    ascent: fontBoundingBoxAscent * scale,
    descent: fontBoundingBoxDescent * scale,
  };
}
