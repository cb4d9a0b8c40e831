import process from "node:process";

const secret = /key|token|secret|passw|credential/i;

/**
 * `%env`, `%env NAME`, `%env NAME=value` and `%env NAME value`, as in IPython.
 *
 * @returns what to print
 * @throws {Error} for a variable that is not set
 */
export function env(args: string): string {
  if (args === "") return Object.keys(process.env).sort().map(shown).join("\n");
  const [, name = "", equals = "", value = ""] = /^([^\s=]+)(\s*=\s*|\s+|$)([\s\S]*)$/.exec(args) ?? [];
  if (name === "") throw new SyntaxError(`%env takes NAME or NAME=value, got ${JSON.stringify(args)}`);
  if (equals !== "") {
    process.env[name] = unquoted(value);
    return `${name}=${process.env[name]}`;
  }
  const known = process.env[name];
  if (known === undefined) throw new Error(`There is no environment variable ${name}; %env lists all`);
  return known;
}

function shown(name: string): string {
  return `${name}=${secret.test(name) ? "<hidden>" : process.env[name]}`;
}

function unquoted(value: string): string {
  return /^(["'])([\s\S]*)\1$/.exec(value)?.[2] ?? value;
}
