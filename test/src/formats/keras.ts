import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { python, skipReason } from "../python.ts";

/** Nested lists of numbers, as Python's JSON has arrays. */
export type Nested = number | Nested[];

/** Why Keras (or Keras 2, the module tf_keras) cannot be asked here, or undefined if it can. */
export function whyNoKeras(module = "keras"): string | undefined {
  if (skipReason !== undefined) return skipReason;
  try {
    const find = `import importlib.util as u, sys; sys.exit(0 if u.find_spec('${module}') and u.find_spec('h5py') else 1)`;
    execFileSync(python, ["-c", find], { stdio: "ignore" });
    return undefined;
  } catch {
    return `${python} has no ${module}`;
  }
}

/** A Python process with Keras, asked one question at a time. */
export class Keras {
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  #log = "";

  constructor() {
    this.#process = spawn(python, [path.join(import.meta.dirname, "keras_server.py")], {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, CUDA_VISIBLE_DEVICES: "-1", KERAS_BACKEND: "tensorflow" },
    });
    this.#process.stderr?.on("data", (chunk: Buffer) => {
      this.#log = (this.#log + chunk.toString()).slice(-4000);
    });
    const lines = createInterface({ input: this.#process.stdout as NodeJS.ReadableStream });
    this.#answers = lines[Symbol.asyncIterator]();
  }

  async ask<T>(op: string, request: Record<string, unknown>): Promise<T> {
    this.#process.stdin?.write(`${JSON.stringify({ op, ...request })}\n`);
    const { value, done } = await this.#answers.next();
    if (done) {
      throw new Error(`Keras ended:\n${this.#log}`);
    }
    const answer = JSON.parse(value as string) as { result: T; error?: string };
    if (answer.error !== undefined) {
      throw new Error(`Keras: ${answer.error}`);
    }
    return answer.result;
  }

  close(): void {
    this.#process.stdin?.end();
  }
}
