import { join } from "node:path";
import { notebookFile } from "./resolve.ts";

/** What a CommonJS script has beside `require`; cells speak of it by these names. */
export interface CommonJsScope {
  readonly module: {
    exports: unknown;
    readonly id: string;
    readonly filename: string;
    readonly loaded: boolean;
  };
  exports: unknown;
  readonly __filename: string;
  readonly __dirname: string;
}

/** The notebook as a CommonJS script. These names are not globals: packages tell by them what kind of module they are. */
export function commonJsScope(folder: string): CommonJsScope {
  const filename = join(folder, notebookFile);
  const module = { exports: {} as unknown, id: ".", filename, loaded: false };
  return { module, exports: module.exports, __filename: filename, __dirname: folder };
}
