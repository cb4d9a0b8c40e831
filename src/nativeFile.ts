import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** Where one of the project's native parts lies: beside tfjs-node's own binding, since both use the same copy of TensorFlow. */
export function besideBinding(file: string): string {
  const require = createRequire(import.meta.url);
  const tfjsNode = path.dirname(require.resolve("@tensorflow/tfjs-node/package.json"));
  const binding = path.join(tfjsNode, "lib", "napi-v8", "tfjs_binding.node");
  return path.join(path.dirname(existsSync(binding) ? realpathSync(binding) : binding), file);
}
