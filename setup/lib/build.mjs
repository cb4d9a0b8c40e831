import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { run } from "./command.mjs";
import { readJson, sha256, writeJson } from "./files.mjs";
import { project, root } from "./paths.mjs";
import { SetupProblem } from "./problem.mjs";

const note = path.join(project.dist, ".toile-build.json");

/** Whether dist/ was built from the sources as they are now. */
export function buildIsReady() {
  if (!existsSync(path.join(root, "kernel"))) return true;
  const built = readJson(note);
  return (
    built?.sources === sourcesKey() &&
    built.files.every((/** @type {string} */ file) => existsSync(path.join(project.dist, file)))
  );
}

/** Compiles the sources; a type error is told by its first line. */
export async function build() {
  const before = sourcesKey();
  const compiler = path.join(project.modules, "typescript", "bin", "tsc");
  const { code, output } = await run(process.execPath, [compiler, "-p", "tsconfig.build.json"], {
    cwd: root,
  });
  if (code !== 0) {
    throw new SetupProblem("The sources do not compile", output.trim().split("\n")[0] ?? "", "npm run build");
  }
  const files = sources()
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
    .map((file) => file.replace(/\.ts$/, ".js"));
  removeStale(files);
  writeJson(note, { sources: before, files });
  return files.length;
}

/**
 * Removes what was compiled from sources that are gone; the compiler leaves it, and a package would ship it.
 * @param {string[]} files the outputs that belong to a source, relative to dist
 */
function removeStale(files) {
  const kept = new Set(files.flatMap((file) => [file, `${file}.map`, file.replace(/\.js$/, ".d.ts")]));
  for (const folder of ["kernel", "src"]) {
    const outputs = readdirSync(path.join(project.dist, folder), { recursive: true, withFileTypes: true });
    for (const output of outputs.filter((entry) => entry.isFile())) {
      const file = path.join(output.parentPath, output.name);
      if (!kept.has(path.relative(project.dist, file))) rmSync(file);
    }
  }
}

function sources() {
  return ["kernel", "src"].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .map((name) => path.join(folder, name))
      .filter((name) => /\.(ts|mts|cts|json)$/.test(name))
      .sort(),
  );
}

function sourcesKey() {
  const stamps = sources().map((file) => {
    const { size, mtimeMs } = statSync(path.join(root, file));
    return `${file} ${size} ${mtimeMs}`;
  });
  const settings = ["tsconfig.json", "tsconfig.build.json"].map((file) =>
    readFileSync(path.join(root, file), "utf8"),
  );
  return sha256([...stamps, ...settings].join("\n"));
}
