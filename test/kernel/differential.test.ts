import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allPrograms, type Behaviour, type Program, underNode } from "./programs.ts";
import { Notebook } from "./sessionHarness.ts";

let notebook: Notebook;
beforeAll(() => {
  notebook = new Notebook();
});
afterAll(() => notebook.close());

async function asCells({ cells }: Program): Promise<Behaviour> {
  let printed = "";
  let end = "";
  for (const cell of cells) {
    const outcome = await notebook.run(cell);
    printed += notebook.printed();
    if (outcome.status === "error")
      return { printed, end: `${outcome.error.ename}: ${outcome.error.evalue}` };
    end = String(outcome.result?.data["text/plain"] ?? "");
  }
  return { printed, end };
}

describe("cells do what the same program does as a module in Node:", () => {
  const programs = allPrograms();
  const expected = underNode(programs);
  test.each(programs.map((it, i) => [it.title, it, expected[i]] as const))("%s", async (_, it, behaviour) => {
    expect(await asCells(it)).toEqual(behaviour);
  });
});
