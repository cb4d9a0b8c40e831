import { kernelHandle } from "../notebook/handle.ts";
import { NotebookScreen } from "./notebookScreen.ts";
import { PlainScreen } from "./plainScreen.ts";
import { TerminalScreen } from "./terminalScreen.ts";

/** How lines are to look on a screen. */
export interface LineStyle {
  /** Whether ANSI colours are shown. */
  readonly colour: boolean;
  /** How many characters fit side by side. */
  readonly columns: number;
}

/** Where progress is shown: finished lines, and below them one that is still changing. */
export interface Screen {
  readonly style: LineStyle;
  /** Shows the changing line in the place of its last form. Pictures that come too fast are left out, unmade. */
  rewrite(line: () => string): void;
  /** Ends the changing line; it stays in this form, which may have several rows. */
  finish(line: string): void;
  /** Adds a line above the changing one. */
  print(line: string): void;
  /** Shows what was held back; to be called when the work is over, whatever its end. */
  close(): Promise<void>;
}

/** The screen of the place where the code runs: an output of the notebook's cell, a terminal, or plain lines in a pipe or file. */
export function openScreen(): Screen {
  const kernel = kernelHandle();
  if (kernel !== undefined) return new NotebookScreen(kernel);
  return process.stdout.isTTY ? new TerminalScreen(process.stdout) : new PlainScreen();
}
