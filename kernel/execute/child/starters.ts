import childProcess, { type ForkOptions } from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import { resolve } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL, URL } from "node:url";
import workerThreads, { type WorkerOptions } from "node:worker_threads";
import type { SessionConfig } from "../contract.ts";
import type { ModuleRules } from "./resolve.ts";

// User code may replace it.
const { stringify } = JSON;

/**
 * Gives the session's module rules to the worker threads and the forked processes that user code starts, so that they can be written in
 * TypeScript as well. Those that packages start for themselves are left alone.
 */
export function patchStarters(config: SessionConfig, rules: ModuleRules): void {
  const isUsers = (file: string) => rules.isUserCode(pathToFileURL(file).href);
  workerThreads.Worker = workerWith(preload(config), isUsers);
  childProcess.fork = forkWith(preload(config), isUsers);
  syncBuiltinESMExports();
}

/** The option that has Node load the rules before anything else. */
function preload(config: SessionConfig): string {
  const file = new URL(`./preload${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);
  file.searchParams.set("config", stringify({ ...config, marker: "" }));
  return `--import=${file.href}`;
}

type IsUsers = (file: string) => boolean;

function workerWith(option: string, isUsers: IsUsers): typeof workerThreads.Worker {
  const withOption = (filename: unknown, options: WorkerOptions = {}): WorkerOptions => {
    // Node loads nothing before code that is given as text.
    const file = options.eval ? undefined : pathOf(filename);
    if (file === undefined || !isUsers(file)) return options;
    return { ...options, execArgv: [...(options.execArgv ?? process.execArgv), option] };
  };
  return class Worker extends workerThreads.Worker {
    constructor(filename: string | URL, options?: WorkerOptions) {
      super(filename, withOption(filename, options));
    }
  };
}

function forkWith(option: string, isUsers: IsUsers): typeof childProcess.fork {
  const { fork: start } = childProcess;
  function fork(modulePath: string | URL, ...rest: [object?, ForkOptions?]) {
    const [args, options = {}] = Array.isArray(rest[0]) || rest.length > 1 ? rest : [[], rest[0]];
    const file = pathOf(modulePath, options);
    if (file === undefined || !isUsers(file)) return start(modulePath, ...(rest as []));
    const execArgv = [...((options as ForkOptions).execArgv ?? process.execArgv), option];
    return start(modulePath, (args ?? []) as readonly string[], { ...options, execArgv });
  }
  return fork as typeof start;
}

/** Nothing where it is no path: Node then says so. */
function pathOf(file: unknown, { cwd }: ForkOptions = {}): string | undefined {
  if (file instanceof URL) return file.protocol === "file:" ? fileURLToPath(file) : undefined;
  if (typeof file !== "string") return undefined;
  return resolve(cwd instanceof URL ? fileURLToPath(cwd) : (cwd ?? ""), file);
}
