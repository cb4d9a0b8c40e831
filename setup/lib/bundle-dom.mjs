import { readFileSync } from "node:fs";
import path from "node:path";
import { project } from "./paths.mjs";

/** Where `src/plot/render/dom.ts` looks for it, relative to dist. */
export const domBundle = "src/plot/render/jsdom.cjs";

/** Writes jsdom with all that it needs into one file, which loads in a quarter of the time: figures are drawn in it. */
export async function bundleDom() {
  const { build } = await import("esbuild");
  await build({
    stdin: { contents: 'module.exports = require("jsdom");', resolveDir: project.modules },
    outfile: path.join(project.dist, domBundle),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    minify: true,
    keepNames: true,
    legalComments: "inline",
    external: ["canvas"],
    // The file of a worker for synchronous requests, which nothing makes here.
    define: { "require.resolve": "undefined" },
    plugins: [
      { name: "style sheet", setup: (build) => build.onLoad({ filter: /style-rules\.js$/ }, withSheet) },
    ],
  });
}

/**
 * jsdom reads its style sheet from the folder in which it lies.
 * @param {{ path: string }} file
 */
function withSheet({ path: file }) {
  const sheet = path.join(path.dirname(file), "../../browser/default-stylesheet.css");
  const reading =
    /fs\.readFileSync\(\s*path\.resolve\(__dirname, "[^"]*default-stylesheet\.css"\),\s*\{[^}]*\}\s*\)/;
  const source = readFileSync(file, "utf8");
  if (!reading.test(source))
    throw new Error(`${file} reads no style sheet any more; adapt setup/lib/bundle-dom.mjs`);
  return { contents: source.replace(reading, () => JSON.stringify(readFileSync(sheet, "utf8"))) };
}
