import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asCells, comparable } from "./differential.ts";
import { allPrograms, type Program, underNode } from "./programs.ts";
import { randomProgram } from "./randomPrograms.ts";
import { Notebook } from "./sessionHarness.ts";

let notebook: Notebook;
beforeAll(() => {
  notebook = new Notebook();
});
afterAll(() => notebook.close());

/** All in one session, where every name has been declared before as something else. */
function compare(programs: readonly Program[]): void {
  const expected = underNode(programs);
  test.each(programs.map((it, i) => [it.title, it, expected[i]!] as const))(
    "%s",
    async (_, it, behaviour) => {
      expect(comparable(await asCells(notebook, it))).toEqual(comparable(behaviour));
    },
  );
}

describe("cells do what the same program does as a module in Node:", () => {
  compare(allPrograms());
});

describe("so they do for programs that nobody wrote:", () => {
  compare(fc.sample(fc.nat(), 100).map(randomProgram));
});
