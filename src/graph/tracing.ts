import { type Scalar, tf } from "../tensorflow.ts";
import { Recorder } from "./recorder.ts";

/** Whether a function is being traced: what it does now happens in the graph, later. */
export function isTracing(): boolean {
  return Recorder.current !== undefined;
}

/**
 * A JavaScript number that may change between runs, such as a learning rate: a graph asks for it at each run, without a new trace.
 * Outside of tracing it is an ordinary scalar.
 *
 * @returns a float32 scalar
 * @example const rate = hostScalar(() => optimizer.learningRate);
 */
export function hostScalar(read: () => number): Scalar {
  return (Recorder.current?.scalar(read) ?? tf.scalar(read())) as Scalar;
}

/**
 * Has something done in JavaScript after each run of the function that is being traced, e.g. counting an optimizer's steps. Outside of
 * tracing it is done at once.
 *
 * @param work is told how many steps the run had
 */
export function afterRun(work: (steps: number) => void): void {
  if (Recorder.current === undefined) work(1);
  else Recorder.current.host.afterRun(work);
}

/** Has the function that is being traced traced again before a run for which this JavaScript value is another than now. */
export function guard(read: () => unknown): void {
  Recorder.current?.host.guard(read);
}
