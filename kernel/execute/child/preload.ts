import { URL } from "node:url";
import type { SessionConfig } from "../contract.ts";
import { followMaps, installHooks } from "./hooks.ts";
import { applyRules } from "./require.ts";
import { ModuleRules } from "./resolve.ts";
import { installStackTraces } from "./stack.ts";

/** Runs before the code of a worker thread or a forked process that user code starts: modules are found and compiled as in the session. */
const config = JSON.parse(new URL(import.meta.url).searchParams.get("config") ?? "{}") as SessionConfig;
const rules = new ModuleRules(config);
applyRules(config, rules);
followMaps(await installHooks(config, rules));
installStackTraces();
