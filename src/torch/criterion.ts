import { NDArray } from "../array/ndarray.ts";
import { formatShape } from "../array/shape.ts";
import { type Tensor, tf } from "../tensorflow.ts";
import { toTensor } from "../training/toTensor.ts";
import { Callable } from "./callable.ts";
import type { Parameter } from "./parameter.ts";
import { gradientsOf, recorded } from "./tape.ts";

/** What a criterion returns: one number that knows how it came about. */
export type Loss = Tensor & {
  /** The number itself. */
  item(): number;
  /** Adds to every parameter's `grad` how the loss changes with it. */
  backward(): void;
};

/** A call measures a batch: `criterion(outputs, labels)`. */
export type CrossEntropyLoss = (outputs: Tensor, labels: Tensor | NDArray) => Loss;

class CrossEntropy extends Callable<[outputs: Tensor, labels: Tensor | NDArray], Loss> {
  run(outputs: Tensor, labels: Tensor | NDArray): Loss {
    const [samples, classes] = outputs.shape as [number, number];
    if (outputs.rank !== 2 || labels.shape.length !== 1 || labels.shape[0] !== samples) {
      throw new RangeError(
        "crossEntropyLoss needs outputs of shape (samples, classes) and one label a sample, got " +
          `${formatShape(outputs.shape)} and ${formatShape(labels.shape)}`,
      );
    }
    const given = labels instanceof NDArray ? toTensor(labels) : labels;
    try {
      const loss = recorded([outputs], () => {
        const chosen = tf.oneHot(tf.cast(given, "int32"), classes);
        return tf.neg(tf.div(tf.sum(tf.mul(tf.logSoftmax(outputs), chosen)), samples));
      });
      return asLoss(loss);
    } finally {
      if (given !== labels) given.dispose();
    }
  }
}

/**
 * Cross-entropy between class labels and outputs before a softmax (logits), averaged over the batch: `torch.nn.CrossEntropyLoss`.
 *
 * @example
 * const criterion = nn.crossEntropyLoss();
 * const loss = criterion(model(inputs), labels);
 * loss.backward();
 */
export function crossEntropyLoss(): CrossEntropyLoss {
  return new CrossEntropy();
}

function asLoss(tensor: Tensor): Loss {
  const loss: Loss = Object.assign(tensor, {
    item: () => loss.dataSync()[0]!,
    backward: () => {
      for (const [variable, gradient] of gradientsOf(loss)) addGradient(variable as Parameter, gradient);
    },
  });
  return loss;
}

function addGradient(parameter: Parameter, gradient: Tensor): void {
  const before = parameter.grad ?? null;
  parameter.grad = before === null ? tf.keep(gradient) : tf.keep(tf.add(before, gradient));
  if (before !== null) tf.dispose([before, gradient]);
}
