import type { NamedTensorMap, Tensor } from "@tensorflow/tfjs-node";
import { tf, type Variable } from "../../tensorflow.ts";
import { engine } from "../backend.ts";
import { Recorder } from "../recorder.ts";
import { tfjsUpdates } from "./tfjsUpdates.ts";

/** What `applyGradients` takes. */
type Gradients = NamedTensorMap | { name: string; tensor: Tensor }[];

/** An optimizer of `tf.train` as it is inside. */
export interface TfjsInternals {
  learningRate: number;
  iterations_: number;
  applyGradients(gradients: Gradients): void;
  incrementIterations(): void;
  /** Of those that keep a tensor of it. */
  setLearningRate?(learningRate: number): void;
}

/** One weight and its gradient, with its place in the optimizer's slots. */
export interface Pair {
  readonly index: number;
  readonly name: string;
  readonly variable: Variable;
  readonly gradient: Tensor;
}

/**
 * Lets the optimizers of `tf.train` use TensorFlow's fused operations while a function is traced, and count steps when the graph
 * runs. Returns what undoes it.
 */
export function hookOptimizers(fused: boolean): () => void {
  const undo = Object.entries(optimizerClasses()).map(([name, { prototype }]) =>
    hookClass(prototype, fused ? name : undefined),
  );
  const base = tf.Optimizer.prototype as unknown as TfjsInternals;
  const { incrementIterations } = base;
  base.incrementIterations = function () {
    Recorder.current?.host.afterRun((steps) => {
      this.iterations_ = (this.iterations_ ?? 0) + steps;
    });
  };
  return () => {
    base.incrementIterations = incrementIterations;
    for (const step of undo) step();
  };
}

function optimizerClasses(): Record<string, { prototype: TfjsInternals }> {
  const { SGDOptimizer, MomentumOptimizer, RMSPropOptimizer, AdamOptimizer } = tf;
  const { AdagradOptimizer, AdadeltaOptimizer, AdamaxOptimizer } = tf;
  const classes = { SGDOptimizer, MomentumOptimizer, RMSPropOptimizer, AdamOptimizer };
  return { ...classes, AdagradOptimizer, AdadeltaOptimizer, AdamaxOptimizer } as unknown as Record<
    string,
    { prototype: TfjsInternals }
  >;
}

function hookClass(prototype: TfjsInternals, name: string | undefined): () => void {
  const { applyGradients } = prototype;
  prototype.applyGradients = function (gradients) {
    const recorder = Recorder.current!;
    const updates = name === undefined ? undefined : tfjsUpdates[name];
    if (updates?.(this as never, pairsOf(gradients), recorder)) {
      this.incrementIterations();
      return;
    }
    const { learningRate } = this;
    const read = () => this.learningRate;
    recorder.asScalar(read, (standIn) => {
      setLearningRate(this, standIn);
      applyGradients.call(this, gradients);
    });
    setLearningRate(this, learningRate);
  };
  return () => {
    prototype.applyGradients = applyGradients;
  };
}

function setLearningRate(optimizer: TfjsInternals, value: number): void {
  if (optimizer.setLearningRate) optimizer.setLearningRate(value);
  else optimizer.learningRate = value;
}

function pairsOf(gradients: Gradients): Pair[] {
  const named = Array.isArray(gradients)
    ? gradients.map(({ name, tensor }) => [name, tensor] as const)
    : Object.entries(gradients);
  const { registeredVariables } = engine().state;
  return named
    .map(([name, gradient], index) => ({ index, name, variable: registeredVariables[name]!, gradient }))
    .filter(({ gradient }) => gradient !== undefined && gradient !== null);
}
