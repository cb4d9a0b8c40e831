import type { AttrValue } from "./proto.ts";

/** One value that a recorded operation gives. */
export interface Output {
  readonly node: Node;
  readonly index: number;
  /** TensorFlow's type number. */
  readonly dtype: number;
  readonly shape: readonly number[];
}

/**
 * A recorded operation. Its name starts with `@` where the meaning is decided when a graph is written: an input, a variable's
 * handle, a number that the caller gives at each run.
 */
export interface Node {
  readonly id: number;
  readonly op: string;
  readonly inputs: readonly Output[];
  /** Nodes that run before this one, where they run at all. */
  readonly controls: Node[];
  readonly attrs: Record<string, AttrValue>;
  readonly outputs: Output[];
  /** Whether every run gives the same result, because the values it comes from are constants. */
  readonly constant: boolean;
  /** Whether it changes or reads something outside of the graph. */
  readonly stateful: boolean;
}

/** What a node is made from. */
export interface NodeSpec {
  op: string;
  inputs?: readonly Output[];
  attrs?: Record<string, AttrValue>;
  outputs: readonly { dtype: number; shape: readonly number[] }[];
  controls?: readonly Node[];
  constant?: boolean;
  stateful?: boolean;
}

/** Nodes in the order in which they were made, so that every node comes after what it needs. */
export class NodeList {
  readonly nodes: Node[] = [];

  /** Adds a node. */
  add(spec: NodeSpec): Node {
    const { op, inputs = [], attrs = {}, controls = [], stateful = false } = spec;
    const constant =
      spec.constant ?? (!stateful && inputs.length > 0 && inputs.every(({ node }) => node.constant));
    const node: Node = {
      id: this.nodes.length,
      op,
      inputs,
      controls: [...controls],
      attrs,
      outputs: [],
      constant,
      stateful,
    };
    for (const [index, { dtype, shape }] of spec.outputs.entries())
      node.outputs.push({ node, index, dtype, shape });
    this.nodes.push(node);
    return node;
  }
}

/** The nodes that the given ones need, themselves included, in their order. */
export function reachable(nodes: readonly Node[], roots: Iterable<Node>): Node[] {
  const seen = new Set<Node>();
  const open = [...roots];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const input of node.inputs) open.push(input.node);
  }
  return nodes.filter((node) => seen.has(node));
}
