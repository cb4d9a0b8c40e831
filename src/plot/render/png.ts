import { Resvg } from "@resvg/resvg-js";
import { fontFamily, fontFile } from "./font.ts";
import { encodePalette } from "./palettePng.ts";

/** An SVG document as a PNG file, its text in the bundled font, so that a machine without fonts draws the same. */
export function drawPng(svg: string, scale: number): Uint8Array {
  // Browsers call it pixelated; resvg knows the older name alone, and would blur a heatmap's cells.
  const resvg = new Resvg(svg.replace(/image-rendering:\s*pixelated/g, "image-rendering:optimizeSpeed"), {
    fitTo: { mode: "zoom", value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles: [fontFile],
      defaultFontFamily: fontFamily,
      sansSerifFamily: fontFamily,
    },
  });
  const picture = resvg.render();
  const { width, height, pixels } = picture;
  return encodePalette({ width, height, rgba: pixels }) ?? picture.asPng();
}
