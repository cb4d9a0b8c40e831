import { mended } from "../notebook/mended.ts";
import { type Tensor, tf } from "../tensorflow.ts";

let collected: Tensor[] | undefined;

/**
 * Adds to the loss of the batch that is being computed, Keras's `add_loss`. Outside of training and evaluation nothing is computed.
 *
 * @param penalty computes a scalar, by tensors only
 */
export function addLoss(penalty: () => Tensor): void {
  collected?.push(tf.keep(tf.tidy(penalty)));
}

/** Runs a model's forward pass; what its layers add to the loss comes back beside the result. */
export function withAddedLosses<T>(work: () => T): { result: T; losses: Tensor[] } {
  const outer = collected;
  const inner: Tensor[] = [];
  collected = inner;
  const restore = () => {
    collected = outer;
    tf.dispose(inner);
  };
  try {
    return mended(restore, () => {
      const result = work();
      // A copy belongs to the caller's scope, unlike what is kept.
      return { result, losses: inner.map((loss) => tf.clone(loss)) };
    });
  } finally {
    restore();
  }
}
