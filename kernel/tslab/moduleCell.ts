import type { CompileSettings } from "../transform/settings.ts";
import { stripTypes } from "../transform/stripTypes.ts";
import type { TransformedCell } from "../transform/transform.ts";
import { withoutBareJsx } from "./directives.ts";

/**
 * A cell that says `@module name`: it does not run but becomes what later cells import as `./name`.
 *
 * @param run the number of the run, by which stacks lead from the module back to its cell
 * @throws {CellSyntaxError} for text that is not TypeScript; what the name meant before stays
 */
export function moduleCell(
  name: string,
  source: string,
  run: number,
  settings: CompileSettings,
): TransformedCell {
  const { code, mappings } = stripTypes(withoutBareJsx(source), { settings, keepImports: false });
  const file = JSON.stringify({ source, javaScript: code, run });
  const define = `await __toile.define(${JSON.stringify(name)}, ${file});`;
  return {
    code: `${define}\nawait __toile.end();`,
    maps: [mappings],
    names: { constants: [], variables: [] },
    captured: new Set(),
  };
}
