import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import { type Binding, backend, type DataId, type EagerAttr, type EagerTensor, engine } from "./backend.ts";
import { dtypeNumber } from "./dtype.ts";
import { GraphError } from "./errors.ts";
import { type Node, NodeList, type Output } from "./ir.ts";
import { completeAttrs, isStateful } from "./nodeAttrs.ts";
import type { AttrValue } from "./proto.ts";
import { recordRandom } from "./random.ts";
import { giveOwnData, VariableHome } from "./variableHome.ts";

/** Values made in JavaScript that the recorded function uses. */
export interface Constant {
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly data: ArrayBufferView;
}

/** Records what a function of tensors sends to TensorFlow. */
export class Recorder {
  static #current: Recorder | undefined;

  /** The recorder of the function that is being traced, if one is. */
  static get current(): Recorder | undefined {
    return Recorder.#current;
  }

  readonly list = new NodeList();
  /** The values of the nodes `@constant`. */
  readonly constants = new Map<Node, Constant>();
  /** The variables of the nodes `@handle`. */
  readonly handles = new Map<Variable, Node>();
  /** The newest read of each variable, and all of them. */
  readonly reads = new Map<Variable, Output>();
  readonly #allReads = new Map<Variable, Output[]>();
  /** Nodes that change variables, in order, beside the assignments. */
  readonly updates: { node: Node; variables: readonly Variable[] }[] = [];
  readonly scalars = new Map<Node, () => number>();
  readonly afterRuns: ((steps: number) => void)[] = [];
  readonly guards: { read: () => unknown; value: unknown }[] = [];
  /** The node that counts the steps and the one that holds the seed of random numbers, once something needs them. */
  step: Output | undefined;
  seed: Output | undefined;

  readonly #outputs = new Map<number, Output>();
  readonly #randoms = new WeakMap<object, Output>();
  readonly #before = new Map<Variable, Tensor>();
  #paused = 0;
  #readsAllowed = 0;
  readonly #binding: Binding;

  constructor() {
    this.#binding = backend().binding;
  }

