import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** @import { Answer, Request } from "./systems/lines.mjs" */

/**
 * A child process that answers requests, line by line.
 *
 * @typedef {{ name: string, command: string, file: string, env: Record<string, string> }} Program
 */

/** Starts programs the first time they are asked, and keeps them ready. */
export class Programs {
  /** @type {Map<string, Promise<Running>>} */
  #running = new Map();
  #data;

  /** @param {string} data the folder of the images */
  constructor(data) {
    this.#data = data;
  }

  /** @param {Program} program @param {Request} request @param {number} limit in seconds, after which it is ended @returns {Promise<Answer>} */
  async ask(program, request, limit) {
    const known = this.#running.get(program.name) ?? start(program, this.#data, limit);
    this.#running.set(program.name, known);
    let running;
    try {
      running = await known;
    } catch (error) {
      this.#running.delete(program.name);
      throw error;
    }
    const timer = setTimeout(running.kill, limit * 1000);
    try {
      return await running.ask(request);
    } catch (error) {
      if (running.ended) this.#running.delete(program.name);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The versions of the programs that were asked. @returns {Promise<Record<string, string>>} */
  async versions() {
    const all = await Promise.all(
      [...this.#running].map(async ([name, running]) => [name, (await running).version]),
    );
    return Object.fromEntries(all);
  }

  async end() {
    for (const running of this.#running.values()) (await running).end();
  }
}

/** @typedef {{ version: string, ended: boolean, ask(request: Request): Promise<Answer>, end(): void, kill(): void }} Running */

/** @param {Program} program @param {string} data @param {number} limit in seconds @returns {Promise<Running>} */
async function start({ name, command, file, env }, data, limit) {
  const quiet = { TF_CPP_MIN_LOG_LEVEL: "3" };
  const child = spawn(command, [file], {
    env: { ...process.env, ...quiet, ...env, TOILE_BENCH_DATA: data },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text) => {
    said = (said + text).slice(-2000);
  });
  child.on("error", (error) => {
    said += error.message;
  });
  child.stdin.on("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const running = {
    version: "",
    ended: false,
    ask,
    end: () => void child.stdin.end(),
    kill: () => void child.kill("SIGKILL"),
  };
  const timer = setTimeout(running.kill, limit * 1000);
  try {
    running.version = (await next()).version;
  } finally {
    clearTimeout(timer);
  }
  return running;

  async function next() {
    const { value, done } = await lines.next();
    if (done) {
      running.ended = true;
      throw new Error(`${name} ended, or took too long: ${said}`);
    }
    const answer = JSON.parse(value);
    if (answer.error !== undefined) throw new Error(`${name}: ${answer.error}`);
    return answer;
  }

  /** @param {Request} request @returns {Promise<Answer>} */
  function ask(request) {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return next();
  }
}
