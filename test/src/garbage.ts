import { tf } from "../../src/tensorflow.ts";
import { collectGarbage } from "../garbage.ts";

/** Waits until what nothing reaches is freed: models, graphs and their tensors. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** How many tensors there are once models that nothing reaches are freed. */
export async function settledTensors(): Promise<number> {
  await settle();
  return tf.memory().numTensors;
}
