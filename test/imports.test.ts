import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

interface Import {
  readonly file: string;
  /** A path from the root for own files, otherwise the package or `node:` module. */
  readonly target: string;
  readonly typeOnly: boolean;
}

const imports = ["kernel", "src"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|mts|mjs|js)$/.test(name))
    .flatMap((name) => importsOf(join(folder, name))),
);

function importsOf(file: string): Import[] {
  const { module } = parseSync(file, readFileSync(join(root, file), "utf8"));
  const fixed = module.staticImports.map(({ moduleRequest, entries }) => ({
    target: moduleRequest.value,
    typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
  }));
  const again = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest ? [{ target: moduleRequest.value, typeOnly: isType }] : [],
    ),
  );
  const source = readFileSync(join(root, file));
  const late = module.dynamicImports
    .map(({ moduleRequest }) => source.subarray(moduleRequest.start, moduleRequest.end).toString())
    .filter((text) => /^["']/.test(text))
    .map((text) => ({ target: text.slice(1, -1), typeOnly: false }));
  return [...fixed, ...again, ...late].map(({ target, typeOnly }) => ({
    file,
    typeOnly,
    target: target.startsWith(".") ? relative(root, resolve(root, dirname(file), target)) : target,
  }));
}

/** Those that break a rule, readable in a failure. */
function broken(breaks: (entry: Import) => boolean): string[] {
  return imports.filter(breaks).map(({ file, target }) => `${file} imports ${target}`);
}

const inside =
  (...folders: string[]) =>
  ({ file }: Import) =>
    folders.some((folder) => file.startsWith(`${folder}/`));
const to =
  (...folders: string[]) =>
  ({ target }: Import) =>
    folders.some((folder) => target === folder || target.startsWith(`${folder}/`));

/** Rooms of the kernel, and what each may use besides itself and the seam. */
const rooms: Record<string, readonly string[]> = {
  protocol: [],
  transport: ["protocol"],
  dispatch: ["protocol"],
  history: ["dispatch/history.ts", "kernelspec"],
  transform: [],
  output: [],
  commands: ["transform"],
  execute: ["commands", "output", "transform"],
  language: ["transform/ast.ts", "transform/parse.ts", "transform/objectCell.ts"],
  kernelspec: [],
  nbconvert: ["kernelspec"],
  script: ["commands", "transform", "tslab/directives.ts"],
  tslab: ["transform"],
};

/** Modules that reach outside the process; `node:crypto` and `node:util` compute only. */
const io = /^node:(fs|net|http|https|child_process|worker_threads|dgram|tls|inspector|readline)(\/|$)/;

describe("imports", () => {
  it("are all found", () => {
    expect(imports.length).toBeGreaterThan(50);
    expect(imports).toContainEqual({
      file: "kernel/transport/heartbeat.ts",
      target: "zeromq",
      typeOnly: true,
    });
    expect(imports.map(({ target }) => target)).toContain("kernel/session.ts");
  });

  it("never go from the kernel to the library or back", () => {
    expect(broken((entry) => inside("kernel")(entry) && to("src", "toile")(entry))).toEqual([]);
    expect(broken((entry) => inside("src")(entry) && to("kernel")(entry))).toEqual([]);
  });

  it("never leave kernel/ and src/ for tests, set-up or bench", () => {
    expect(broken(to("test", "setup", "bench", "notebooks", "dist"))).toEqual([]);
  });

  it("reach zeromq only from transport", () => {
    expect(broken((entry) => to("zeromq")(entry) && !inside("kernel/transport")(entry))).toEqual([]);
  });

  it.each(Object.entries(rooms))("let kernel/%s use only itself, the seam and %j", (room, allowed) => {
    const own = [room, ...allowed].map((name) => `kernel/${name}`);
    const seam = ["kernel/interpreter.ts", "kernel/packageRoot.ts", "kernel/within.ts", "kernel/remember.ts"];
    const outside = (entry: Import) => to("kernel")(entry) && !to(...own, ...seam)(entry);
    expect(broken((entry) => inside(`kernel/${room}`)(entry) && outside(entry))).toEqual([]);
  });

  it("let only main.ts know both dispatch or transport and the session", () => {
    const front = new Set(imports.filter(to("kernel/dispatch", "kernel/transport")).map(({ file }) => file));
    const back = new Set(imports.filter(to("kernel/session.ts")).map(({ file }) => file));
    expect([...back].filter((file) => front.has(file))).toEqual(["kernel/main.ts"]);
  });

  it.each(["protocol", "transform", "output", "script"])("keep kernel/%s free of I/O", (room) => {
    expect(broken((entry) => inside(`kernel/${room}`)(entry) && io.test(entry.target))).toEqual([]);
  });

  it("go one way between the library's folders: no folder reaches back to src/index.ts", () => {
    expect(broken((entry) => inside("src")(entry) && to("src/index.ts")(entry))).toEqual([]);
  });
});
