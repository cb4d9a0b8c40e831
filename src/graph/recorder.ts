import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import { backend, unshared } from "./backend.ts";
import { DType, dtypeNumber } from "./dtype.ts";
import { HostSide } from "./hostSide.ts";
import { type Node, NodeList, type NodeSpec, type Output } from "./ir.ts";
import type { AttrValue } from "./proto.ts";
import { simplified } from "./simplify.ts";
import { StandIns } from "./standIns.ts";
import { giveOwnData, variableWith } from "./variableHome.ts";

/** Values made in JavaScript that a recorded function uses. */
export interface Constant {
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly data: ArrayBufferView;
}

/**
 * What a function of tensors does, written down while it runs on samples. {@link capture} feeds it with what TensorFlow.js sends to
 * TensorFlow; here is what that means: which recorded value a tensor stands for, and what happens to variables.
 */
export class Recorder {
  /** The recorder of the function that is being traced, if one is. */
  static current: Recorder | undefined;

  readonly list = new NodeList();
  /** The values of the nodes `@constant`. */
  readonly constants = new Map<Node, Constant>();
  /** The variables of the nodes `@handle`. */
  readonly handles = new Map<Variable, Node>();
  /** Nodes that change variables, in order. */
  readonly updates: { node: Node; variables: readonly Variable[] }[] = [];
  readonly host = new HostSide();
  /** The number of the step and the seed of random numbers, once something needs them. */
  step: Output | undefined;
  seed: Output | undefined;

  readonly #outputs = new Map<number, Output>();
  /** The newest read of each variable, and all of them. */
  readonly #reads = new Map<Variable, Output>();
  readonly #allReads = new Map<Variable, Output[]>();
  readonly #before = new Map<Variable, Tensor>();
  readonly #standIns = new StandIns();
  #paused = 0;

  /** Whether what happens now is to be left out of the graph. */
  get paused(): boolean {
    return this.#paused > 0;
  }

  /** Does something with tensors that shall not become part of the graph. */
  unrecorded<T>(work: () => T): T {
    this.#paused += 1;
    try {
      return work();
    } finally {
      this.#paused -= 1;
    }
  }

  /** Makes the tensor that stands for an input of the graph. */
  input(sample: Tensor): Tensor {
    const tensor = this.unrecorded(() => unshared(sample));
    const node = this.list.add({
      op: "@input",
      outputs: [{ dtype: dtypeNumber(tensor.dtype), shape: [...tensor.shape] }],
    });
    this.bind(tensor, node.outputs[0]!);
    return tensor;
  }

  /** A float32 scalar whose value is asked for at each run. */
  scalar(read: () => number): Tensor {
    const { tensor, node } = this.#placeFor("@scalar");
    this.host.scalars.set(node, read);
    return tensor;
  }

  /** A float32 scalar of which each step of a loop has its own. */
  stepScalar(name: string): Tensor {
    const { tensor, node } = this.#placeFor("@stepScalar");
    this.host.stepScalars.set(node, name);
    return tensor;
  }

