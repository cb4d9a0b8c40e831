import type { Node } from "./ir.ts";

/** A node as it is written: TensorFlow.js uses general operations where TensorFlow has faster ones. */
export function rewritten(node: Node): Pick<Node, "op" | "inputs" | "attrs"> {
  const [a, b] = node.inputs;
  if (node.op === "BatchMatMulV2" && a?.shape.length === 2 && b?.shape.length === 2) {
    const { T, adj_x, adj_y } = node.attrs;
    const attrs = { T: T!, transpose_a: adj_x ?? { b: false }, transpose_b: adj_y ?? { b: false } };
    return { op: "MatMul", inputs: node.inputs, attrs };
  }
  return node;
}
