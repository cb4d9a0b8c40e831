import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Where modules are found. */
export interface Installation {
  /** The notebook's folder. */
  readonly folder: string;
  /** Toile's own package: modules are found there that the folder does not have. */
  readonly packageRoot: string | undefined;
  /** Modules that mean others: `{ nodeplotlib: "toile/nodeplotlib" }`. */
  readonly redirects: Readonly<Record<string, string>>;
}

/**
 * Where the types of modules are that a notebook's folder does not have, as `paths` of a tsconfig.json: in Toile's own installation.
 *
 * @param imported bare specifiers that cells import
 */
export function fallbackPaths(
  { folder, packageRoot, redirects }: Installation,
  imported: Iterable<string>,
): Record<string, string[]> {
  if (packageRoot === undefined) return {};
  const found: Record<string, string[]> = {};
  for (const [from, to] of Object.entries(redirects)) found[from] = ownTypes(packageRoot, to);
  for (const name of new Set([...always, ...[...imported].map(packageOf)])) {
    if (name in redirects || packageFolder(name, folder) !== undefined) continue;
    if (name === "toile") found[name] = ownTypes(packageRoot, name);
    const own = packageFolder(name, packageRoot);
    if (own === undefined) continue;
    found[name] = [own];
    found[`${name}/*`] = [join(own, "*")];
  }
  return found;
}

/** Offered in any folder, before a cell has imported them. */
const always = ["toile", "@tensorflow/tfjs-node", "@tensorflow/tfjs"];

/** The declarations of one of Toile's own entries. */
function ownTypes(packageRoot: string, specifier: string): string[] {
  const { exports } = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as {
    exports: Record<string, { types?: string } | string>;
  };
  const entry = exports[specifier.replace(/^toile/, ".")];
  return typeof entry === "object" && entry.types !== undefined ? [join(packageRoot, entry.types)] : [];
}

/** @example packageOf("@tensorflow/tfjs/dist/x") // "@tensorflow/tfjs" */
export function packageOf(specifier: string): string {
  return /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
}

function packageFolder(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, "node_modules", name);
    if (existsSync(found)) return found;
    if (folder === dirname(folder)) return undefined;
  }
}
