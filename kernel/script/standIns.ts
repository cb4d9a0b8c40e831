/** What a cell finds without declaring it, and a module does not. */
interface StandIn {
  readonly imports?: readonly string[];
  readonly code: string;
  /** Another one that this one calls. */
  readonly needs?: string;
}

const standIns: Readonly<Record<string, StandIn>> = {
  require: {
    imports: ['import { createRequire as requireFrom } from "node:module";'],
    code: "const require = requireFrom(import.meta.url);",
  },
  __dirname: { code: "const __dirname = import.meta.dirname;" },
  __filename: { code: "const __filename = import.meta.filename;" },
  display: { code: "const display = (value: unknown, _options?: object): void => console.log(value);" },
  sh: {
    imports: ['import { execFile as runFile } from "node:child_process";'],
    code: `/** Runs a command line in the shell; what is interpolated becomes one word each, or one a member of an array. */
function sh(strings: TemplateStringsArray, ...values: unknown[]): ReturnType<ReturnType<typeof shellIn>>;
function sh(options: Parameters<typeof shellIn>[0]): ReturnType<typeof shellIn>;
function sh(first: TemplateStringsArray | Parameters<typeof shellIn>[0], ...values: unknown[]) {
  return "raw" in first ? shellIn({})(first, ...values) : shellIn(first);
}

function shellIn(options: { cwd?: string; env?: Readonly<Record<string, string>>; reject?: boolean }) {
  const word = (value: unknown): string =>
    Array.isArray(value) ? value.map(word).join(" ") : \`'\${String(value).replaceAll("'", "'\\\\''")}'\`;
  return async (strings: TemplateStringsArray, ...values: unknown[]) => {
    const line = strings.map((text, i) => (i === 0 ? text : word(values[i - 1]) + text)).join("");
    const { cwd, env = {}, reject = true } = options;
    const settings = { cwd, env: { ...process.env, ...env }, maxBuffer: Infinity };
    const { error, stdout, stderr } = await new Promise<{ error: Error | null; stdout: string; stderr: string }>((resolve) => {
      runFile("sh", ["-c", line], settings, (error, stdout, stderr) => resolve({ error, stdout, stderr }));
    });
    if (error && reject) throw error;
    const toString = () => stdout.replace(/(?:\\r?\\n)+$/, "");
    const lines = () => (toString() === "" ? [] : toString().split(/\\r?\\n/));
    const exitCode = error && "code" in error && typeof error.code === "number" ? error.code : error ? null : 0;
    return { stdout, stderr, exitCode, toString, lines };
  };
}`,
  },
  input: {
    needs: "prompt",
    code: `/** As \`prompt\`, to be awaited. */
async function input(question?: unknown, options?: { password?: boolean }): Promise<string> {
  return prompt(question, options);
}`,
  },
  prompt: {
    imports: [
      'import { execSync as runCommand } from "node:child_process";',
      'import { readSync as readBytes } from "node:fs";',
      'import { isatty as isTerminal } from "node:tty";',
    ],
    code: `/** Asks for a line of standard input; a terminal does not show a password. */
function prompt(question: unknown = "", options?: { password?: boolean }): string {
  const isHidden = options?.password === true && isTerminal(0);
  const line: number[] = [];
  process.stdout.write(String(question));
  if (isHidden) runCommand("stty -echo", { stdio: "inherit" });
  try {
    for (const byte = new Uint8Array(1); ; line.push(byte[0]!)) {
      const isOver = readBytes(0, byte) === 0;
      if (isOver && line.length === 0)
        throw new Error("The script asks for input, but there is no more on its standard input.");
      if (isOver || byte[0] === 10) return Buffer.from(line).toString().replace(/\\r$/, "");
    }
  } finally {
    if (isHidden) runCommand("stty echo", { stdio: "inherit" });
  }
}`,
  },
};

/** The lines at the head of a script that define the names, as far as they need it. */
export function standInsFor(names: Iterable<string>): {
  readonly imports: string[];
  readonly code: string[];
} {
  const wanted = new Set(names);
  for (const name of wanted) {
    const { needs } = standInFor(name) ?? {};
    if (needs !== undefined) wanted.add(needs);
  }
  const found = Object.keys(standIns).flatMap((name) => (wanted.has(name) ? [standIns[name]!] : []));
  return {
    imports: found.flatMap(({ imports = [] }) => imports),
    code: found.map(({ code }) => code),
  };
}

function standInFor(name: string): StandIn | undefined {
  return Object.hasOwn(standIns, name) ? standIns[name] : undefined;
}
