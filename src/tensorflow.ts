import { createRequire } from "node:module";
import util from "node:util";
import type * as tfjs from "@tensorflow/tfjs-node";
import { acceptNamesInAnyScript } from "./layers/anyScript.ts";

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
 * What TensorFlow reads once, when it loads; a user's own setting wins. One thread is the fastest for the small layers of a
 * course (a step is shorter than handing it to another thread); oneDNN's greeting cannot be silenced otherwise.
 */
const defaults = {
  TF_CPP_MIN_LOG_LEVEL: "1",
  TF_ENABLE_ONEDNN_OPTS: "0",
  TF_NUM_INTRAOP_THREADS: "1",
  TF_NUM_INTEROP_THREADS: "1",
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
    const loaded: typeof tfjs = createRequire(import.meta.url)("@tensorflow/tfjs-node");
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

function firstLine(error: unknown): string {
  return String((error as Error).message ?? error).split("\n", 1)[0]!;
}
