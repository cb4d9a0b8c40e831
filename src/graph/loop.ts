import { DType } from "./dtype.ts";
import { Emitter, type Written } from "./emitter.ts";
import type { Node } from "./ir.ts";
import type { AttrValue } from "./proto.ts";
import type { GraphSession, RunSpec, Stored } from "./session.ts";
import type { Trace } from "./trace.ts";

const int32: AttrValue = { type: DType.int32 };
const int64: AttrValue = { type: DType.int64 };
const float: AttrValue = { type: DType.float32 };

/** How one input of the recorded step is taken out of the data at each step. */
export interface BatchSource {
  readonly stored: Stored;
  /** The type that the step sees. */
  readonly dtype: number;
}

/**
 * A written loop. Feed the number of steps, the rows [steps, batch], the first step's number, the steps' own scalars [steps, names] if
 * there are any, then scalars and seed.
 */
export interface Loop {
  readonly spec: RunSpec;
  readonly scalars: readonly Node[];
  readonly hasSeed: boolean;
  /** The names of the scalars of which each step has its own. */
  readonly stepScalars: readonly string[];
}

/**
 * Writes a recorded training step as a loop inside the graph: each step gathers its rows, computes, changes the variables and
 * stores its outputs; nothing crosses to JavaScript until the last one. It is the loop of TensorFlow's control flow (Enter, Merge,
 * Switch, NextIteration, Exit), into which a `While` is lowered too. The counter of the next step waits for every change, so steps
 * follow each other as they would outside.
 *
 * @param outputs where the outputs of each step are kept, [capacity, outputs]
 */
