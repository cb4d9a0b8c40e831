import { type Tensor, tf } from "../tensorflow.ts";

/** Replaces every tensor in nested arrays and plain objects. */
export function mapTensors(tree: unknown, replace: (tensor: Tensor) => unknown): unknown {
  if (tree instanceof tf.Tensor) return replace(tree);
  if (Array.isArray(tree)) return tree.map((one) => mapTensors(one, replace));
  if (!isPlain(tree)) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, one]) => [key, mapTensors(one, replace)]));
}

/** Whether something is an object written with braces. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
