import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

let built: string | undefined;

/**
 * The session process's entry file.
 *
 * Built packages have it beside this file. From the TypeScript sources (in tests) it is bundled once a process, since Node 20
 * cannot run TypeScript.
 */
export async function childEntry(): Promise<string> {
  if (!import.meta.url.endsWith(".ts")) return fileURLToPath(new URL("./child/main.js", import.meta.url));
  built ??= await bundle();
  return built;
}

async function bundle(): Promise<string> {
  const { buildSync } = await import("esbuild");
  const source = fileURLToPath(new URL("./child/", import.meta.url));
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const outdir = join(root, "node_modules", ".cache", "toile-session", String(process.pid));
  mkdirSync(outdir, { recursive: true });
  process.once("exit", () => rmSync(outdir, { recursive: true, force: true }));
  buildSync({
    entryPoints: ["main.ts", "worker.ts", "hooksThread.ts", "preload.ts"].map((file) => join(source, file)),
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    outdir,
  });
  return join(outdir, "main.js");
}
