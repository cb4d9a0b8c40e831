import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import { type Binding, backend, type DataId, type EagerAttr, engine, unshared } from "./backend.ts";
import { GraphError } from "./errors.ts";
import { type Hook, hooked } from "./hooked.ts";
import type { Output } from "./ir.ts";
import { completeAttrs, isStateful } from "./nodeAttrs.ts";
import { recordRandom } from "./random.ts";
import { Recorder } from "./recorder.ts";
import { giveOwnData, variables, variableWith } from "./variableHome.ts";

/**
 * Runs a function while everything that its tensors do is recorded, then puts its variables back as they were.
 *
 * @throws GraphError when the function does what a graph cannot
 */
export function capture<T>(recorder: Recorder, work: () => T): T {
  if (Recorder.current !== undefined) throw new GraphError("A function is being traced already");
  giveOwnKeys();
  const ofTensors = [hookExecution, hookValues, hookVariables, hookGather, hookStep];
  return hooked(
    [() => () => recorder.rollBack(), ...ofTensors.map((hook) => () => hook(recorder)), use(recorder)],
    work,
  );
}

function use(recorder: Recorder): Hook {
  return () => {
    Recorder.current = recorder;
    return () => {
      Recorder.current = undefined;
    };
  };
}

/** Gives each variable values under a key and a number of its own: while tracing, these tell the variable. */
function giveOwnKeys(): void {
  const { tensorMap } = backend();
  for (const { variable, dataId } of variables()) {
    if (!tensorMap.has(dataId)) continue;
    const { refCount, values } = tensorMap.get(dataId);
    if (refCount > 1) tf.tidy(() => giveOwnData(variable, unshared(variable)));
    // Two variables may have been made from one array of JavaScript's.
    else if (values !== null) upload(variable, dataId);
  }
}

/** Puts values that lie in JavaScript into TensorFlow, as the next operation on them would. */
function upload({ dtype, shape }: Variable, dataId: DataId): void {
  if (dtype !== "string") backend().getInputTensorIds([{ dataId, dtype, shape } as unknown as Tensor]);
}

/** Every kernel of tfjs-node goes through these three functions of its binding, whose properties are read-only. */
function hookExecution(recorder: Recorder): () => void {
  const real = backend().binding;
  const hooks: Pick<Binding, "createTensor" | "tensorDataSync" | "executeOp"> = {
    createTensor(shape, dtype, values) {
      const id = real.createTensor(shape, dtype, values);
      if (recorder.paused) return id;
      const variable = variableWith((data) => data.values === values);
      if (variable) recorder.bindId(id, recorder.read(variable));
      else if (ArrayBuffer.isView(values))
        recorder.bindId(id, valuesMadeHere(recorder, shape, dtype, values));
      else throw new GraphError("The traced function makes a string tensor, which a graph cannot hold");
      return id;
    },
    tensorDataSync(id) {
      if (!recorder.paused) requireConstant(recorder.outputOfId(id));
      return real.tensorDataSync(id);
    },
    executeOp(name, attrs, inputs, count) {
      if (recorder.paused) return real.executeOp(name, attrs, inputs, count);
      const sources = inputs.map((id) => recorder.outputOfId(id));
      const results = real.executeOp(name, attrs, inputs, count);
      const outputs = results.map(({ dtype, shape }) => ({ dtype, shape: [...shape] }));
      const spec = { op: name, inputs: sources, outputs, ...operation(name, attrs, sources) };
      const recorded = recorder.operation(spec);
      for (const [index, { id }] of results.entries()) recorder.bindId(id, recorded[index]!);
      return results;
    },
  };
  const proxy = Object.create(real) as Binding;
  for (const [name, value] of Object.entries(hooks)) Object.defineProperty(proxy, name, { value });
  backend().binding = proxy;
  return () => {
    backend().binding = real;
  };
}

function operation(name: string, attrs: readonly EagerAttr[], inputs: readonly Output[]) {
  return { attrs: completeAttrs(name, attrs, inputs), stateful: isStateful(name) };
}

