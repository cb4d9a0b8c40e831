import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isFile, readSource } from "./virtualFiles.ts";

/**
 * Whether a package's or a file's types speak of a name that its JavaScript does not export.
 *
 * `import { plot, Plot } from "nodeplotlib"` without `type` is common TypeScript: compilers drop what is only a type. Only declarations
 * can tell that from a slip of the pen.
 *
 * @param file the module's JavaScript or TypeScript
 */
export function isTypeName(name: string, file: string): boolean {
  const declarations = [file, ...declarationsOf(file)].filter((path) => /\.[mc]?tsx?$/.test(path));
  const seen = new Set<string>();
  return declarations.some((path) => mentions(name, path, seen));
}

function mentions(name: string, path: string, seen: Set<string>): boolean {
  if (seen.has(path) || seen.size > 200 || !isFile(path)) return false;
  seen.add(path);
  const text = readSource(path);
  const exported = new RegExp(
    `\\b(?:interface|type|class|enum|namespace|function|const|let|var)\\s+${literal(name)}\\b|\\bexport\\s+(?:type\\s+)?\\{[^}]*\\b${literal(name)}\\b`,
  );
  if (exported.test(text)) return true;
  const further = [...text.matchAll(/\bexport\s+(?:type\s+)?\*[^"']*["'](\.[^"']+)["']/g)];
  return further.some(([, specifier = ""]) =>
    besides(join(dirname(path), specifier)).some((next) => mentions(name, next, seen)),
  );
}

function literal(name: string): string {
  return name.replace(/[$]/g, "\\$&");
}

/** Where TypeScript looks for the types of a JavaScript file. */
function besides(file: string): string[] {
  const stem = file.replace(/\.([mc]?)[jt]sx?$/, "");
  return [
    `${stem}.d.ts`,
    `${stem}.d.mts`,
    `${stem}.d.cts`,
    `${stem}.ts`,
    `${stem}.tsx`,
    join(stem, "index.d.ts"),
  ];
}

function declarationsOf(file: string): string[] {
  const root = packageFolder(dirname(file));
  if (root === undefined) return besides(file);
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly name?: string;
    readonly types?: string;
    readonly typings?: string;
    readonly exports?: unknown;
  };
  const { name = "", types, typings = "index.d.ts", exports } = manifest;
  const typesName = name.replace(/^@([^/]+)\//, "$1__");
  const typesFolder = join(dirname(root), name.startsWith("@") ? ".." : "", "@types", typesName);
  const named = [types ?? typings, ...declarationPaths(exports)].map((path) => join(root, path));
  return [
    ...besides(file),
    ...named.flatMap((path) => [path, ...besides(path)]),
    join(typesFolder, "index.d.ts"),
  ];
}

/** Every `.d.ts` that a package's `exports` name, whatever the condition. */
function declarationPaths(exports: unknown): string[] {
  if (typeof exports === "string") return /\.d\.[mc]?ts$/.test(exports) ? [exports] : [];
  return typeof exports === "object" && exports !== null
    ? Object.values(exports).flatMap(declarationPaths)
    : [];
}

function packageFolder(folder: string): string | undefined {
  if (existsSync(join(folder, "package.json"))) return folder;
  const parent = dirname(folder);
  return parent === folder || folder.endsWith("node_modules") ? undefined : packageFolder(parent);
}