  /** Runs a function with everything it does to tensors recorded, then puts its variables back as they were. */
  record<T>(work: () => T): T {
    if (Recorder.#current !== undefined) throw new GraphError("A graph is being traced already");
    ownKeys();
    const undo = [this.#hookBinding(), this.#hookBackend(), this.#hookVariables(), this.#hookGather()];
    Recorder.#current = this;
    try {
      return work();
    } finally {
      Recorder.#current = undefined;
      for (const step of undo.reverse()) step();
      this.#rollBack();
    }
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

  /** Makes the tensor that stands for one input of the graph. */
  input(sample: Tensor, label: string): Tensor {
    const tensor = this.unrecorded(() => own(sample));
    const shape = [...tensor.shape];
    const node = this.list.add({
      op: "@input",
      outputs: [{ dtype: dtypeNumber(tensor.dtype), shape }],
      constant: false,
    });
    node.attrs["label"] = { s: Buffer.from(label) };
    this.bind(tensor, node.outputs[0]!);
    return tensor;
  }

  /** Lets a tensor stand for a recorded value from here on. */
  bind(tensor: Tensor, output: Output): void {
    const [id] = this.unrecorded(() => backend().getInputTensorIds([tensor]));
    this.#outputs.set(id!, output);
  }

  /** The recorded value that a tensor stands for; a tensor made elsewhere becomes a constant. */
  outputOf(tensor: Tensor): Output {
    const [id] = backend().getInputTensorIds([tensor]);
    return this.#resolve(id!);
  }

  /** A scalar whose value is asked for at each run. */
  scalar(read: () => number): Tensor {
    const tensor = this.unrecorded(() => own(tf.scalar(1)));
    const node = this.list.add({ op: "@scalar", outputs: [{ dtype: dtypeNumber("float32"), shape: [] }] });
    this.scalars.set(node, read);
    this.bind(tensor, node.outputs[0]!);
    return tensor;
  }

  /** Has something done in JavaScript after each run, which is told how many steps it had. */
  afterRun(work: (steps: number) => void): void {
    this.afterRuns.push(work);
  }

  /** Traces again before a run for which this JavaScript value is another than now. */
  guard(read: () => unknown): void {
    this.guards.push({ read, value: read() });
  }

  /**
   * Records an operation that changes variables in place, such as ResourceApplyAdam. What was computed so far from their old
   * values is kept; later reads see the new ones.
   *
   * @param inputs the operation's inputs in order, where a variable stands for its handle
   */
  update(op: string, inputs: readonly (Tensor | number)[], attrs: Record<string, AttrValue> = {}): void {
    const variables = inputs.filter((input): input is Variable => input instanceof tf.Variable);
    for (const variable of variables) this.#flush(variable);
    const controls = variables.flatMap((variable) => this.#usersOf(variable));
    const sources = inputs.map((input) => this.#updateInput(input));
    const node = this.list.add({
      op,
      inputs: sources,
      outputs: [],
      attrs,
      controls: [...new Set(controls)],
      stateful: true,
    });
    this.updates.push({ node, variables });
    for (const variable of variables) this.#readAgain(variable, node);
  }

  #updateInput(input: Tensor | number): Output {
    if (typeof input === "number")
      return this.constant({ dtype: 1, shape: [], data: Float32Array.of(input) });
    return input instanceof tf.Variable ? this.handle(input) : this.outputOf(input);
  }

  /** Writes what was assigned to a variable so far into it. */
  #flush(variable: Variable): void {
    const value = this.outputOf(variable);
    if (value !== this.reads.get(variable)) this.assign(variable, value);
  }

  /** Records an assignment, after everything that still needs the old value. */
  assign(variable: Variable, value: Output): void {
    const inputs = [this.handle(variable), value];
    const controls = this.#usersOf(variable);
    const attrs = { dtype: { type: value.dtype } };
    const node = this.list.add({
      op: "AssignVariableOp",
      inputs,
      outputs: [],
      attrs,
      controls,
      stateful: true,
    });
    this.updates.push({ node, variables: [variable] });
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
    const value = this.unrecorded(() => own(variable));
    this.unrecorded(() => giveOwnData(variable, value));
    const read = this.#addRead(variable, [after]);
    this.bind(variable, read);
  }

  #addRead(variable: Variable, controls: Node[]): Output {
    const dtype = dtypeNumber(variable.dtype);
    const outputs = [{ dtype, shape: [...variable.shape] }];
    const inputs = [this.handle(variable)];
    const attrs = { dtype: { type: dtype } };
    const read = this.list.add({ op: "ReadVariableOp", inputs, outputs, attrs, controls, stateful: true })
      .outputs[0]!;
    this.reads.set(variable, read);
    this.#allReads.set(variable, [...(this.#allReads.get(variable) ?? []), read]);
    return read;
  }

  /** The handle of a variable, for operations that change it in place. */
  handle(variable: Variable): Output {
    let node = this.handles.get(variable);
    if (node === undefined) {
      node = this.list.add({ op: "@handle", outputs: [{ dtype: 20, shape: [] }], constant: false });
      this.handles.set(variable, node);
    }
    return node.outputs[0]!;
  }

  /** The assignments that the function left: each variable whose value is now another, with that value. */
  assignments(): { variable: Variable; value: Output }[] {
    const result = [];
    for (const variable of this.#before.keys()) {
      if (variable.isDisposed) continue;
      const value = this.outputOf(variable);
      if (value !== this.reads.get(variable)) result.push({ variable, value });
    }
    return result;
  }

  /** Remembers a variable's value, to put it back after tracing. */
  remember(variable: Variable): void {
    if (this.#before.has(variable)) return;
    this.#before.set(variable, tf.keep(tf.tidy(() => this.unrecorded(() => variable.clone()))));
  }

  #resolve(id: number): Output {
    let output = this.#outputs.get(id);
    if (output === undefined) {
      const variable = variableWith((data) => data.id === id);
      output = variable ? this.#read(variable) : this.#captured(id);
      this.#outputs.set(id, output);
    }
    return output;
  }

  #read(variable: Variable): Output {
    return this.reads.get(variable) ?? this.#addRead(variable, []);
  }