export function writeLoop(
  session: GraphSession,
  trace: Trace,
  sources: readonly BatchSource[],
  outputs: Stored,
): Loop {
  const frame = session.uniqueName("loop");
  const invariants = new Map<string, string>();
  let emitter: Emitter;

  const enter = (name: string, dtype: number): string => {
    let inside = invariants.get(name);
    if (inside === undefined) {
      inside = emitter.add("Enter", [name], enterAttrs(frame, dtype, true));
      invariants.set(name, inside);
    }
    return inside;
  };
  const surroundings = {
    enter,
    pivot: "",
    input: (node: Node) => batchOf(node),
    step: () => stepNumber(),
    stepScalar: (node: Node) => ownScalar(node),
  };
  emitter = new Emitter(session, trace.recorder, surroundings, trace.changedHandles);

  const steps = emitter.placeholder(DType.int32, []);
  const rows = emitter.placeholder(DType.int32, [-1, sources.length === 0 ? -1 : batchSize(trace)]);
  const firstStep = emitter.placeholder(DType.int64, []);
  const start = emitter.add("Enter", [emitter.constant(scalar(0))], enterAttrs(frame, DType.int32, false));
  const merge = emitter.add("Merge", [start, start], { T: int32, N: { i: 2 } });
  const goesOn = emitter.add("LoopCond", [
    emitter.add("Less", [merge, enter(steps, DType.int32)], { T: int32 }),
  ]);
  const gate = emitter.add("Switch", [merge, goesOn], { T: int32 });
  const step = emitter.add("Identity", [`${gate}:1`], { T: int32 });
  surroundings.pivot = step;

  const zeroName = emitter.constant(scalar(0));
  const zero = () => enter(zeroName, DType.int32);
  const rowOf = (table: string, dtype: number) => gather(emitter, { table, rows: step, axis: zero(), dtype });
  let batchRows: string | undefined;
  const batchOf = (node: Node): Written => {
    const source = sources[inputsOf(trace).indexOf(node)]!;
    batchRows ??= rowOf(enter(rows, DType.int32), DType.int32);
    const { stored } = source;
    // Not ResourceGather, which makes a copy of all the data that TensorFlow did not allocate itself.
    const whole = emitter.add("ReadVariableOp", [emitter.handle(stored)], { dtype: { type: stored.dtype } });
    const batch = gather(emitter, {
      table: enter(whole, stored.dtype),
      rows: batchRows,
      axis: zero(),
      dtype: stored.dtype,
    });
    if (source.dtype === source.stored.dtype) return { name: batch, inLoop: true };
    const cast = { SrcT: { type: source.stored.dtype }, DstT: { type: source.dtype } };
    return { name: emitter.add("Cast", [batch], cast), inLoop: true };
  };
  const names = [...trace.recorder.host.stepScalars.keys()];
  const table = names.length === 0 ? undefined : emitter.placeholder(DType.float32, [-1, names.length]);
  let own: string | undefined;
  const ownScalar = (node: Node): Written => {
    const attrs = { T: float, num: { i: names.length }, axis: { i: 0 } };
    own ??= emitter.add("Unpack", [rowOf(enter(table!, DType.float32), DType.float32)], attrs);
    return { name: `${own}:${names.indexOf(node)}`, inLoop: true };
  };
  const stepNumber = (): Written => {
    const long = emitter.add("Cast", [step], { SrcT: int32, DstT: int64 });
    return { name: emitter.add("AddV2", [long, enter(firstStep, DType.int64)], { T: int64 }), inLoop: true };
  };

  emitter.emit([...trace.outputs.map(({ node }) => node), ...trace.effects]);
  const packed = joined(
    emitter,
    trace.outputs.map((output) => emitter.use(output, true)),
    zero(),
  );
  const attrs = { dtype: float, Tindices: int32 };
  const keep = emitter.add(
    "ResourceScatterUpdate",
    [enter(emitter.handle(outputs), DType.resource), step, packed],
    attrs,
  );
  const done = [keep, ...trace.effects.map((node) => emitter.nameOf(node).name)];
  const one = enter(emitter.constant(scalar(1)), DType.int32);
  const next = emitter.add("AddV2", [step, one, ...done.map((name) => `^${name}`)], { T: int32 });
  const again = emitter.add("NextIteration", [next], { T: int32 });
  emitter.nodes.find(({ name }) => name === merge)!.input[1] = again;
  const exit = emitter.add("Exit", [gate], { T: int32 });

  const all = emitter.add("ReadVariableOp", [emitter.handle(outputs), `^${exit}`], { dtype: float });
  const size = emitter.add("Pack", [exit, emitter.constant(scalar(-1))], {
    N: { i: 2 },
    T: int32,
    axis: { i: 0 },
  });
  const origin = emitter.constant({ dtype: DType.int32, shape: [2], data: Int32Array.of(0, 0) });
  const result = emitter.add("Slice", [all, origin, size], { T: float, Index: int32 });
  session.extend(emitter.nodes);
  const feeds = [
    steps,
    rows,
    firstStep,
    ...(table ? [table] : []),
    ...emitter.scalars.map(({ name }) => name),
  ];
  if (emitter.seed !== undefined) feeds.push(emitter.seed);
  return {
    spec: { feeds, fetches: [result], targets: [] },
    scalars: emitter.scalars.map(({ node }) => node),
    hasSeed: emitter.seed !== undefined,
    stepScalars: [...trace.recorder.host.stepScalars.values()],
  };
}

/** The nodes of a trace's inputs, in their order. */
export function inputsOf(trace: Trace): Node[] {
  return trace.recorder.list.nodes.filter(({ op }) => op === "@input");
}

function batchSize(trace: Trace): number {
  return inputsOf(trace)[0]!.outputs[0]!.shape[0]!;
}

function joined(emitter: Emitter, rows: string[], axis: string): string {
  if (rows.length === 1) return rows[0]!;
  return emitter.add("ConcatV2", [...rows, axis], { N: { i: rows.length }, T: float, Tidx: int32 });
}

/** What of a table is taken. */
interface Taken {
  table: string;
  rows: string;
  axis: string;
  dtype: number;
}

function gather(emitter: Emitter, { table, rows, axis, dtype }: Taken): string {
  const attrs = { Tparams: { type: dtype }, Tindices: int32, Taxis: int32, batch_dims: { i: 0 } };
  return emitter.add("GatherV2", [table, rows, axis], attrs);
}

function scalar(value: number) {
  return { dtype: DType.int32, shape: [], data: Int32Array.of(value) };
}

function enterAttrs(frame: string, dtype: number, invariant: boolean): Record<string, AttrValue> {
  return {
    T: { type: dtype },
    frame_name: { s: Buffer.from(frame) },
    is_constant: { b: invariant },
    parallel_iterations: { i: 1 },
  };
}
