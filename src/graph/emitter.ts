import { DType, sizeOf } from "./dtype.ts";
import { type Node, type Output, reachable } from "./ir.ts";
import { type AttrValue, type NodeDef, shapeMessage } from "./proto.ts";
import type { Constant, Recorder } from "./recorder.ts";
import type { GraphSession, Stored } from "./session.ts";

/** Constants above this many bytes are written into a variable of the session: the text of a graph is kept several times. */
const largestConstant = 65_536;

/** Where a written value can be used: outside of the loop, or in each of its steps. */
export interface Written {
  readonly name: string;
  readonly inLoop: boolean;
}

/** What the writer of a whole graph or of a loop decides. */
export interface Surroundings {
  /** Writes an `@input`. */
  input(node: Node, emitter: Emitter): Written;
  /** Writes the number of the step, an int64 scalar. */
  step(emitter: Emitter): Written;
  /** Writes a `@stepScalar`. */
  stepScalar?(node: Node): Written;
  /** The name under which a value from outside is known in the loop. */
  enter?(name: string, dtype: number): string;
  /** The node that each step of the loop begins with. */
  readonly pivot?: string;
}

/** Writes recorded nodes as a GraphDef. */
export class Emitter {
  readonly nodes: NodeDef[] = [];
  /** The names of the placeholders of the host's scalars and of the seed. */
  readonly scalars: { node: Node; name: string }[] = [];
  seed: string | undefined;
  readonly session: GraphSession;

  readonly #recorder: Recorder;
  readonly #surroundings: Surroundings;
  readonly #written = new Map<Output, Written>();
  readonly #byNode = new Map<Node, Written>();
  readonly #handles = new Map<string, string>();
  readonly #changed: Set<Node>;

  constructor(session: GraphSession, recorder: Recorder, surroundings: Surroundings, changed: Set<Node>) {
    this.session = session;
    this.#recorder = recorder;
    this.#surroundings = surroundings;
    this.#changed = changed;
  }

