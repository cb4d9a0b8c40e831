import type { InitializeHook, LoadHook, ResolveHook } from "node:module";
import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { SessionConfig } from "../contract.ts";
import { foundVirtually, withVersion } from "./hooks.ts";
import { compile, isCompiled, loadedMaps, prepareCompiler } from "./loader.ts";
import { isNotFound, ModuleRules } from "./resolve.ts";
import { setVirtualFile, type VirtualFile } from "./virtualFiles.ts";

/** The session's module rules in the loader thread of a Node that has no synchronous hooks. */
let rules: ModuleRules;
let port: MessagePort;

interface Start {
  readonly config: SessionConfig;
  readonly port: MessagePort;
  readonly files: readonly [string, VirtualFile][];
}

export const initialize: InitializeHook<Start> = (data) => {
  rules = new ModuleRules(data.config);
  port = data.port;
  for (const [path, file] of data.files) setVirtualFile(path, file);
};

/** The session tells of its files before it asks for them. */
function takeFiles(): void {
  for (let got = receiveMessageOnPort(port); got; got = receiveMessageOnPort(port)) {
    const { path, file } = got.message as { path: string; file: VirtualFile };
    setVirtualFile(path, file);
  }
}

export const resolve: ResolveHook = async (specifier, context, next) => {
  takeFiles();
  let failure: unknown;
  for (const attempt of rules.attempts(specifier, context.parentURL)) {
    const virtual = foundVirtually(rules, attempt);
    if (virtual) return virtual;
    try {
      return withVersion(
        rules,
        await next(attempt.specifier, { ...context, parentURL: attempt.parentURL } as typeof context),
      );
    } catch (error) {
      if (!isNotFound(error)) throw error;
      failure ??= error;
    }
  }
  throw failure;
};

export const load: LoadHook = async (url, context, next) => {
  if (!isCompiled(rules, url)) return next(url, context);
  await prepareCompiler();
  const loaded = compile(rules, url);
  const bare = url.replace(/\?.*$/, "");
  if (loadedMaps.has(bare)) port.postMessage({ url: bare, mappings: loadedMaps.get(bare) });
  return loaded;
};
