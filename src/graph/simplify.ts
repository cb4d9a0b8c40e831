import { DType } from "./dtype.ts";
import type { Node, NodeList, NodeSpec, Output } from "./ir.ts";
import type { Constant } from "./recorder.ts";

/** An operation with all that it takes. */
type Operation = NodeSpec & { inputs: readonly Output[] };

/** What was recorded so far. */
interface Recorded {
  readonly list: NodeList;
  readonly constants: ReadonlyMap<Node, Constant>;
  constant(value: Constant): Output;
}

/**
 * What is recorded for an operation: TensorFlow.js copies, casts and reshapes where nothing changes, and uses general operations where
 * TensorFlow has faster ones.
 *
 * @returns a value that is there already, or the operation to record
 */
export function simplified(spec: Operation, recorded: Recorded): Output | NodeSpec {
  const [a, b] = spec.inputs;
  switch (spec.op) {
    case "Identity":
      return a!;
    case "Cast":
      return a!.dtype === spec.outputs[0]!.dtype ? a! : spec;
    case "Reshape":
      return reshaped(spec, a!, b!);
    case "BatchMatMulV2":
      return plainProduct(spec, recorded);
    case "Mul":
      return reluGradient(spec, a!, b!, recorded) ?? reluGradient(spec, b!, a!, recorded) ?? spec;
    case "Add":
      return biasAdded(spec, a!, b!);
    case "ArgMax":
      return largestLogit(spec, a!, recorded.constants.get(b!.node));
    case "Sum":
      return biasGradient(spec, a!, recorded.constants.get(b!.node));
    default:
      return spec;
  }
}

/** Of reshapes that follow each other the last one counts. */
function reshaped(spec: Operation, from: Output, shape: Output): Output | NodeSpec {
  const source = unshaped(from);
  return sameShape(source.shape, spec.outputs[0]!.shape) ? source : { ...spec, inputs: [source, shape] };
}

function unshaped(output: Output): Output {
  return output.node.op === "Reshape" ? output.node.inputs[0]! : output;
}

/** A product of two matrices, which TensorFlow.js may dress up as batches of one. */
function plainProduct(spec: Operation, recorded: Recorded): NodeSpec {
  if (!spec.inputs.every(isMatrix)) return spec;
  const inputs = spec.inputs.map((input) => asShape(input, input.shape.slice(-2), recorded));
  const { T, adj_x, adj_y } = spec.attrs!;
  const no = { b: false };
  const attrs = { T: T!, transpose_a: adj_x ?? no, transpose_b: adj_y ?? no };
  const [{ dtype, shape }] = spec.outputs as [Output];
  const product = { op: "MatMul", inputs, attrs, outputs: [{ dtype, shape: shape.slice(-2) }] };
  if (shape.length === 2) return product;
  return reshapeOf(recorded.list.add(product).outputs[0]!, shape, recorded);
}

function isMatrix({ shape }: Output): boolean {
  return shape.length === 2 || (shape.length === 3 && shape[0] === 1);
}

/** The same values in another shape. */
function asShape(output: Output, shape: readonly number[], recorded: Recorded): Output {
  const source = unshaped(output);
  if (sameShape(source.shape, shape)) return source;
  return recorded.list.add(reshapeOf(source, shape, recorded)).outputs[0]!;
}

function reshapeOf(input: Output, shape: readonly number[], recorded: Recorded): NodeSpec {
  const { dtype } = input;
  const size = { dtype: DType.int32, shape: [shape.length], data: Int32Array.from(shape) };
  return {
    op: "Reshape",
    inputs: [input, recorded.constant(size)],
    attrs: { T: { type: dtype }, Tshape: { type: DType.int32 } },
    outputs: [{ dtype, shape }],
  };
}

/** Of a sum with one number a channel TensorFlow knows more, and does it together with the product before it. */
function biasAdded(spec: Operation, values: Output, bias: Output): NodeSpec {
  const isBias = values.shape.length > 1 && bias.shape.length === 1 && bias.shape[0] === values.shape.at(-1);
  return isBias && values.dtype === DType.float32 ? { ...spec, op: "BiasAdd", attrs: biasAttrs } : spec;
}

/** Softmax keeps the order: where only the most probable class is wanted, nothing needs the probabilities. */
function largestLogit(spec: Operation, values: Output, axis: Constant | undefined): NodeSpec {
  if (values.node.op !== "Softmax" || axis === undefined) return spec;
  const [logits] = values.node.inputs;
  const [along] = axis.data as Int32Array;
  const isLast = along === -1 || along === values.shape.length - 1;
  return isLast ? { ...spec, inputs: [logits!, spec.inputs[1]!] } : spec;
}

/** The sum over all axes but the last, which is a bias's gradient. */
function biasGradient(spec: Operation, values: Output, axes: Constant | undefined): NodeSpec {
  const [{ shape }] = spec.outputs as [Output];
  const isGradient =
    values.dtype === DType.float32 &&
    shape.length === 1 &&
    axes?.data instanceof Int32Array &&
    sameShape(
      Array.from(axes.data).sort((a, b) => a - b),
      values.shape.slice(1).map((_, axis) => axis),
    );
  return isGradient ? { ...spec, op: "BiasAddGrad", inputs: [values], attrs: biasAttrs } : spec;
}

const biasAttrs = { T: { type: DType.float32 }, data_format: { s: Buffer.from("NHWC") } };

/**
 * The gradient of relu comes as a product with `step(x)`, which alone takes seven operations. It is computed from what relu gave: then
 * nothing else needs what it took, and TensorFlow does it together with the product before it.
 */
function reluGradient(
  spec: Operation,
  gradient: Output,
  mask: Output,
  { list }: Recorded,
): NodeSpec | undefined {
  if (mask.node.op !== "@positive" || !sameShape(gradient.shape, mask.shape)) return undefined;
  const before = mask.node.inputs[0]!;
  const relu = list.nodes.find(({ op, inputs }) => op === "Relu" && inputs[0] === before);
  const attrs = { T: spec.attrs!.T! };
  return { ...spec, op: "ReluGrad", inputs: [gradient, relu?.outputs[0] ?? before], attrs };
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, index) => length === b[index]);
}