  /** Writes everything that the given nodes need. */
  emit(roots: Iterable<Node>): void {
    for (const node of reachable(this.#recorder.list.nodes, roots)) this.#emitNode(node);
  }

  /** Adds one node and gives its name. */
  add(op: string, input: string[], attr: Record<string, AttrValue> = {}): string {
    const name = this.session.uniqueName(op);
    this.nodes.push({ name, op, input, attr });
    return name;
  }

  /** Adds a constant. */
  constant({ dtype, shape, data }: Constant): string {
    const tensorContent = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const tensor = { dtype, tensorShape: shapeMessage(shape), tensorContent };
    return this.add("Const", [], { dtype: { type: dtype }, value: { tensor } });
  }

  /** Adds a place that every run fills; lengths of -1 may differ between runs. */
  placeholder(dtype: number, shape: readonly number[]): string {
    return this.add("Placeholder", [], { dtype: { type: dtype }, shape: { shape: shapeMessage(shape) } });
  }

  /** The handle of stored values. */
  handle({ name, dtype, shape }: Stored): string {
    let handle = this.#handles.get(name);
    if (handle === undefined) {
      const attr = {
        dtype: { type: dtype },
        shape: { shape: shapeMessage(shape) },
        shared_name: { s: Buffer.from(name) },
      };
      handle = this.add("VarHandleOp", [], attr);
      this.#handles.set(name, handle);
    }
    return handle;
  }

  /** How a written value is named where it is used. */
  use(output: Output, inLoop: boolean): string {
    const written = this.#written.get(output)!;
    const name = output.index === 0 ? written.name : `${written.name}:${output.index}`;
    return inLoop ? this.entered({ name, inLoop: written.inLoop }, output.dtype) : name;
  }

  /** The name in the loop of a value that may come from outside. */
  entered({ name, inLoop }: Written, dtype: number): string {
    return inLoop ? name : (this.#surroundings.enter?.(name, dtype) ?? name);
  }

  /** Whether a value is computed in each step of the loop. */
  isInLoop(output: Output): boolean {
    return this.#written.get(output)!.inLoop;
  }

  /** The name of a node that was written. */
  nameOf(node: Node): Written {
    return this.#byNode.get(node)!;
  }

  #emitNode(node: Node): void {
    const written = this.#special(node) ?? this.#operation(node);
    this.#byNode.set(node, written);
    for (const output of node.outputs) this.#written.set(output, written);
  }

  #special(node: Node): Written | undefined {
    const outside = (name: string): Written => ({ name, inLoop: false });
    switch (node.op) {
      case "@input":
        return this.#surroundings.input(node, this);
      case "@step":
        return this.#surroundings.step(this);
      case "@stepScalar":
        return this.#surroundings.stepScalar!(node);
      case "@constant":
        return outside(this.#constantNode(this.#recorder.constants.get(node)!));
      case "@handle":
        return outside(this.handle(this.#storedOf(node)));
      case "@scalar": {
        const name = this.placeholder(node.outputs[0]!.dtype, []);
        this.scalars.push({ node, name });
        return outside(name);
      }
      case "@positive":
        return this.#positive(node.inputs[0]!);
      case "@seed":
        this.seed = this.placeholder(DType.int64, []);
        return outside(this.seed);
      default:
        return undefined;
    }
  }

  #operation(recorded: Node): Written {
    const { op, inputs, attrs, controls } = recorded;
    const inLoop = this.#runsEachStep(recorded);
    const names = inputs.map((input) => this.use(input, inLoop));
    const first =
      inLoop && !inputs.some((input) => this.isInLoop(input)) ? [`^${this.#surroundings.pivot}`] : [];
    const before = controls.map((node) => this.#byNode.get(node)).filter((one) => one?.inLoop === inLoop);
    const input = [...names, ...first, ...before.map((one) => `^${one!.name}`)];
    return { name: this.add(op, input, attrs), inLoop };
  }

  /** 1 where a value is above 0, else 0, and NaN where it is that: tfjs's `step`. */
  #positive(x: Output): Written {
    const { inLoop } = this.#written.get(x)!;
    const T = { T: { type: x.dtype } };
    const zero = this.constant({
      dtype: x.dtype,
      shape: [],
      data: x.dtype === DType.float32 ? Float32Array.of(0) : Int32Array.of(0),
    });
    const value = this.use(x, inLoop);
    const above = this.add(
      "Greater",
      [value, inLoop ? this.entered({ name: zero, inLoop: false }, x.dtype) : zero],
      T,
    );
    const ones = this.add("Cast", [above], { SrcT: { type: DType.bool }, DstT: { type: x.dtype } });
    if (x.dtype !== DType.float32) return { name: ones, inLoop };
    return { name: this.add("SelectV2", [this.add("IsNan", [value], T), value, ones], T), inLoop };
  }

  /** What comes from constants and feeds alone is computed once, before the loop. */
  #runsEachStep(node: Node): boolean {
    if (this.#surroundings.pivot === undefined) return false;
    if (node.inputs.some((input) => this.isInLoop(input))) return true;
    if (!node.stateful) return false;
    const source = node.inputs[0]?.node;
    return node.op !== "ReadVariableOp" || source === undefined || this.#changed.has(source);
  }

  #storedOf(handle: Node): Stored {
    for (const [variable, node] of this.#recorder.handles) {
      if (node === handle) return this.session.variable(variable);
    }
    throw new Error("A handle without its variable");
  }

  #constantNode(constant: Constant): string {
    const { dtype, shape, data } = constant;
    if (data.byteLength <= largestConstant || sizeOf(shape) === 0) return this.constant(constant);
    const stored = this.session.store(dtype, shape);
    this.session.writeBefore({ stored, data });
    return this.add("ReadVariableOp", [this.handle(stored)], { dtype: { type: dtype } });
  }
}
