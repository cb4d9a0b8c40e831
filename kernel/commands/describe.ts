import { type CommandInfo, catalogue, findCommand } from "./catalogue.ts";

/**
 * What `%help` prints: every command, or all about one.
 *
 * @param name with or without its `%`; all where it is empty
 * @returns nothing for a command that is not known
 */
export function helpText(name = ""): string | undefined {
  if (name === "") return overview();
  const info = findCommand(name.replace(/^%+/, ""));
  return (
    info &&
    [heads(info), "", info.summary, info.details, "", "Examples:", ...info.examples.map(indented)].join("\n")
  );
}

/** The same for the pager of `%npm?` and for Shift-Tab. */
export function helpBundle(name: string): Readonly<Record<string, string>> | undefined {
  const info = findCommand(name.replace(/^%+/, ""));
  const plain = helpText(name);
  if (!info || name === "" || plain === undefined) return undefined;
  const examples = info.examples.join("\n");
  const markdown = `\`${heads(info).replaceAll("\n", "`, `")}\`\n\n**${info.summary}** ${info.details}\n\n\`\`\`\n${examples}\n\`\`\``;
  return { "text/plain": plain, "text/markdown": markdown };
}

function heads({ marks, name, usage }: CommandInfo): string {
  return marks.map((mark) => (mark === "%%" ? `%%${name}` : `%${name} ${usage}`.trim())).join("\n");
}

function overview(): string {
  const rows = catalogue.map((info) => ({ head: heads(info).split("\n").join(", "), summary: info.summary }));
  const width = Math.max(...rows.map(({ head }) => head.length));
  const lines = rows.map(({ head, summary }) => `${head.padEnd(width)}  ${summary}`);
  return [...lines, "", "%help <command> tells more of one."].join("\n");
}

function indented(text: string): string {
  return text.replace(/^/gm, "  ");
}
