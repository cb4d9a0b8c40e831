import { type Tensor, tf } from "../../tensorflow.ts";
import { backend, typeAttr } from "../backend.ts";

/**
 * The cross-entropy of class numbers under softmax(logits), by TensorFlow's own operation, which computes the gradient with it.
 *
 * @param labels the class numbers, int32, shape [batch]
 * @param logits float32, shape [batch, classes]
 * @returns one number a row, shape [batch]
 * @example const loss = tf.mean(sparseSoftmaxCrossEntropy(labels, logits));
 * @see https://www.tensorflow.org/api_docs/python/tf/nn/sparse_softmax_cross_entropy_with_logits
 */
export function sparseSoftmaxCrossEntropy(labels: Tensor, logits: Tensor): Tensor {
  const op = tf.customGrad((x: unknown, save: unknown) => {
    const attrs = [typeAttr("T", "float32"), typeAttr("Tlabels", "int32")];
    const [loss, gradient] = backend().executeMultipleOutputs(
      "SparseSoftmaxCrossEntropyWithLogits",
      attrs,
      [x as Tensor, labels],
      2,
    );
    (save as (tensors: Tensor[]) => void)([gradient!]);
    const gradFunc = (dy: Tensor, saved: Tensor[]) => tf.mul(tf.expandDims(dy, 1), saved[0]!);
    return { value: loss!, gradFunc };
  });
  return op(logits);
}
