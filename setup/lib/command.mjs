import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { noteChild } from "./orphans.mjs";

/**
 * @typedef {object} Finished
 * @property {number} code exit status; 127 when the program could not be started
 * @property {string} stdout
 * @property {string} stderr
 * @property {string} output both, as they came
 */

/**
 * Runs a program to its end, with no input, and collects what it writes.
 * @param {string} program
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void}} [options]
 * @returns {Promise<Finished>}
 */
export function run(program, args, options = {}) {
  const { onLine, ...rest } = options;
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...rest, stdio: ["ignore", "pipe", "pipe"] });
    noteChild(child.pid);
    const finished = { code: 127, stdout: "", stderr: "", output: "" };
    child.stdout.setEncoding("utf8").on("data", (text) => {
      finished.stdout += text;
      finished.output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      finished.stderr += text;
      finished.output += text;
    });
    if (onLine) {
      createInterface({ input: child.stdout }).on("line", onLine);
      createInterface({ input: child.stderr }).on("line", onLine);
    }
    child.on("error", (error) => {
      finished.output += error.message;
      resolve(finished);
    });
    child.on("close", (code, signal) => {
      finished.code = code ?? (signal ? 128 : 1);
      if (signal) finished.output += `\nended by ${signal}`;
      resolve(finished);
    });
  });
}
