import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformSync } from "esbuild";

/** One TypeScript program, as cells of a notebook and as the module that the cells make together. */
export interface Program {
  readonly title: string;
  readonly cells: readonly string[];
  readonly module: string;
}

/** What a program does, in words that Node and a session have in common. */
export interface Behaviour {
  readonly printed: string;
  /** The text of its last value, or the error that ended it. */
  readonly end: string;
}

/**
 * The programs of a text: `# title`, then cells with `// %%` between them; a last line `=> value` is the last expression.
 */
export function readPrograms(text: string): Program[] {
  return text
    .split(/^# /m)
    .slice(1)
    .map((block) => {
      const [title = "", ...lines] = block.trimEnd().split("\n");
      const valueAt = lines.findIndex((line) => line.startsWith("=> "));
      const body = valueAt < 0 ? lines : lines.slice(0, valueAt);
      const value = valueAt < 0 ? "" : lines.slice(valueAt).join("\n").slice("=> ".length);
      const cells = body.join("\n").split("// %%\n");
      return program(title, cells, value);
    });
}

/** @param value the last expression of the last cell; none where it is empty */
export function program(title: string, cells: readonly string[], value: string): Program {
  const all = cells.join("\n");
  return {
    title,
    cells: value === "" ? cells : [...cells.slice(0, -1), `${cells.at(-1) ?? ""}\n${value}`],
    module: value === "" ? all : `${all}\n__value((${value.replace(/\/\/.*$/, "")}));`,
  };
}

/** The programs of every file in the folder beside this one. */
export function allPrograms(): Program[] {
  const folder = new URL("./programs/", import.meta.url);
  return readdirSync(folder)
    .sort()
    .flatMap((file) => readPrograms(readFileSync(new URL(file, folder), "utf8")));
}

/** Runs programs as modules in one plain Node, types removed by esbuild, and tells what each did. */
export function underNode(programs: readonly Program[]): Behaviour[] {
  const folder = mkdtempSync(join(tmpdir(), "toile-programs-"));
  try {
    programs.forEach((it, i) => {
      writeFileSync(join(folder, `${i}.mjs`), toJavaScript(it));
    });
    writeFileSync(join(folder, "run.mjs"), runner);
    const out = execFileSync(process.execPath, [join(folder, "run.mjs"), String(programs.length)], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    return JSON.parse(out) as Behaviour[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function toJavaScript({ title, module }: Program): string {
  try {
    // The empty export tells esbuild that it is a module, where `this` is undefined.
    return transformSync(`${module}\nexport {};`, { loader: "ts", target: "es2022", format: "esm" }).code;
  } catch (cause) {
    throw new Error(`"${title}" is no TypeScript: ${String(cause)}`, { cause });
  }
}

/** Runs `0.mjs`, `1.mjs` and so on, one after the other; prints their behaviours as JSON. */
const runner = `
import { inspect } from "node:util";
import { createRequire } from "node:module";
globalThis.require = createRequire(import.meta.url);
const write = process.stdout.write;
const behaviours = [];
for (let i = 0; i < Number(process.argv[2]); i++) {
  let printed = "", end = "";
  process.stdout.write = (chunk, encoding) => ((printed += Buffer.from(chunk, encoding).toString()), true);
  globalThis.__value = (value) => {
    if (value !== undefined) end = inspect(value, { depth: 4, breakLength: 100 });
  };
  try {
    await import("./" + i + ".mjs");
  } catch (error) {
    end = error instanceof Error ? error.name + ": " + error.message : "Uncaught: " + inspect(error);
  }
  behaviours.push({ printed, end });
}
process.stdout.write = write;
console.log(JSON.stringify(behaviours));
`;
