import { createRequire } from "node:module";
import util from "node:util";
import type * as tfjs from "@tensorflow/tfjs-node";
import { acceptNamesInAnyScript } from "./layers/anyScript.ts";
import { besideBinding } from "./nativeFile.ts";

export type {
  LayersModel,
  NamedTensorMap,
  Scalar,
  SymbolicTensor,
  Tensor,
  Tensor1D,
  Variable,
} from "@tensorflow/tfjs-node";
/** A layer of tfjs-layers. */
export type Layer = tfjs.layers.Layer;

/**
 * What TensorFlow reads once, when it loads; a user's own setting wins. One thread is the fastest for TensorFlow.js's single operations on
 * the small layers of a course (an operation is shorter than handing it to another thread); graphs have sessions with threads of their own.
 */
const defaults = {
  TF_CPP_MIN_LOG_LEVEL: "1",
  TF_ENABLE_ONEDNN_OPTS: "1",
  TF_NUM_INTRAOP_THREADS: "1",
  TF_NUM_INTEROP_THREADS: "1",
  TF_OVERRIDE_GLOBAL_THREADPOOL: "1",
};

/** tfjs-node 4.22 calls these two, which Node removed in version 23 or warns of into the first cell that trains. */
const retiredFromNode = {
  isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  isArray: Array.isArray,
};

/** TensorFlow.js on native TensorFlow: `@tensorflow/tfjs-node`, the same module object that a notebook imports. */
export const tf: typeof tfjs = load();

function load(): typeof tfjs {
  for (const [name, value] of Object.entries(defaults)) process.env[name] ??= value;
  for (const [name, value] of Object.entries(retiredFromNode)) {
    Object.defineProperty(util, name, { value, configurable: true, writable: true });
  }
  try {
    const loaded = quietly<typeof tfjs>("@tensorflow/tfjs-node");
    // tfjs-layers keeps the last 100 models it ran in a cache, weights and all; re-run cells would pile them up.
    loaded.env().set("TOPOLOGICAL_SORT_CACHE_MAX_ENTRIES", 4);
    acceptNamesInAnyScript(loaded);
    return loaded;
  } catch (cause) {
    throw new Error(
      "Native TensorFlow cannot be loaded. Run `npm run setup` in a clone of Toile, or `npx toile setup` in a project that " +
        `installed it, then restart the kernel. (${firstLine(cause)})`,
      { cause },
    );
  }
}

/**
 * Requires a package that loads TensorFlow, without oneDNN's greeting on standard error, which no setting silences. The native part that
 * does it is loaded by its path: a failure to find it must not keep TensorFlow from loading.
 */
function quietly<T>(name: string): T {
  const require = createRequire(import.meta.url);
  let quiet: { mute(): void; unmute(): void } | undefined;
  try {
    quiet = require(besideBinding("toile_quiet.node"));
  } catch {}
  quiet?.mute();
  try {
    return require(name) as T;
  } finally {
    quiet?.unmute();
  }
}

function firstLine(error: unknown): string {
  return String((error as Error).message ?? error).split("\n", 1)[0]!;
}
