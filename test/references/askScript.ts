import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { python } from "../src/python.ts";

/** Runs a Python script of this folder, gives it a question as JSON and returns the JSON that it prints. */
export function askScript<T>(name: string, question: object): Promise<T> {
  const script = fileURLToPath(new URL(name, import.meta.url));
  return new Promise((resolve, reject) => {
    const child = execFile(python, [script], { maxBuffer: 1e8 }, (error, stdout) => {
      if (error) reject(error);
      else resolve(JSON.parse(stdout) as T);
    });
    child.stdin!.end(JSON.stringify(question));
  });
}
