import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const path = (file: string) => fileURLToPath(new URL(`../../../${file}`, import.meta.url));
const lines = readFileSync(path("docs/seeds.md"), "utf8").split("\n");

/** The cells of a table's row; code may hold a bar only within backticks. */
function cells(line: string): string[] {
  return (line.match(/(`+.*?`+|[^|`])+/g) ?? []).map((cell) => cell.trim());
}

const rows = lines
  .map((line, i) => ({ number: i + 1, cells: cells(line.replace(/^\||\|$/g, "")) }))
  .filter(({ number }) => /^\|(?!\s*-)/.test(lines[number - 1]!));

it("gives each Python call its twin and the test that runs it", () => {
  expect(rows.length).toBeGreaterThan(70);
  for (const { number, cells: row } of rows) {
    expect(row, `docs/seeds.md:${number}`).toHaveLength(3);
    expect(
      row.filter((cell) => cell === ""),
      `docs/seeds.md:${number}`,
    ).toEqual([]);
  }
});

it("names tests that exist", () => {
  const named = rows.flatMap(({ cells: [, , shown] }) => shown!.split(",").map((name) => name.trim()));
  const tests = new Set(named.filter((name) => /^[a-z]+\/\w+$/i.test(name)));
  expect(tests.size).toBeGreaterThan(10);
  expect([...tests].filter((name) => !existsSync(path(`test/src/${name}.test.ts`)))).toEqual([]);
  const others = named.filter((name) => !tests.has(name) && name !== "shown in" && name !== "chapter");
  expect(others.length).toBeGreaterThan(3);
  expect(others.filter((name) => !existsSync(path(`notebooks/en/${name}.ipynb`)))).toEqual([]);
});
