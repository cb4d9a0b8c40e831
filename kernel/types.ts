import { tsconfigOf } from "./execute/tsconfig.ts";
import { LazyTypes } from "./language/lazyTypes.ts";
import type { Types } from "./language/typescript/types.ts";

/** Where the cells' imports are found, as in the session itself. */
export interface Resolution {
  readonly packageRoot: string;
  readonly redirects?: Readonly<Record<string, string>>;
}

/** What TypeScript's server knows of the cells in a folder; neither it nor the code for it is loaded before the first question. */
export function typesOf(folder: string, { packageRoot, redirects = {} }: Resolution): Types {
  return new LazyTypes(async () => {
    const { TypeScriptTypes } = await import("./language/typescript/typescriptTypes.ts");
    return new TypeScriptTypes({ folder, packageRoot, redirects, tsconfig: () => tsconfigOf(folder) });
  });
}