  #placeFor(op: string): { tensor: Tensor; node: Node } {
    const tensor = this.unrecorded(() => unshared(tf.scalar(1)));
    const node = this.list.add({ op, outputs: [{ dtype: DType.float32, shape: [] }] });
    this.bind(tensor, node.outputs[0]!);
    return { tensor, node };
  }

  /**
   * Runs code that turns a JavaScript number into constants, and makes those the value of `read` at each run instead. The code is
   * given a number that nothing else has, by which they are told.
   */
  asScalar(read: () => number, work: (standIn: number) => void): void {
    work(this.#standIns.add(this.outputOf(this.scalar(read))));
  }

  /** A value that never changes. */
  constant(value: Constant): Output {
    const standIn = this.#standIns.find(value, this.list);
    if (standIn !== undefined) return standIn;
    const { dtype, shape } = value;
    const node = this.list.add({ op: "@constant", outputs: [{ dtype, shape }], constant: true });
    this.constants.set(node, value);
    return node.outputs[0]!;
  }

  /** Records an operation; its results may turn out to be there already. */
  operation(spec: NodeSpec & { inputs: readonly Output[] }): readonly Output[] {
    const simple = simplified(spec, this);
    return "node" in simple ? [simple] : this.list.add(simple).outputs;
  }

  /** Lets a tensor stand for a recorded value from here on. */
  bind(tensor: Tensor, output: Output): void {
    const [id] = this.unrecorded(() => backend().getInputTensorIds([tensor]));
    this.bindId(id!, output);
  }

  /** The same for a tensor of that number in tfjs-node's binding. */
  bindId(id: number, output: Output): void {
    this.#outputs.set(id, output);
  }

  /** The recorded value that a tensor stands for; a tensor made elsewhere becomes a constant. */
  outputOf(tensor: Tensor): Output {
    const [id] = backend().getInputTensorIds([tensor]);
    return this.outputOfId(id!);
  }

  /** The same for a tensor of that number in tfjs-node's binding. */
  outputOfId(id: number): Output {
    let output = this.#outputs.get(id);
    if (output === undefined) {
      const variable = variableWith((data) => data.id === id);
      output = variable ? this.read(variable) : this.#captured(id);
      this.#outputs.set(id, output);
    }
    return output;
  }

  /** The newest value of a variable in the graph. */
  read(variable: Variable): Output {
    return this.#reads.get(variable) ?? this.#addRead(variable, []);
  }

  /** The handle of a variable. */
  handle(variable: Variable): Output {
    let node = this.handles.get(variable);
    if (node === undefined) {
      node = this.list.add({ op: "@handle", outputs: [{ dtype: DType.resource, shape: [] }] });
      this.handles.set(variable, node);
    }
    return node.outputs[0]!;
  }

  /** Keeps the value that a variable has before the function first changes it. */
  remember(variable: Variable): void {
    if (this.#before.has(variable)) return;
    // Another variable may take this value over, after which the value would no longer tell whose it was.
    if (!this.#reads.has(variable)) this.bind(variable, this.read(variable));
    this.#before.set(variable, tf.keep(tf.tidy(() => this.unrecorded(() => variable.clone()))));
  }

  /** Gives the variables their values of before back; the trace ran on samples. */
  rollBack(): void {
    for (const [variable, value] of this.#before) {
      if (!variable.isDisposed) variable.assign(value as Tensor<never>);
      value.dispose();
    }
  }

  /** Records the assignments that the function has left open. */
  assignAll(): void {
    for (const variable of this.#before.keys()) if (!variable.isDisposed) this.#flush(variable);
  }

  /**
   * Records an operation that changes variables in place, such as ResourceApplyAdam. Who has read the old values keeps them; later
   * reads see the new ones.
   *
   * @param inputs the operation's inputs in order, where a variable stands for its handle
   */
  update(op: string, inputs: readonly (Tensor | number)[], attrs: Record<string, AttrValue> = {}): void {
    const variables = inputs.filter((input): input is Variable => input instanceof tf.Variable);
    for (const variable of variables) this.#flush(variable);
    const sources = inputs.map((input) => this.#updateInput(input));
    const node = this.#addUpdate({ op, inputs: sources, outputs: [], attrs }, variables);
    for (const variable of variables) this.#readAgain(variable, node);
  }

  #updateInput(input: Tensor | number): Output {
    if (typeof input === "number") {
      return this.constant({ dtype: DType.float32, shape: [], data: Float32Array.of(input) });
    }
    return input instanceof tf.Variable ? this.handle(input) : this.outputOf(input);
  }

  /** Writes what was assigned to a variable so far into it. */
  #flush(variable: Variable): void {
    if (!this.#before.has(variable)) return;
    const value = this.outputOf(variable);
    if (value === this.#reads.get(variable)) return;
    const inputs = [this.handle(variable), value];
    const attrs = { dtype: { type: value.dtype } };
    this.#addUpdate({ op: "AssignVariableOp", inputs, outputs: [], attrs }, [variable]);
  }

  /** Adds a node that comes after everything that still needs the old values. */
  #addUpdate(spec: NodeSpec, variables: readonly Variable[]): Node {
    const controls = new Set(variables.flatMap((variable) => this.#usersOf(variable)));
    const node = this.list.add({ ...spec, controls: [...controls], stateful: true });
    this.updates.push({ node, variables });
    return node;
  }

  #usersOf(variable: Variable): Node[] {
    const before = this.updates
      .filter(({ variables }) => variables.includes(variable))
      .map(({ node }) => node);
    const reads = this.#allReads.get(variable) ?? [];
    const users = this.list.nodes.filter(({ inputs }) => inputs.some((input) => reads.includes(input)));
    return [...before, ...reads.map(({ node }) => node), ...users];
  }

  #readAgain(variable: Variable, after: Node): void {
    this.remember(variable);
    this.unrecorded(() => giveOwnData(variable, unshared(variable)));
    this.bind(variable, this.#addRead(variable, [after]));
  }

  #addRead(variable: Variable, controls: Node[]): Output {
    const dtype = dtypeNumber(variable.dtype);
    const spec = {
      op: "ReadVariableOp",
      inputs: [this.handle(variable)],
      outputs: [{ dtype, shape: [...variable.shape] }],
      attrs: { dtype: { type: dtype } },
    };
    const read = this.list.add({ ...spec, controls, stateful: true }).outputs[0]!;
    this.#reads.set(variable, read);
    this.#allReads.set(variable, [...(this.#allReads.get(variable) ?? []), read]);
    return read;
  }

  /** The values of a tensor that was made before tracing. */
  #captured(id: number): Output {
    const { binding } = backend();
    return this.unrecorded(() => {
      const [copy] = binding.executeOp("Identity", [], [id], 1);
      const { dtype, shape } = copy!;
      const data = binding.tensorDataSync(copy!.id);
      binding.deleteTensor(copy!.id);
      return this.constant({ dtype, shape, data });
    });
  }
}
