import { fileURLToPath } from "node:url";
import { Worker, type WorkerOptions } from "node:worker_threads";

/**
 * Starts the module `name` of this folder as a worker. Where the sources themselves run, as in the tests, Node 20 does not
 * read TypeScript: the module is bundled first.
 */
export async function startWorker(name: string, options: WorkerOptions): Promise<Worker> {
  if (import.meta.url.endsWith(".js")) return new Worker(new URL(`./${name}.js`, import.meta.url), options);
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`./${name}.ts`, import.meta.url))],
    bundle: true,
    platform: "node",
    format: "cjs",
    write: false,
  });
  return new Worker(outputFiles[0]!.text, { ...options, eval: true });
}
