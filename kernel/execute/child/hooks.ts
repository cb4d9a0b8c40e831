import type { LoadHookContext, ResolveFnOutput, ResolveHookContext } from "node:module";
import * as nodeModule from "node:module";
import { fileURLToPath } from "node:url";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { decodeMappings } from "../../transform/sourceMap.ts";
import type { SessionConfig } from "../contract.ts";
import { compile, isCompiled, loadedMaps, prepareCompiler } from "./loader.ts";
import { type Attempt, isNotFound, type ModuleRules } from "./resolve.ts";
import { fileMaps } from "./stack.ts";
import { type VirtualFile, virtualFiles } from "./virtualFiles.ts";

/** The line to wherever modules are loaded. */
export interface Hooks {
  /** Takes over the source maps of what has been loaded. */
  refresh(): void;
  /** Makes a file of the session's own known there. */
  share(path: string, file: VirtualFile): void;
}

/** Installs the session's module rules: in this thread where Node can, else in Node's loader thread. */
export async function installHooks(config: SessionConfig, rules: ModuleRules): Promise<Hooks> {
  if (registerHooks) {
    await prepareCompiler();
    registerInThread(rules, registerHooks);
    return { refresh() {}, share() {} };
  }
  return registerThread(config);
}

/** Lets stacks lead through the files that the hooks have compiled. */
export function followMaps({ refresh }: Hooks): void {
  fileMaps.find = (url) => {
    refresh();
    const mappings = loadedMaps.get(url);
    return mappings === undefined ? undefined : decodeMappings(mappings);
  };
}

type SyncResolve = (
  specifier: string,
  context: ResolveHookContext,
  next: (specifier: string, context: ResolveHookContext) => ResolveFnOutput,
) => ResolveFnOutput;
type SyncLoad = (
  url: string,
  context: LoadHookContext,
  next: (url: string, context: LoadHookContext) => object,
) => object;
/** Node 22.15 and later; the types in use are those of Node 20. */
type RegisterHooks = (hooks: { resolve: SyncResolve; load: SyncLoad }) => void;
const { registerHooks } = nodeModule as { registerHooks?: RegisterHooks };

function registerInThread(rules: ModuleRules, register: RegisterHooks): void {
  const resolve: SyncResolve = (specifier, context, next) => {
    const isRequire = context.conditions.includes("require");
    let failure: unknown;
    for (const attempt of rules.attempts(specifier, context.parentURL)) {
      const virtual = foundVirtually(rules, attempt);
      if (virtual) return virtual;
      try {
        const { specifier: asked, parentURL } = attempt;
        // CommonJS knows paths, not URLs.
        const known = isRequire && asked.startsWith("file:") ? fileURLToPath(asked) : asked;
        const found = next(known, { ...context, parentURL } as typeof context);
        return isRequire ? found : withVersion(rules, found);
      } catch (error) {
        if (!isNotFound(error)) throw error;
        failure ??= error;
      }
    }
    throw failure;
  };
  register({
    resolve,
    load: (url, context, next) => (isCompiled(rules, url) ? compile(rules, url) : next(url, context)),
  });
}

/** A cell that is a module: there is no such file, so Node itself would not find it. */
export function foundVirtually(
  rules: ModuleRules,
  attempt: Attempt,
): { url: string; format: "module"; shortCircuit: true } | undefined {
  const url = rules.virtualUrl(attempt);
  return url === undefined ? undefined : { url, format: "module", shortCircuit: true };
}

/** JSON needs its attribute only in the standard's eyes: nobody can mistake it here. */
export function withVersion<T extends { url: string }>(rules: ModuleRules, found: T): T {
  const url = rules.versioned(found.url);
  return /\.json(\?|$)/.test(url) && rules.isUserCode(url)
    ? { ...found, url, importAttributes: { type: "json" } }
    : { ...found, url };
}

/** Node 20. The thread sends its source maps here, where stacks are made. */
function registerThread(config: SessionConfig): Hooks {
  const { port1, port2 } = new MessageChannel();
  port1.unref();
  const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
  nodeModule.register(new URL(`./hooksThread${extension}`, import.meta.url), {
    data: { config, port: port2, files: virtualFiles() },
    transferList: [port2],
  });
  return {
    refresh() {
      for (let got = receiveMessageOnPort(port1); got; got = receiveMessageOnPort(port1)) {
        const { url, mappings } = got.message as { url: string; mappings: string };
        loadedMaps.set(url, mappings);
      }
    },
    share: (path, file) => port1.postMessage({ path, file }),
  };
}
