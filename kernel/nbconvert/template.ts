import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { replaceFolder } from "../kernelspec/replaceFolder.ts";
import { packageRoot } from "../packageRoot.ts";

/** What pages embed, and the file of which npm package it is. */
const vendored: Readonly<Record<string, readonly [name: string, file: string]>> = {
  "plotly.js": ["plotly.js-dist-min", "plotly.min.js"],
  "mathjax.js": ["mathjax", "es5/tex-svg-full.js"],
  "reveal.js": ["reveal.js", "dist/reveal.js"],
  "reveal.css": ["reveal.js", "dist/reveal.css"],
  "notes.js": ["reveal.js", "dist/plugin/notes.js"],
};

/**
 * Writes the nbconvert template `toile` with everything that its pages embed, whole or not at all.
 *
 * `toile.json` in it tells the Python exporters which Node and which package to call.
 *
 * @param templates the folder of all templates, such as `.venv/share/jupyter/nbconvert/templates`
 * @returns The template's folder.
 * @example
 * await installTemplate(".venv/share/jupyter/nbconvert/templates"); // .../templates/toile
 * @see https://nbconvert.readthedocs.io/en/latest/customizing.html
 */
export async function installTemplate(templates: string): Promise<string> {
  const folder = join(templates, "toile");
  await replaceFolder(folder, dirname(templates), writeTemplate);
  return folder;
}

async function writeTemplate(folder: string): Promise<void> {
  await cp(join(packageRoot(), "templates", "toile"), folder, { recursive: true });
  const vendor = join(folder, "static", "vendor");
  await mkdir(vendor, { recursive: true });
  for (const [target, [name, file]] of Object.entries(vendored))
    await writeFile(join(vendor, target), embeddable(await readFile(fileOf(name, file), "utf8")));
  await writeFile(join(vendor, "font.css"), fontFace(await readFile(figureFont())));
  const caller = { node: process.execPath, toile: join(packageRoot(), "bin", "toile.mjs") };
  await writeFile(join(folder, "toile.json"), `${JSON.stringify(caller, null, 2)}\n`);
}

/** The font in which figures are measured and drawn; another one would be wider or narrower than the room left for it. */
function figureFont(): string {
  return join(packageRoot(), "src", "plot", "font", "Pretendard-Regular.subset.otf");
}

function fontFace(font: Buffer): string {
  const source = `url("data:font/otf;base64,${font.toString("base64")}") format("opentype")`;
  return `@font-face { font-family: Pretendard; src: local("Pretendard"), ${source}; }\n`;
}

/** Removes what {@link installTemplate} wrote; nothing where it is absent. */
export async function removeTemplate(templates: string): Promise<void> {
  await rm(join(templates, "toile"), { recursive: true, force: true });
}

/** Looked up by folder, since a package's `exports` may hide its files. */
function fileOf(name: string, file: string): string {
  const { paths } = createRequire(import.meta.url).resolve;
  for (const folder of paths(name) ?? []) {
    const found = join(folder, name, file);
    if (existsSync(found)) return found;
  }
  throw new Error(`${name} is not installed: ${file} of it goes into every exported page. Run npm install.`);
}

/** Inside a page these two would end the script early; in JavaScript's strings and patterns `\` changes neither. */
function embeddable(text: string): string {
  return text.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
}
