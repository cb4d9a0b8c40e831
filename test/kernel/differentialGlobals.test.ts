import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { asCells, comparable } from "./differential.ts";
import { readPrograms, underNode } from "./programs.ts";
import { Notebook } from "./sessionHarness.ts";

const programs = readPrograms(readFileSync(new URL("./globalNames.txt", import.meta.url), "utf8"));
const expected = underNode(programs);

/** Each in a session of its own, since what it declares hides globals from all that follow. */
test.each(programs.map((it, i) => [it.title, it, expected[i]!] as const))("%s", async (_, it, behaviour) => {
  const notebook = new Notebook();
  try {
    expect(comparable(await asCells(notebook, it))).toEqual(comparable(behaviour));
  } finally {
    await notebook.close();
  }
});
