import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import { GraphError } from "./errors.ts";
import { hookFused } from "./fused/hook.ts";
import type { Node, Output } from "./ir.ts";
import { hookMathRandom } from "./random.ts";
import { Recorder } from "./recorder.ts";

/** A function recorded once. */
export interface Trace {
  readonly recorder: Recorder;
  /** What the function returned, its tensors replaced by their place in `outputs`. */
  readonly result: unknown;
  readonly outputs: readonly Output[];
  /** Every variable that is read or changed. */
  readonly variables: readonly Variable[];
  /** The variables that a run changes. */
  readonly changed: readonly Variable[];
  readonly changedHandles: Set<Node>;
  /** Nodes that a run must execute beside computing the outputs. */
  readonly effects: readonly Node[];
}

/** Whether a function is being traced: what it does now happens in the graph, later. */
export function isTracing(): boolean {
  return Recorder.current !== undefined;
}

/**
 * Records a function.
 *
 * @param call runs the function with the tensors that stand for its inputs, and gives its result
 * @param collect lists the tensors of the result, and what is left when they are taken out
 * @throws GraphError when the function cannot be traced
 */
export function traceOf(call: (recorder: Recorder) => { result: unknown; tensors: Tensor[] }): Trace {
  const recorder = new Recorder();
  let found: Pick<Trace, "result" | "outputs" | "effects" | "changed" | "changedHandles"> | undefined;
  tf.tidy(() => {
    const undo = [hookMathRandom(), hookFused()];
    try {
      recorder.record(() => {
        const { result, tensors } = call(recorder);
        if (result instanceof Promise) {
          result.catch(() => {});
          throw new GraphError(
            "An async function cannot be traced: a graph is recorded in one go, without awaiting anything",
          );
        }
        const outputs = tensors.map((tensor) => recorder.outputOf(tensor));
        found = { result, outputs, ...effectsOf(recorder) };
      });
    } finally {
      for (const step of undo) step();
    }
  });
  return { recorder, variables: [...recorder.handles.keys()], ...found! };
}

/** Turns what the function left in its variables into nodes, each after everything that still needs the old value. */
function effectsOf(recorder: Recorder): Pick<Trace, "effects" | "changed" | "changedHandles"> {
  const assignments = recorder
    .assignments()
    .map(({ variable, value }) => ({ variable, value, handle: recorder.handle(variable) }));
  const effects = recorder.updates.map(({ node }) => node);
  for (const { variable, value, handle } of assignments) {
    const read = recorder.reads.get(variable)?.node;
    const earlier = recorder.updates
      .filter(({ variables }) => variables.includes(variable))
      .map(({ node }) => node);
    const attrs = { dtype: { type: value.dtype } };
    const controls = [...(read ? [read] : []), ...earlier];
    effects.push(
      recorder.list.add({
        op: "AssignVariableOp",
        inputs: [handle, value],
        attrs,
        outputs: [],
        controls,
        stateful: true,
      }),
    );
  }
  const changed = new Set([
    ...assignments.map(({ variable }) => variable),
    ...recorder.updates.flatMap(({ variables }) => variables),
  ]);
  const changedHandles = new Set([...changed].map((variable) => recorder.handles.get(variable)!));
  return { effects, changed: [...changed], changedHandles };
}
