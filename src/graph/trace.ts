import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import { capture } from "./capture.ts";
import { GraphError } from "./errors.ts";
import { hookOptimizers } from "./fused/hook.ts";
import { hooked } from "./hooked.ts";
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

/** How a function is recorded. */
export interface TraceOptions {
  /**
   * Whether the optimizers of `tf.train` become TensorFlow's fused operations (SGD, momentum, RMSProp, Adam). Default true; else, and
   * for the others, their formulas are recorded operation by operation.
   */
  fused?: boolean;
}

/**
 * Records a function.
 *
 * @param call runs the function with the tensors that stand for its inputs, and gives its result
 * @throws GraphError when the function cannot be traced
 */
export function traceOf(
  call: (recorder: Recorder) => { result: unknown; tensors: Tensor[] },
  { fused = true }: TraceOptions = {},
): Trace {
  const recorder = new Recorder();
  let found: Pick<Trace, "result" | "outputs" | "effects" | "changed" | "changedHandles"> | undefined;
  tf.tidy(() => {
    hooked([hookMathRandom, () => hookOptimizers(fused)], () => {
      capture(recorder, () => {
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
    });
  });
  return { recorder, variables: [...recorder.handles.keys()], ...found! };
}

/** Turns what the function left in its variables into nodes. */
function effectsOf(recorder: Recorder): Pick<Trace, "effects" | "changed" | "changedHandles"> {
  recorder.assignAll();
  const changed = new Set(recorder.updates.flatMap(({ variables }) => variables));
  const changedHandles = new Set([...changed].map((variable) => recorder.handles.get(variable)!));
  return { effects: recorder.updates.map(({ node }) => node), changed: [...changed], changedHandles };
}
