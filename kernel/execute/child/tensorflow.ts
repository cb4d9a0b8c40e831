import { realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import util from "node:util";

/**
 * What TensorFlow reads once, when it loads, the same as the library sets: which of the two a notebook imports first must not matter.
 * A setting of the user's wins.
 */
const defaults = {
  TF_CPP_MIN_LOG_LEVEL: "1",
  TF_ENABLE_ONEDNN_OPTS: "1",
  TF_NUM_INTRAOP_THREADS: "1",
  TF_NUM_INTEROP_THREADS: "1",
  TF_OVERRIDE_GLOBAL_THREADPOOL: "1",
};

/** `@tensorflow/tfjs-node` 4.22 calls these two, which Node removed in version 23 and warns of before. */
const retiredFromNode = {
  isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  isArray: Array.isArray,
};

/** Lets `import "@tensorflow/tfjs-node"` work in a cell as it does behind the library: on every Node, and without a greeting. */
export function prepareTensorFlow(): void {
  for (const [name, value] of Object.entries(defaults)) process.env[name] ??= value;
  for (const [name, value] of Object.entries(retiredFromNode))
    Object.defineProperty(util, name, { value, configurable: true, writable: true });
  const { dlopen } = process;
  process.dlopen = (module: object, file: string, ...flags: []) => {
    if (basename(file) === "tfjs_binding.node") quietly(dlopen, file, () => dlopen(module, file, ...flags));
    else dlopen(module, file, ...flags);
  };
}

/** Set-up has put a native part beside the binding that mutes the native standard error; without it oneDNN's greeting is seen. */
function quietly(dlopen: typeof process.dlopen, binding: string, load: () => void): void {
  const part = { exports: {} as { mute?(): void; unmute?(): void } };
  try {
    dlopen(part, join(dirname(realpathSync(binding)), "toile_quiet.node"));
  } catch {
    // Not built here: a greeting is no reason to keep TensorFlow from loading.
  }
  part.exports.mute?.();
  try {
    load();
  } finally {
    part.exports.unmute?.();
  }
}
