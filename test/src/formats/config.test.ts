import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { fromLegacyConfig } from "../../../src/formats/config/legacy.ts";
import {
  fromTfjsName,
  type JsonObject,
  type KerasConfig,
  toKerasConfig,
  toTfjsConfig,
  toTfjsName,
} from "../../../src/formats/index.ts";

const configOf = (model: tf.LayersModel) => model.toJSON(null, false) as unknown as KerasConfig;

function sequential(...layers: tf.layers.Layer[]): KerasConfig {
  return configOf(tf.sequential({ layers }));
}

/** A Keras Sequential of one layer. */
function kerasLayer(className: string, settings: JsonObject): KerasConfig {
  const layer = {
    module: "keras.layers",
    class_name: className,
    config: { name: "a", ...settings },
    registered_name: null,
  };
  return { class_name: "Sequential", config: { name: "m", layers: [layer] } };
}

describe("toKerasConfig", () => {
  it("gives a functional model's tensors the shapes that it is told", () => {
    const input = tf.input({ shape: [4], name: "i" });
    const hidden = tf.layers.dense({ units: 3, name: "h" }).apply(input);
    const model = tf.model({
      inputs: input,
      outputs: tf.layers.dense({ units: 2 }).apply(hidden) as tf.SymbolicTensor,
    });
    const config = toKerasConfig(configOf(model), { outputShapes: { h: [null, 3] } });
    const [, first, second] = config.config.layers as JsonObject[];
    const tensor = (shape: (number | null)[], layer: string) => [
      {
        args: [
          {
            class_name: "__keras_tensor__",
            config: { shape, dtype: "float32", keras_history: [layer, 0, 0] },
          },
        ],
        kwargs: {},
      },
    ];
    expect(first?.inbound_nodes).toEqual(tensor([null, 4], "i"));
    expect(second?.inbound_nodes).toEqual(tensor([null, 3], "h"));
    expect(config).toMatchObject({ module: "keras.src.models.functional", class_name: "Functional" });
  });

  it("refuses an activation of another formula instead of changing predictions", () => {
    const config = sequential(tf.layers.lstm({ units: 2, inputShape: [3, 1], name: "memory" }));
    expect(() => toKerasConfig(config)).toThrow(
      /Layer 'memory' \(LSTM\).*'hard_sigmoid'.*recurrentActivation: 'sigmoid'/,
    );
    expect(() => toKerasConfig(config, { customObjects: ["hard_sigmoid"] })).not.toThrow();
  });

  it("names a layer that Keras does not have and the way out", () => {
    const memory = { filters: 2, kernelSize: 1, inputShape: [3, 4, 4, 1], name: "t" };
    const config = sequential(tf.layers.convLstm2d(memory));
    expect(() => toKerasConfig(config)).toThrow(
      /Layer 't' is of class 'ConvLSTM2D', which has no counterpart in Keras 3/,
    );
    const custom = toKerasConfig(config, { customObjects: ["mine>ConvLSTM2D"] });
    expect(custom.config.layers).toContainEqual(
      expect.objectContaining({ class_name: "ConvLSTM2D", registered_name: "mine>ConvLSTM2D" }),
    );
  });
});

describe("toTfjsConfig", () => {
  it.each([
    [
      "LayerNormalization",
      { rms_scaling: true },
      /setting rms_scaling = true has no counterpart in TensorFlow\.js/,
    ],
    ["Dense", { activation: "glu" }, /'glu' has no equal in TensorFlow\.js: known are celu, elu/],
    ["Dense", { dtype: "float16" }, /computes in float32, but the layer's dtype is "float16"/],
    [
      "EinsumDense",
      {},
      /class 'EinsumDense', which this library does not have.*customObjects: { EinsumDense }/,
    ],
    [
      "Dense",
      { kernel_regularizer: { class_name: "OrthogonalRegularizer", config: {} } },
      /TensorFlow\.js has no 'OrthogonalRegularizer'/,
    ],
  ])("refuses what tfjs cannot do: %s %j", (className, settings, message) => {
    expect(() => toTfjsConfig(kerasLayer(className, settings as JsonObject))).toThrow(message);
  });

  it("takes a mixed dtype policy, whose weights are float32", () => {
    const dtype = { class_name: "DTypePolicy", config: { name: "mixed_float16" } };
    expect(() => toTfjsConfig(kerasLayer("Dense", { units: 1, dtype }))).not.toThrow();
  });
});

describe("A file of Keras 2", () => {
  const layer = {
    class_name: "TimeDistributed",
    config: { name: "t", layer: { class_name: "Dense", config: { name: "d", activation: "hard_sigmoid" } } },
  };
  const file = { class_name: "Sequential", config: { name: "m", layers: [layer] } };
  const activation = (version: string) =>
    JSON.stringify(toTfjsConfig(fromLegacyConfig(file as never, version))).match(/"activation":"(\w+)"/)?.[1];

  it("keeps the slope of Keras 2's hard sigmoid, which is tfjs's", () => {
    expect(activation("2.15.0")).toBe("hard_sigmoid");
    expect(activation("3.15.1")).toBe("keras3_hard_sigmoid");
  });

  it("has a ThresholdedReLU, which is Keras 3's ReLU with a threshold", () => {
    const old = { class_name: "ThresholdedReLU", config: { name: "r", theta: 0.5 } };
    const { config } = fromLegacyConfig({ class_name: "Sequential", config: { name: "m", layers: [old] } });
    expect(config.layers).toMatchObject([{ class_name: "ReLU", config: { name: "r", threshold: 0.5 } }]);
  });
});

describe("A Bidirectional layer", () => {
  it("is refused when its two copies differ in more than the direction", () => {
    const lstm = (units: number) => ({ class_name: "LSTM", config: { name: "lstm", units } });
    const config = (back: number) =>
      kerasLayer("Bidirectional", { layer: lstm(2), backward_layer: lstm(back), merge_mode: "concat" });
    expect(() => toTfjsConfig(config(2))).not.toThrow();
    expect(() => toTfjsConfig(config(3))).toThrow(/'a' \(Bidirectional\): its backward_layer differs/);
  });
});

describe("A layer name that tfjs refuses", () => {
  it("is spelled in ASCII and back", () => {
    for (const name of ["은닉층", "_hidden", "a b", "dense", "층/1", "forward_은닉", "backward_lstm"]) {
      expect(toTfjsName(name)).toMatch(/^[A-Za-z0-9][-A-Za-z0-9._/]*$/);
      expect(fromTfjsName(toTfjsName(name))).toBe(name);
    }
    expect(toTfjsName("dense_1")).toBe("dense_1");
  });
});
