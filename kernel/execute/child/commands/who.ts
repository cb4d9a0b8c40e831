import vm from "node:vm";
import { plainText } from "../../../output/display.ts";
import { ownName } from "../../../transform/globalNames.ts";
import { kindOf, typeName } from "../look.ts";

const longestValue = 80;

/** The variables as a table: name, type, the beginning of the value. */
export function who(names: readonly string[]): string {
  const rows = names.map(row).filter((cells) => cells !== undefined);
  if (rows.length === 0) return "No variables yet.";
  const widths = [0, 1].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows
    .map(([name = "", type = "", value = ""]) =>
      `${name.padEnd(widths[0]!)}  ${type.padEnd(widths[1]!)}  ${value}`.trimEnd(),
    )
    .join("\n");
}

function row(name: string): string[] | undefined {
  try {
    const value: unknown = vm.runInThisContext(ownName(name), { filename: "toile-own" });
    return [name, typeof value === "function" ? kindOf(value) : typeName(value), firstLine(plainText(value))];
  } catch {
    return undefined; // Its cell failed before it had a value.
  }
}

function firstLine(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > longestValue ? `${line.slice(0, longestValue - 1)}…` : line;
}
