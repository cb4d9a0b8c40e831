import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = path.join(root, "test/output/children");
let scripts = 0;

/**
 * Writes a program out of the sources that plain Node can run in a process of its own, Node 20 too.
 *
 * @param source TypeScript that imports as a file of the project's root does: `./src/index.ts`
 * @returns the program's file
 */
export async function programOf(source: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: root, loader: "ts" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    write: false,
  });
  const file = path.join(folder, `${process.pid}-${++scripts}.mjs`);
  writeFileSync(file, outputFiles[0]!.contents);
  return file;
}
