import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

const applications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

/**
 * The system's Chromium or one of its kin; TOILE_CHROMIUM names another.
 * @param {NodeJS.ProcessEnv} [env]
 * @throws when there is none, with the way out
 */
export function findChromium(env = process.env) {
  const named = env.TOILE_CHROMIUM;
  if (named !== undefined && named !== "") {
    if (existsSync(named)) return named;
    throw new Error(
      `TOILE_CHROMIUM=${named} does not exist. Name the browser's program file, or leave it unset.`,
    );
  }
  const folders = (env.PATH ?? "").split(path.delimiter).filter(Boolean);
  const found = [
    ...names.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    ...applications,
  ];
  const program = found.find((file) => existsSync(file));
  if (program !== undefined) return program;
  throw new Error(
    "PDF is printed by Chromium, and none is found. Install Chromium or Chrome (Debian: sudo apt-get install chromium), " +
      "or name one: TOILE_CHROMIUM=/path/to/chrome. Or export to html and print the page from any browser.",
  );
}

/**
 * A headless Chromium driven over pipes: no port that others could reach.
 * @see https://chromedevtools.github.io/devtools-protocol/
 */
export class Chromium {
  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
  #waiting = new Map();
  /** @type {Map<string, () => void>} */
  #events = new Map();
  #id = 0;
  #rest = "";
  #log = "";
  #child;

  /**
   * @param {string} program
   * @param {string} profile an empty folder
   */
  constructor(program, profile) {
    this.#child = spawn(program, [...flags(profile)], {
      stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
    });
    const [, , errors, commands, answers] = this.#child.stdio;
    commands?.on("error", () => {}); // Written to a browser that has ended; its end is told below.
    errors?.on("data", (/** @type {Buffer} */ chunk) => {
      this.#log = (this.#log + chunk).slice(-2_000);
    });
    answers?.on("data", (/** @type {Buffer} */ chunk) => this.#receive(chunk.toString("utf8")));
    this.#child.on("error", (error) => this.#fail(error));
    this.#child.on("exit", (code, signal) => this.#fail(new Error(`it ended with ${code ?? signal}`)));
  }

  /**
   * Sends a command and returns its result.
   * @param {string} method
   * @param {Record<string, unknown>} [params]
   * @param {string} [sessionId]
   * @returns {Promise<any>}
   */
  send(method, params = {}, sessionId) {
    const id = ++this.#id;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const pipe = /** @type {import("node:stream").Writable} */ (this.#child.stdio[3]);
      pipe.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
    });
  }

  /**
   * The next event of a kind.
   * @param {string} method
   * @returns {Promise<void>}
   */
  event(method) {
    return new Promise((resolve) => this.#events.set(method, resolve));
  }

  /** Asks it to end, since on some systems the program is a script whose child a signal would leave behind. */
  async close() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), 10_000);
    await this.send("Browser.close").catch(() => {});
    await ended;
    clearTimeout(timer);
  }

  /** @param {string} text */
  #receive(text) {
    const messages = (this.#rest + text).split("\0");
    this.#rest = messages.pop() ?? "";
    for (const { id, method, result, error } of messages.map((message) => JSON.parse(message))) {
      if (id === undefined) this.#events.get(method)?.();
      else if (error) this.#waiting.get(id)?.reject(new Error(`Chromium refuses: ${error.message}`));
      else this.#waiting.get(id)?.resolve(result);
      this.#waiting.delete(id);
    }
  }

  /** @param {Error} cause */
  #fail(cause) {
    const hint = /sandbox/i.test(this.#log)
      ? " TOILE_CHROMIUM_FLAGS=--no-sandbox starts it without its sandbox."
      : "";
    const error = new Error(`Chromium does not run: ${cause.message}. ${this.#log.trim()}${hint}`, { cause });
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** @param {string} profile */
function flags(profile) {
  const given = (process.env.TOILE_CHROMIUM_FLAGS ?? "").split(" ").filter(Boolean);
  const fixed = [
    "--headless=new",
    "--remote-debugging-pipe",
    `--user-data-dir=${profile}`,
    "--no-first-run",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  // Chromium refuses to run its sandbox as root, which containers usually are.
  return process.getuid?.() === 0 ? [...fixed, "--no-sandbox", ...given] : [...fixed, ...given];
}
