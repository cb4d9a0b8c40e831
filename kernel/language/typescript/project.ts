import { dirname, join } from "node:path";

/** Name of the generated configuration; like the cells it exists only in the server's memory. */
export const configName = ".toile-tsconfig.json";
export const ambientName = ".toile-globals.d.ts";

/** What the server's project is made from. */
export interface ProjectOptions {
  /** The notebook's folder. */
  readonly folder: string;
  /** The nearest `tsconfig.json` at or above it. */
  readonly tsconfig: TsConfig | undefined;
  /** Toile's own package. */
  readonly packageRoot: string | undefined;
}

export interface TsConfig {
  readonly path: string;
  readonly compilerOptions: Readonly<Record<string, unknown>>;
}

/** Cheap to change: with it the cells are opened, then the real one takes its place and the program is built once. */
export const emptyConfig = JSON.stringify({
  compilerOptions: { noLib: true, noResolve: true, types: [] },
  files: [],
  include: [".toile-*"],
});

/**
 * The configuration of a notebook's cells: the folder's own where it has one, without what makes sense only for files that are
 * compiled.
 *
 * @param paths where modules are found that the folder does not have
 */
export function projectConfig(
  { folder, tsconfig, packageRoot }: ProjectOptions,
  paths: Readonly<Record<string, readonly string[]>>,
): string {
  const own = tsconfig?.compilerOptions ?? {};
  const compilerOptions = {
    ...(tsconfig ? {} : withoutTsconfig),
    ...always,
    ...(own.lib === undefined && own.target === undefined ? { lib: ["esnext"] } : {}),
    ...(own.jsx === undefined ? { jsx: "react-jsx" } : {}),
    types: [...new Set(["node", ...strings(own.types)])],
    typeRoots: [...ownTypeRoots(tsconfig), ...typeFolders(folder), ...typeFolders(packageRoot)],
    paths: { ...paths, ...absolutePaths(tsconfig) },
  };
  return JSON.stringify({
    ...(tsconfig ? { extends: tsconfig.path } : {}),
    compilerOptions,
    files: [],
    include: [".toile-*", "./*.d.ts"],
    references: [],
  });
}

/** Strict, but for rules that would have every `catch` and every class of a sketch rewritten. */
const withoutTsconfig = {
  strict: true,
  useUnknownInCatchVariables: false,
  strictPropertyInitialization: false,
};

const always = {
  target: "esnext",
  module: "esnext",
  moduleResolution: "bundler",
  moduleDetection: "force",
  allowImportingTsExtensions: true,
  allowJs: true,
  checkJs: false,
  allowSyntheticDefaultImports: true,
  esModuleInterop: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  noEmit: true,
  composite: false,
  incremental: false,
  declaration: false,
  declarationMap: false,
  isolatedDeclarations: false,
  isolatedModules: false,
  verbatimModuleSyntax: false,
  erasableSyntaxOnly: false,
  importHelpers: false,
  noUnusedLocals: false,
  noUnusedParameters: false,
  allowUnreachableCode: true,
  allowUnusedLabels: true,
};

/** Declarations of what a cell finds without an import. */
export const ambientText = `
/** Shows a value under the cell that is running: its own bundle where it has \`[Symbol.for("Jupyter.display")]()\`. */
declare function display(value: unknown, options?: { displayId?: string; update?: boolean; raw?: boolean }): void | Promise<void>;
/** Asks the person at the notebook for a line of text. */
declare function input(prompt?: unknown, options?: { password?: boolean }): Promise<string>;
/** Asks the person at the notebook for a line of text, and waits for it. */
declare function prompt(prompt?: unknown, options?: { password?: boolean }): string;
/** What a shell command printed, and its exit code, null where a signal ended it. */
interface ShellOutput { readonly stdout: string; readonly stderr: string; readonly exitCode: number | null; lines(): string[]; toString(): string }
/** Runs a command line in the shell: await sh\`ls \${folder}\`. What is interpolated becomes one word each and is never read by the shell. */
declare function sh(strings: TemplateStringsArray, ...values: unknown[]): Promise<ShellOutput>;
declare function sh(options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>>; readonly reject?: boolean }): (strings: TemplateStringsArray, ...values: unknown[]) => Promise<ShellOutput>;
`;

/** By absolute paths, since the generated configuration is another file. */
function absolutePaths(tsconfig: TsConfig | undefined): Record<string, string[]> {
  const { paths, baseUrl } = tsconfig?.compilerOptions ?? {};
  if (!tsconfig || typeof paths !== "object" || paths === null) return {};
  const base = join(dirname(tsconfig.path), typeof baseUrl === "string" ? baseUrl : ".");
  return Object.fromEntries(
    Object.entries(paths).map(([pattern, files]) => [
      pattern,
      strings(files).map((file) => join(base, file)),
    ]),
  );
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((it) => typeof it === "string") : [];
}

function typeFolders(folder: string | undefined): string[] {
  if (folder === undefined) return [];
  const parent = dirname(folder);
  const own = join(folder, "node_modules", "@types");
  return parent === folder ? [own] : [own, ...typeFolders(parent)];
}

function ownTypeRoots(tsconfig: TsConfig | undefined): string[] {
  return tsconfig
    ? strings(tsconfig.compilerOptions.typeRoots).map((root) => join(dirname(tsconfig.path), root))
    : [];
}
