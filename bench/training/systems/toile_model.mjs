import { layers, optimizers, sequential } from "toile";

/** @import { Workload } from "../workloads.mjs" */

/** The compiled model of a workload. @param {Workload} workload */
export function modelOf({ layers: list, inputShape, optimizer, learningRate }) {
  const last = list.length - 1;
  const model = sequential(
    list.map((layer, i) => {
      const first = i === 0 ? { inputShape } : {};
      if ("conv" in layer) return layers.conv2D(layer.conv, 3, { activation: "relu", ...first });
      if ("pool" in layer) return layers.maxPooling2D({ poolSize: layer.pool });
      if ("flatten" in layer) return layers.flatten();
      return layers.dense(layer.dense, { activation: i === last ? "softmax" : "relu", ...first });
    }),
  );
  model.compile({
    optimizer: optimizers[optimizer]({ learningRate }),
    loss: "sparse_categorical_crossentropy",
    metrics: ["accuracy"],
  });
  return model;
}
