import type { InitializeHook, LoadHook, ResolveHook } from "node:module";
import type { MessagePort } from "node:worker_threads";
import type { SessionConfig } from "../contract.ts";
import { withVersion } from "./hooks.ts";
import { compile, isCompiled, loadedMaps, prepareCompiler } from "./loader.ts";
import { isNotFound, ModuleRules } from "./resolve.ts";

/** The session's module rules in the loader thread of a Node that has no synchronous hooks. */
let rules: ModuleRules;
let port: MessagePort;

export const initialize: InitializeHook<{ config: SessionConfig; port: MessagePort }> = (data) => {
  rules = new ModuleRules(data.config);
  port = data.port;
};

export const resolve: ResolveHook = async (specifier, context, next) => {
  let failure: unknown;
  for (const attempt of rules.attempts(specifier, context.parentURL)) {
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
  port.postMessage({ url: bare, mappings: loadedMaps.get(bare) ?? "" });
  return loaded;
};
