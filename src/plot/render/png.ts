import { Resvg } from "@resvg/resvg-js";
import { fontFamily, fontFile } from "./font.ts";

/** An SVG document as a PNG file, its text in the bundled font, so that a machine without fonts draws the same. */
export function drawPng(svg: string, scale: number): Uint8Array {
  const resvg = new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles: [fontFile],
      defaultFontFamily: fontFamily,
      sansSerifFamily: fontFamily,
    },
  });
  return resvg.render().asPng();
}
