import type { NodeSpec, Output } from "./ir.ts";

/**
 * What is recorded for an operation: TensorFlow.js copies, casts and reshapes where nothing changes, and uses general operations where
 * TensorFlow has faster ones.
 *
 * @returns a value that is there already, or the operation to record
 */
export function simplified(spec: NodeSpec & { inputs: readonly Output[] }): Output | NodeSpec {
  const [a, b] = spec.inputs;
  switch (spec.op) {
    case "Identity":
      return a!;
    case "Cast":
      return a!.dtype === spec.outputs[0]!.dtype ? a! : spec;
    case "Reshape":
      return sameShape(a!.shape, spec.outputs[0]!.shape) ? a! : spec;
    case "BatchMatMulV2":
      return a!.shape.length === 2 && b!.shape.length === 2 ? plainProduct(spec) : spec;
    case "Mul":
      return reluGradient(spec, a!, b!) ?? reluGradient(spec, b!, a!) ?? spec;
    default:
      return spec;
  }
}

function plainProduct(spec: NodeSpec): NodeSpec {
  const { T, adj_x, adj_y } = spec.attrs!;
  const no = { b: false };
  return { ...spec, op: "MatMul", attrs: { T: T!, transpose_a: adj_x ?? no, transpose_b: adj_y ?? no } };
}

/** The gradient of relu comes as a product with `step(x)`, which alone takes seven operations. */
function reluGradient(spec: NodeSpec, gradient: Output, mask: Output): NodeSpec | undefined {
  if (mask.node.op !== "@positive" || !sameShape(gradient.shape, mask.shape)) return undefined;
  const { T } = spec.attrs!;
  return { ...spec, op: "ReluGrad", inputs: [gradient, mask.node.inputs[0]!], attrs: { T: T! } };
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, index) => length === b[index]);
}
