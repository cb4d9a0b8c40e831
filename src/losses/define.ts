import { type Tensor, tf } from "../tensorflow.ts";
import type { Loss, LossInput, LossOptions, Reduction } from "./loss.ts";
import { sameShape } from "./sameShape.ts";

/** A loss by its formula. */
interface Definition<Options extends LossOptions> {
  /** Keras's name in snake_case. */
  readonly name: string;
  /** The loss of each sample or of each of its parts: shape [batch] or [batch, ...]. */
  values(input: LossInput, options: Options): Tensor;
  /** Checks and converts the targets. Default: they have the output's shape. */
  prepareTarget?(target: Tensor, outputShape: readonly (number | null)[], options: Options): Tensor;
  /** @throws RangeError for options that cannot be */
  check?(options: Options): void;
}

/** Both of Keras's forms of a loss in one: called with options it is the class, called with two tensors the function. */
export interface LossMaker<Options extends LossOptions> {
  /** A loss for `compile`. */
  (options?: Options): Loss;
  /** The loss of each sample of a batch. */
  (yTrue: Tensor, yPred: Tensor, options?: Options): Tensor;
}

/** Makes Keras's two forms of a loss from its formula. */
export function defineLoss<Options extends LossOptions>(definition: Definition<Options>): LossMaker<Options> {
  const { name, values, check, prepareTarget } = definition;
  function make(first?: Options | Tensor, yPred?: Tensor, more?: Options): Loss | Tensor {
    if (first instanceof tf.Tensor) {
      const target = first;
      const output = yPred!;
      return tf.tidy(() => values({ target, output, logits: undefined }, more ?? ({} as Options)));
    }
    const options = { ...(first as Options) };
    check?.(options);
    const loss: Loss = {
      name,
      options,
      prepareTarget: (target, shape) =>
        prepareTarget?.(target, shape, options) ?? sameShape(name, target, shape),
      perSample: (input) => onePerSample(values(input, options), options.reduction),
      ...(options.reduction === undefined ? {} : { reduction: options.reduction }),
    };
    return loss;
  }
  return make as LossMaker<Options>;
}

/** One number a sample from numbers of its parts, so that the reduction of all samples gives Keras's number. */
export function onePerSample(values: Tensor, reduction: Reduction | undefined): Tensor {
  if (values.rank <= 1) return values;
  const rows = tf.reshape(values, [values.shape[0]!, -1]);
  return reduction === "sum" ? tf.sum(rows, 1) : tf.mean(rows, 1);
}
