import process from "node:process";
import { CommandError } from "./commandError.ts";
import { runProgram } from "./program.ts";
import { quoted } from "./quote.ts";
import { ShellOutput } from "./shellOutput.ts";

/** How a command of {@link sh} runs. */
export interface ShellOptions {
  /** Its folder; the working directory where absent. */
  readonly cwd?: string;
  /** Variables on top of those of the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether a command that fails throws; true where absent. */
  readonly reject?: boolean;
}

export type ShellTag = (strings: TemplateStringsArray, ...values: unknown[]) => Promise<ShellOutput>;

/**
 * Runs a command line in the shell and gives its output; an interrupt of the cell ends it.
 *
 * What is interpolated becomes one word each, or one a member of an array, and is never read by the shell.
 *
 * @returns a promise of what it printed
 * @throws {CommandError} for a command that fails, with its code and the end of what it said
 * @example
 * const { stdout } = await sh`git log -n ${count} -- ${file}`;
 * const lines = (await sh({ cwd: "data" })`ls`).lines();
 * @see https://google.github.io/zx/ whose template this follows
 */
export function sh(strings: TemplateStringsArray, ...values: unknown[]): Promise<ShellOutput>;
export function sh(options: ShellOptions): ShellTag;
export function sh(
  first: TemplateStringsArray | ShellOptions,
  ...values: unknown[]
): Promise<ShellOutput> | ShellTag {
  if (isTemplate(first)) return capture(lineOf(first, values), {});
  if (typeof first !== "object" || first === null)
    throw new TypeError(
      `sh is a template: sh\`ls \${folder}\`, which quotes what is interpolated; it cannot be called with ${JSON.stringify(first)}`,
    );
  return (strings, ...inner) => capture(lineOf(strings, inner), first);
}

function isTemplate(value: unknown): value is TemplateStringsArray {
  return Array.isArray(value) && "raw" in value;
}

/** The text between the values is the author's own. */
function lineOf(strings: TemplateStringsArray, values: readonly unknown[]): string {
  return strings.map((text, i) => (i === 0 ? text : `${quoted(values[i - 1])}${text}`)).join("");
}

async function capture(line: string, { cwd, env, reject = true }: ShellOptions): Promise<ShellOutput> {
  const said = { stdout: "", stderr: "" };
  const end = await runShell(
    line,
    { ...(cwd === undefined ? {} : { cwd }), ...(env ? { env } : {}) },
    (name, text) => {
      said[name] += text;
    },
  );
  if (reject && end.code !== 0) throw new CommandError(line, end, said.stderr);
  return new ShellOutput(said.stdout, said.stderr, end.code);
}

/** Runs a line in the system's shell. */
export function runShell(
  line: string,
  { cwd, env }: Pick<ShellOptions, "cwd" | "env">,
  take: Parameters<typeof runProgram>[1],
): ReturnType<typeof runProgram> {
  return runProgram(
    {
      file: "sh",
      args: ["-c", line],
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, ...env },
    },
    take,
  );
}
