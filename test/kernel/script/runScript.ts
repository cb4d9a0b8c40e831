import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import { notebookToScript } from "../../../kernel/script/script.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

const options = {
  strict: true,
  target: "es2023",
  module: "nodenext",
  types: ["node"],
  skipLibCheck: true,
  noEmit: true,
};

/** Code cells alone. */
export function notebookOf(...sources: string[]): string {
  const cells = sources.map((source) => ({ cell_type: "code", source, metadata: {}, outputs: [] }));
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });
}

/** The script of code cells, without the marks between them. */
export function scriptOf(...sources: string[]): string {
  return notebookToScript(notebookOf(...sources)).replace(/^\/\/ %%\n/gm, "");
}

/** What TypeScript 7 says about a script in a project where `toile` is installed; empty where it has nothing to say. */
export function typeErrors(script: string): string {
  return inProject((folder) => {
    writeFileSync(join(folder, "script.ts"), script);
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions: options, files: ["script.ts"] }),
    );
    return spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc")], {
      cwd: folder,
      encoding: "utf8",
    }).stdout.trim();
  });
}

/** What a script prints when Node runs it with the input; esbuild takes the types away, which Node 20 does not do itself. */
export function printed(script: string, input = ""): string {
  return inProject((folder) => {
    const { code } = transformSync(script, { loader: "ts", format: "esm", target: "node20" });
    writeFileSync(join(folder, "script.mjs"), code);
    return execFileSync(process.execPath, ["script.mjs"], { cwd: folder, encoding: "utf8", input });
  });
}

function inProject<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "toile-script-"));
  try {
    mkdirSync(join(folder, "node_modules"));
    for (const name of ["@types", "magic-string"])
      symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
    symlinkSync(root, join(folder, "node_modules/toile"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
