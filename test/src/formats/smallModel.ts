import type { SavedModel } from "../../../src/formats/index.ts";

/** A Sequential of one Dense layer, 3 to 2. */
export function smallModel(): SavedModel {
  return {
    config: {
      module: "keras",
      class_name: "Sequential",
      config: {
        name: "작은 모델",
        layers: [
          {
            module: "keras.layers",
            class_name: "InputLayer",
            config: { batch_shape: [null, 3], dtype: "float32", sparse: false, name: "input_layer" },
            registered_name: null,
          },
          {
            module: "keras.layers",
            class_name: "Dense",
            config: { name: "d", units: 2, activation: "linear", use_bias: true },
            registered_name: null,
          },
        ],
      },
      registered_name: null,
    },
    weights: {
      layerName: "작은 모델",
      className: "Sequential",
      weights: [],
      layers: [
        {
          layerName: "d",
          className: "Dense",
          weights: [
            { name: "kernel", shape: [3, 2], dtype: "float32", data: new Float32Array([1, 2, 3, 4, 5, 6]) },
            { name: "bias", shape: [2], dtype: "float32", data: new Float32Array([0.5, -0.5]) },
          ],
        },
      ],
    },
    metadata: {},
  };
}
