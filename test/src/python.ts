import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The Python that references run in. */
export const python =
  process.env.TOILE_TEST_PYTHON ?? fileURLToPath(new URL("../../.venv-test/bin/python", import.meta.url));

/** Why Python references cannot run here; undefined where they can. */
export const skipReason = existsSync(python)
  ? undefined
  : `no ${python}: \`npm test\` makes it, or name one in TOILE_TEST_PYTHON`;

/** Runs a Python program that prints JSON, and returns what it printed. */
export function runPython<T>(program: string): T {
  return JSON.parse(execFileSync(python, ["-c", program], { encoding: "utf8", maxBuffer: 1e9 })) as T;
}