const randoms = new WeakMap<object, Output>();

function valuesMadeHere(recorder: Recorder, shape: number[], dtype: number, data: ArrayBufferView): Output {
  return randoms.get(data) ?? recorder.constant({ dtype, shape: [...shape], data });
}

/** Values come from JavaScript by `write` and go back by `readSync`, before TensorFlow has ever seen them. */
function hookValues(recorder: Recorder): () => void {
  const target = backend();
  const { write, readSync } = target;
  Object.assign(target, {
    write(values: unknown, shape: number[], dtype: never): DataId {
      const random = recorder.paused ? undefined : recordRandom(recorder, values, shape, dtype);
      if (random !== undefined) randoms.set(values as object, random);
      return write.call(target, values, shape, dtype);
    },
    readSync(dataId: DataId) {
      const { values } = target.tensorMap.get(dataId);
      if (!recorder.paused && values !== null) {
        const variable = variableWith((data) => data.values === values);
        const output = variable ? recorder.read(variable) : randoms.get(values);
        if (output !== undefined) requireConstant(output);
      }
      return readSync.call(target, dataId);
    },
  });
  return () => {
    for (const name of ["write", "readSync"]) Reflect.deleteProperty(target, name);
  };
}

function hookVariables(recorder: Recorder): () => void {
  const target = engine();
  const { makeVariable } = target;
  const prototype = tf.Variable.prototype;
  const { assign } = prototype;
  target.makeVariable = (...args) => {
    const variable = makeVariable.apply(target, args);
    recorder.unrecorded(() => giveOwnData(variable, unshared(variable)));
    return variable;
  };
  prototype.assign = function (this: Variable, value) {
    if (!recorder.paused) recorder.remember(this);
    assign.call(this, value);
  };
  return () => {
    Reflect.deleteProperty(target, "makeVariable");
    prototype.assign = assign;
  };
}

/** This kernel reads the indices back to check their bounds, as TensorFlow's own does again. */
function hookGather(recorder: Recorder): () => void {
  return hookKernel("GatherV2", (params, kernel) => {
    const { readSync } = backend();
    backend().readSync = (dataId) => recorder.unrecorded(() => readSync.call(backend(), dataId));
    try {
      return kernel(params);
    } finally {
      backend().readSync = readSync;
    }
  });
}

/** This kernel takes seven operations, and is mostly the gradient of relu. */
function hookStep(recorder: Recorder): () => void {
  return hookKernel("Step", (params, kernel) => {
    if (recorder.paused || (params.attrs as { alpha?: number } | undefined)?.alpha) return kernel(params);
    const x = recorder.outputOf(params.inputs.x as Tensor);
    const result = recorder.unrecorded(() => kernel(params)) as Tensor;
    const { dtype, shape } = x;
    recorder.bind(
      result,
      recorder.list.add({ op: "@positive", inputs: [x], outputs: [{ dtype, shape }] }).outputs[0]!,
    );
    return result;
  });
}

type Kernel = NonNullable<ReturnType<typeof tf.getKernel>>["kernelFunc"];
type Params = Parameters<Kernel>[0];

function hookKernel(
  name: string,
  instead: (params: Params, kernel: Kernel) => ReturnType<Kernel>,
): () => void {
  const config = tf.getKernel(name, "tensorflow");
  const { kernelFunc } = config;
  config.kernelFunc = (params) => instead(params, kernelFunc);
  return () => {
    config.kernelFunc = kernelFunc;
  };
}

function requireConstant({ node, shape }: Output): void {
  if (node.constant) return;
  const source = node.op.startsWith("@") ? "an input" : `the result of ${node.op}`;
  throw new GraphError(
    `The traced function reads values back into JavaScript (dataSync, arraySync, data, array or print) from ${source} of shape ` +
      `[${shape.join(", ")}]. In a graph they exist only when it runs: compute with tensors instead, and read what the graph returns`,
  );
}