  #captured(id: number): Output {
    const [copy] = this.#binding.executeOp("Identity", [], [id], 1);
    const { dtype, shape } = copy!;
    const data = this.#binding.tensorDataSync(copy!.id);
    this.#binding.deleteTensor(copy!.id);
    return this.constant({ dtype, shape, data });
  }

  /** A value that never changes. */
  constant(value: Constant): Output {
    const { dtype, shape } = value;
    const node = this.list.add({ op: "@constant", outputs: [{ dtype, shape }], constant: true });
    this.constants.set(node, value);
    return node.outputs[0]!;
  }

  #hookBinding(): () => void {
    const real = this.#binding;
    const proxy = Object.create(real) as Binding;
    const hooks: Pick<Binding, "createTensor" | "tensorDataSync" | "executeOp"> = {
      createTensor: (shape, dtype, values) => this.#createTensor(shape, dtype, values),
      tensorDataSync: (id) => this.#readBack(id),
      executeOp: (name, attrs, inputs, outputs) => this.#execute(name, attrs, inputs, outputs),
    };
    for (const [name, value] of Object.entries(hooks)) Object.defineProperty(proxy, name, { value });
    backend().binding = proxy;
    return () => {
      backend().binding = real;
    };
  }

  #createTensor(shape: number[], dtype: number, values: unknown): number {
    const id = this.#binding.createTensor(shape, dtype, values);
    if (this.#paused > 0) return id;
    const variable = variableWith((data) => data.values === values);
    if (variable) this.#outputs.set(id, this.#read(variable));
    else if (this.#randoms.has(values as object)) this.#outputs.set(id, this.#randoms.get(values as object)!);
    else if (ArrayBuffer.isView(values))
      this.#outputs.set(id, this.constant({ dtype, shape: [...shape], data: values }));
    else throw new GraphError("A graph cannot hold strings; the traced function makes a string tensor");
    return id;
  }

  #execute(name: string, attrs: EagerAttr[], inputs: number[], count: number): EagerTensor[] {
    if (this.#paused > 0) return this.#binding.executeOp(name, attrs, inputs, count);
    const sources = inputs.map((id) => this.#resolve(id));
    const results = this.#binding.executeOp(name, attrs, inputs, count);
    const outputs = results.map(({ dtype, shape }) => ({ dtype, shape: [...shape] }));
    const node = this.list.add({
      op: name,
      inputs: sources,
      outputs,
      attrs: completeAttrs(name, attrs, sources),
      stateful: isStateful(name),
    });
    for (const [index, { id }] of results.entries()) this.#outputs.set(id, node.outputs[index]!);
    return results;
  }

  #readBack(id: number): Float32Array | Int32Array | Uint8Array {
    if (this.#paused === 0 && this.#readsAllowed === 0) {
      const output = this.#resolve(id);
      if (!output.node.constant) throw readBackError(output);
    }
    return this.#binding.tensorDataSync(id);
  }

  #hookBackend(): () => void {
    const target = backend();
    const recorder = this;
    Object.defineProperty(target, "write", {
      configurable: true,
      value(values: unknown, shape: number[], dtype: never): DataId {
        const random = recorder.#paused === 0 ? recordRandom(recorder, values, shape, dtype) : undefined;
        if (random !== undefined) recorder.#randoms.set(values as object, random);
        return Object.getPrototypeOf(target).write.call(target, values, shape, dtype);
      },
    });
    Object.defineProperty(target, "readSync", {
      configurable: true,
      value(dataId: DataId) {
        const { values } = target.tensorMap.get(dataId);
        if (recorder.#paused === 0 && values !== null && recorder.#randoms.has(values)) {
          throw readBackError(recorder.#randoms.get(values)!);
        }
        if (recorder.#paused === 0 && recorder.#readsAllowed === 0 && values !== null) {
          const variable = variableWith((data) => data.values === values);
          if (variable) throw readBackError(recorder.#read(variable));
        }
        return Object.getPrototypeOf(target).readSync.call(target, dataId);
      },
    });
    return () => {
      Reflect.deleteProperty(target, "write");
      Reflect.deleteProperty(target, "readSync");
    };
  }

  #hookVariables(): () => void {
    const target = engine();
    const prototype = tf.Variable.prototype;
    const { assign } = prototype;
    const recorder = this;
    Object.defineProperty(target, "makeVariable", {
      configurable: true,
      value(...args: Parameters<typeof target.makeVariable>) {
        const variable = Object.getPrototypeOf(target).makeVariable.apply(target, args) as Variable;
        const value = recorder.unrecorded(() => own(variable));
        assign.call(variable, value as Tensor<never>);
        value.dispose();
        return variable;
      },
    });
    prototype.assign = function (value) {
      if (recorder.#paused === 0) recorder.remember(this);
      assign.call(this, value);
    };
    return () => {
      Reflect.deleteProperty(target, "makeVariable");
      prototype.assign = assign;
    };
  }

  /** The kernel reads the indices back to check their bounds, as TensorFlow's own kernel does again. */
  #hookGather(): () => void {
    const kernel = tf.getKernel("GatherV2", "tensorflow");
    if (kernel === undefined) return () => {};
    const { kernelFunc } = kernel;
    kernel.kernelFunc = (params) => {
      this.#readsAllowed += 1;
      try {
        return kernelFunc(params);
      } finally {
        this.#readsAllowed -= 1;
      }
    };
    return () => {
      kernel.kernelFunc = kernelFunc;
    };
  }

  #rollBack(): void {
    for (const [variable, value] of this.#before) {
      if (!variable.isDisposed) variable.assign(value as Tensor<never>);
      value.dispose();
    }
  }
}

