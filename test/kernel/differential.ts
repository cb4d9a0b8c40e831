import type { Behaviour, Program } from "./programs.ts";
import type { Notebook } from "./sessionHarness.ts";

/** Runs a program cell by cell. */
export async function asCells(notebook: Notebook, { cells }: Program): Promise<Behaviour> {
  let printed = "";
  let end = "";
  for (const cell of cells) {
    const outcome = await notebook.run(cell);
    printed += notebook.printed();
    if (outcome.status === "error") {
      const { ename, evalue } = outcome.error;
      return { printed, end: `${ename}: ${evalue}` };
    }
    end = String(outcome.result?.data["text/plain"] ?? "");
  }
  return { printed, end };
}

/** Without what must differ: the places in stacks, and the name of a constant, which only cells tell. */
export function comparable({ printed, end }: Behaviour): Behaviour {
  const plain = (text: string) =>
    text.replace(/\n\s+at .*/g, "").replace(/(Assignment to constant variable) '.*?'/g, "$1");
  return { printed: plain(printed), end: plain(end) };
}
