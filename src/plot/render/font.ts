import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The family name of the bundled font. */
export const fontFamily = "Pretendard";

/** The bundled font's file; it lies beside the sources, which the build does not copy. */
export const fontFile = find("src/plot/font/Pretendard-Regular.subset.otf");

function find(file: string): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = path.join(folder, file);
    if (existsSync(candidate)) return candidate;
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`the bundled font ${file} is missing; reinstall toile`);
    folder = parent;
  }
}