function own(tensor: Tensor): Tensor {
  const { binding } = backend() as unknown as { binding: { TF_ATTR_TYPE: number } };
  const attr = { name: "T", type: binding.TF_ATTR_TYPE, value: dtypeNumber(tensor.dtype) };
  return backend().executeSingleOutput("Identity", [attr], [tensor]);
}

/** Gives each variable values under a key of its own: a key names the variable while tracing. */
function ownKeys(): void {
  const { tensorMap } = backend();
  for (const variable of Object.values(engine().state.registeredVariables)) {
    const dataId = VariableHome.dataIdOf(variable);
    if (!tensorMap.has(dataId) || tensorMap.get(dataId).refCount === 1) continue;
    tf.tidy(() => variable.assign(own(variable) as Tensor<never>));
  }
}

function variableWith(test: (data: { id: number; values: unknown }) => boolean): Variable | undefined {
  const { tensorMap } = backend();
  return Object.values(engine().state.registeredVariables).find((variable) => {
    const dataId = VariableHome.dataIdOf(variable);
    return tensorMap.has(dataId) && test(tensorMap.get(dataId));
  });
}

function readBackError({ node, dtype, shape }: Output): GraphError {
  void dtype;
  const source = node.op.startsWith("@") ? "an input" : `the result of ${node.op}`;
  return new GraphError(
    `The traced function reads values back into JavaScript (dataSync, arraySync, data, array or print) from ${source} of shape ` +
      `[${shape.join(", ")}]. In a graph they exist only when it runs: compute with tensors instead, and read what the graph returns`,
  );
}
