import { execFileSync } from "node:child_process";
import { python, runPython, skipReason } from "./python.ts";

/** Why Keras cannot be asked here; undefined where it can. */
export const noKeras = skipReason ?? missing();

function missing(): string | undefined {
  const program =
    'import importlib.util as u; print(",".join(n for n in ("keras", "tensorflow") if not u.find_spec(n)))';
  const names = execFileSync(python, ["-c", program], { encoding: "utf8" }).trim();
  return names === "" ? undefined : `${python} has no ${names}`;
}

/** Runs a Python program with Keras on TensorFlow, whose variable `result` comes back. Starting Keras takes some 6 s. */
export function runKeras<T>(program: string): T {
  return runPython<T>(`
import os, json
os.environ.update(KERAS_BACKEND="tensorflow", TF_CPP_MIN_LOG_LEVEL="3", TF_ENABLE_ONEDNN_OPTS="0", CUDA_VISIBLE_DEVICES="")
import numpy as np, keras, tensorflow as tf
${program}
print(json.dumps(result, default=lambda x: x.tolist() if hasattr(x, "tolist") else float(x)))`);
}

/** A `describe` title that says why its tests are skipped. */
export function againstKeras(title: string): string {
  return noKeras === undefined ? title : `${title} (skipped: ${noKeras})`;
}
