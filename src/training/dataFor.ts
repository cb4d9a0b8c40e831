import { type LayersModel, type Tensor, tf } from "../tensorflow.ts";
import type { SampleArrays } from "./arrays.ts";
import type { Compiled } from "./compiled.ts";
import { endsOf } from "./ends.ts";
import { checkInput, checkLengths, type Held, hold, type Samples } from "./inputs.ts";
import { type ClassWeight, holdWeights } from "./sampleWeights.ts";
import type { TensorData } from "./step.ts";

/** Samples on the tensor side, until they are disposed. */
export interface HeldData extends TensorData {
  readonly samples: number;
  dispose(): void;
}

/**
 * Puts inputs, targets and weights on the tensor side once, checked against the model and its losses.
 *
 * @throws RangeError for shapes, labels or weights that do not fit
 */
export function dataFor(
  model: LayersModel,
  compiled: Compiled,
  { x, y, weight: given }: SampleArrays,
  classWeight?: ClassWeight,
): HeldData {
  const undo: (() => void)[] = [];
  try {
    const inputs = holdInputs(model, x);
    for (const { dispose } of inputs) undo.push(dispose);
    const samples = inputs[0]!.tensor.shape[0]!;
    const targets: (Tensor | undefined)[] = [];
    const weights: (Tensor | undefined)[] = [];
    for (const [i, target] of y.entries()) {
      const output = outputData(model, compiled, i, { samples, target, weight: given[i], classWeight });
      undo.push(() => tf.dispose([output.target, output.weight].filter((held) => held !== undefined)));
      targets.push(output.target);
      weights.push(output.weight);
    }
    return {
      x: inputs.map(({ tensor }) => tensor),
      y: targets,
      weight: weights,
      samples,
      dispose() {
        for (const dispose of undo) dispose();
      },
    };
  } catch (error) {
    for (const dispose of undo) dispose();
    throw error;
  }
}

/**
 * The inputs of a model as tensors, checked.
 *
 * @param x one array for each input
 * @throws RangeError for a shape that does not fit, or different numbers of samples
 */
export function holdInputs(model: LayersModel, x: readonly Samples[]): Held[] {
  const held: Held[] = [];
  try {
    const { inputs: names } = endsOf(model);
    for (const [i, samples] of x.entries()) {
      const name = names.length === 1 ? "x" : names[i]!;
      const input = hold(samples, name);
      held.push(input);
      const who = names.length === 1 ? `model "${model.name}"` : `input "${name}" of model "${model.name}"`;
      checkInput(input.tensor, model.inputs[i]!.shape, who);
      if (i > 0) checkInputLengths(model.name, held);
    }
    return held;
  } catch (error) {
    for (const { dispose } of held) dispose();
    throw error;
  }
}

function checkInputLengths(model: string, held: readonly Held[]): void {
  const counts = held.map(({ tensor }) => tensor.shape[0]!);
  if (counts.at(-1) === counts[0]) return;
  throw new RangeError(`the inputs of model "${model}" hold ${counts.join(" and ")} samples`);
}

/** What is known of one output's data. */
interface OutputArrays {
  samples: number;
  target: Samples | undefined;
  weight: Samples | undefined;
  classWeight: ClassWeight | undefined;
}

function outputData(
  model: LayersModel,
  { outputs, metrics }: Compiled,
  at: number,
  { samples, target, weight, classWeight }: OutputArrays,
): { target?: Tensor; weight?: Tensor | undefined } {
  const { loss } = outputs[at]!;
  const isNeeded = loss !== undefined || metrics.some(({ output }) => output === at);
  if (!isNeeded) return {};
  const { outputs: names } = endsOf(model);
  const name = names.length === 1 ? "targets" : `targets of output "${names[at]}"`;
  if (target === undefined) {
    throw new RangeError(`y has nothing for the output "${names[at]}"; the outputs are ${names.join(", ")}`);
  }
  if (classWeight !== undefined && names.length > 1) {
    throw new TypeError(
      `classWeight goes with models of one output, and this has ${names.join(", ")}: give sampleWeight by output`,
    );
  }
  const held = hold(target, names.length === 1 ? "y" : name);
  try {
    checkLengths(samples, held.tensor, name);
    const weights = holdWeights(held.tensor, { sampleWeight: weight, classWeight });
    try {
      // A clone, so that disposing what the loss made never disposes the caller's tensor.
      const shape = model.outputs[at]!.shape;
      const prepared = tf.tidy(() => {
        const own = tf.clone(held.tensor);
        return loss?.prepareTarget(own, shape) ?? own;
      });
      return { target: prepared, weight: weights };
    } catch (error) {
      weights?.dispose();
      throw error;
    }
  } finally {
    held.dispose();
  }
}
