import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Notebook } from "./sessionHarness.ts";

/** Cells in `> `, below them what they print in `| `, then the result or the error. */
const blocks = readFileSync(new URL("./cells.txt", import.meta.url), "utf8")
  .trim()
  .split("\n\n");

let notebook: Notebook;
beforeAll(() => {
  notebook = new Notebook();
  notebook.write("data.json", '{ "a": 1 }');
});
afterAll(() => notebook.close());

test.each(blocks.map((block) => [cellOf(block), block] as const))("%s", async (cell, block) => {
  const outcome = await notebook.run(cell);
  const shown =
    outcome.status === "ok"
      ? outcome.result?.data["text/plain"]
      : `${outcome.error.ename}: ${outcome.error.evalue}`;
  const late = notebook.shown("error").map(({ error }) => `late ${error.ename}: ${error.evalue}`);
  const printed = notebook.printed().split("\n").slice(0, -1);
  const lines = [
    ...cell.split("\n").map((line) => `> ${line}`),
    ...[...printed, ...late].map((line) => `| ${line}`),
    ...(shown === undefined ? [] : [String(shown)]),
  ];
  expect(lines.join("\n").replace(/Cell In \[\d+\]/g, "Cell In [n]")).toBe(block);
});

function cellOf(block: string): string {
  const lines = block.split("\n").filter((line) => line.startsWith("> "));
  return lines.map((line) => line.slice("> ".length)).join("\n");
}
