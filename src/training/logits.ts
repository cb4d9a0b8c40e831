import { mended } from "../notebook/mended.ts";
import { type Tensor, tf } from "../tensorflow.ts";

interface Activation {
  apply(x: Tensor, axis?: number): Tensor;
}

let recorded: Map<Tensor, Tensor> | undefined;

/**
 * Runs `work` while remembering what every softmax and sigmoid of a model was applied to. Keras computes cross-entropy from these logits,
 * which neither loses small probabilities nor stops learning where one is rounded to 0.
 *
 * @param work gets a function that returns the logits of a model's output
 */
export function withLogits<T>(work: (logitsOf: (output: Tensor) => Tensor | undefined) => T): T {
  watchActivations();
  const outer = recorded;
  const mine = new Map<Tensor, Tensor>();
  recorded = mine;
  const restore = () => {
    recorded = outer;
    for (const logits of mine.values()) logits.dispose();
  };
  try {
    return mended(restore, () => work((output) => mine.get(output)));
  } finally {
    restore();
  }
}

let watching = false;

/** tfjs-layers has one class of each for every layer; its `apply` is wrapped once. */
function watchActivations(): void {
  if (watching) return;
  watching = true;
  for (const name of ["softmax", "sigmoid"] as const) watch(name);
}

function watch(name: "softmax" | "sigmoid"): void {
  const { activation } = tf.layers.activation({ activation: name }) as unknown as { activation: Activation };
  const prototype = Object.getPrototypeOf(activation) as Activation;
  const { apply } = prototype;
  prototype.apply = function (this: Activation, x, axis) {
    const output = apply.call(this, x, axis);
    if (recorded !== undefined && (axis === undefined || axis === -1))
      recorded.set(output, tf.keep(tf.clone(x)));
    return output;
  };
}
