import type { ShellOptions, ShellTag } from "./commands/shell.ts";
import type { ShellOutput } from "./commands/shellOutput.ts";

type Sh = typeof import("./commands/shell.ts").sh;

/** The global `sh`; what runs commands is loaded when the first is. */
export const sh: Sh = ((first: TemplateStringsArray | ShellOptions, ...values: unknown[]) => {
  const load = async () => (await import("./commands/shell.ts")).sh;
  const isOptions = typeof first === "object" && first !== null && !Array.isArray(first);
  if (!isOptions)
    return load().then((tag): Promise<ShellOutput> => tag(first as TemplateStringsArray, ...values));
  const withOptions: ShellTag = async (strings, ...inner) =>
    (await load())(first as ShellOptions)(strings, ...inner);
  return withOptions;
}) as Sh;
