import path from "node:path";
import { describe, expect, it } from "vitest";
import { layers, loadModel, Model, model, modelFromJSON, sequential } from "../../../../src/index.ts";
import { type Tensor, tf } from "../../../../src/tensorflow.ts";
import { temporaryFolder, weightsOf, x, y } from "../../callbacks/small.ts";
import { againstKeras, noKeras, runKeras } from "../../keras.ts";

const folder = temporaryFolder();
const at = (file: string) => path.join(folder, file);
const quiet = { verbose: 0, shuffle: false } as const;

interface ScaledOptions {
  units: number;
  useBias?: boolean;
  note?: string;
  name?: string;
}

/** A layer of a user's own, with settings whose spelling matters. */
class Scaled extends tf.layers.Layer {
  static className = "Scaled";
  readonly #options: ScaledOptions;

  constructor(options: ScaledOptions) {
    super(options);
    this.#options = options;
  }

  override build([, features]: number[]): void {
    const uniform = tf.initializers.randomUniform({ minval: -1, maxval: 1 });
    this.addWeight("factor", [features!, this.#options.units], "float32", uniform);
    if (this.#options.useBias) this.addWeight("offset", [this.#options.units], "float32", uniform);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const [given] = [inputs].flat();
    const [factor, offset] = this.weights.map((weight) => weight.read());
    const product = tf.matMul(given as never, factor as never) as Tensor;
    return offset === undefined ? product : tf.add(product, offset);
  }

  override computeOutputShape([batch]: (number | null)[]): (number | null)[] {
    return [batch!, this.#options.units];
  }

  override getConfig() {
    const { units, useBias = false, note = "" } = this.#options;
    return { ...super.getConfig(), units, useBias, note };
  }
}

function square(input: Tensor): Tensor {
  return tf.square(input);
}

function squaredDistance(yTrue: Tensor, yPred: Tensor): Tensor {
  return tf.mean(tf.squaredDifference(yTrue, yPred), -1);
}

function withOwn(): Model {
  const input = layers.input([3]);
  const first = new Scaled({ units: 5, useBias: true, note: "kept As_it is" }) as unknown as layers.Layer;
  const steps = layers.repeatVector(2).apply(first.apply(input));
  const inner = new Scaled({ units: 2, name: "inside" }) as unknown as layers.Layer;
  const each = layers.timeDistributed(inner).apply(steps);
  const made = model({ inputs: input, outputs: layers.dense(4, { activation: square }).apply(each) });
  made.compile({ optimizer: "sgd", loss: squaredDistance, metrics: [squaredDistance] });
  return made;
}

const customObjects = { Scaled, square, squaredDistance };

describe("a layer, an activation, a loss and a metric of one's own", () => {
  it.each(["own.keras", "own.h5", "own.json"])("come back from %s by customObjects", async (file) => {
    const before = withOwn();
    await before.save(at(file));
    const after = await loadModel(at(file), { customObjects });
    expect((await after.predict(x)).data).toEqual((await before.predict(x)).data);
    expect(after.layers[1]).toBeInstanceOf(Scaled);
    for (const place of [1, 3])
      expect(after.getLayer(place).getConfig()).toEqual(before.getLayer(place).getConfig());
    expect(after.metricsNames).toEqual(["loss", "squaredDistance"]);
    await after.save(at(`again.${file}`));
    expect(weightsOf(await loadModel(at(`again.${file}`), { customObjects }))).toEqual(weightsOf(before));
  });

  it("come first in a sequential model too", async () => {
    const before = sequential(new Scaled({ units: 2, inputShape: [3] } as ScaledOptions) as never);
    await before.save(at("first.keras"));
    const after = await loadModel(at("first.keras"), { customObjects });
    expect((await after.predict(x)).data).toEqual((await before.predict(x)).data);
    expect(weightsOf(await modelFromJSON(before.toJSON(), { customObjects }))).toHaveLength(1);
  });

  it("are named, with the way out, where customObjects lacks them", async () => {
    await withOwn().save(at("missing.keras"));
    await expect(loadModel(at("missing.keras"), { customObjects: { square } })).rejects.toThrow(
      /is of class 'Scaled', which this library does not have\. Give the class when loading: loadModel\(file, \{ customObjects: \{ Scaled \} \}\)/,
    );
    await expect(loadModel(at("missing.keras"), { customObjects: { Scaled } })).rejects.toThrow(
      /the activation 'square' .* loadModel\(file, \{ customObjects: \{ square \} \}\)/,
    );
    await expect(loadModel(at("missing.keras"), { customObjects: { Scaled, square } })).rejects.toThrow(
      /squared_distance.*customObjects/,
    );
    await expect(loadModel(at("missing.keras"), { customObjects, compile: false })).resolves.toBeDefined();
  });

  it("leave nothing behind: the next load must name them again", async () => {
    await withOwn().save(at("once.keras"));
    await loadModel(at("once.keras"), { customObjects });
    await expect(loadModel(at("once.keras"))).rejects.toThrow("is of class 'Scaled'");
  });

  it("cannot have settings that no file holds", async () => {
    class Odd extends Scaled {
      override getConfig() {
        return { ...super.getConfig(), formula: square } as never;
      }
    }
    const odd = sequential(new Odd({ units: 2, inputShape: [3] } as ScaledOptions) as never);
    await expect(odd.save(at("odd.keras"))).rejects.toThrow(
      /\(Odd\): getConfig returns a function for 'formula', which no file can hold/,
    );
  });
});

class Net extends Model {
  readonly units: number;
  zeta: layers.Layer;
  alpha: layers.Layer;
  blocks: layers.Layer[];
  inner: Model;

  constructor({ units, name }: { units: number; name?: string }) {
    super(name === undefined ? {} : { name });
    this.units = units;
    this.zeta = layers.dense(units, { activation: "relu" });
    this.alpha = layers.dense(units);
    this.blocks = [layers.dense(4), layers.dense(3)];
    this.inner = sequential([
      layers.dense(5, { inputShape: [3] }),
      layers.dense(4, { activation: "softmax" }),
    ]);
  }

  override call(input: Tensor): Tensor {
    const blocks = this.blocks.reduce(
      (value, block) => block.apply(value) as Tensor,
      this.zeta.apply(this.alpha.apply(input) as Tensor) as Tensor,
    );
    return this.inner.apply(blocks);
  }

  getConfig() {
    return { units: this.units };
  }
}

class WithoutConfig extends Model {
  fc = layers.dense(4);
  override call(input: Tensor): Tensor {
    return this.fc.apply(input) as Tensor;
  }
}

async function trainedNet(): Promise<Net> {
  const net = new Net({ units: 6, name: "net" });
  net.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
  await net.fit(x, y, quiet);
  return net;
}

describe("a model of one's own class", () => {
  it("comes back whole from .keras, with its training", async () => {
    const net = await trainedNet();
    await net.save(at("net.keras"));
    const loaded = await loadModel(at("net.keras"), { customObjects: { Net } });
    expect(loaded).toBeInstanceOf(Net);
    expect(loaded.name).toBe("net");
    expect(weightsOf(loaded)).toEqual(weightsOf(net));
    for (const one of [loaded, net]) await one.fit(x, y, quiet);
    expect(weightsOf(loaded)).toEqual(weightsOf(net));
  });

  it("is made by its fromConfig where it has one", async () => {
    class Made extends Net {
      made = "by new";
      static fromConfig({ units }: { units: number }): Made {
        return Object.assign(new Made({ units }), { made: "by fromConfig" });
      }
    }
    const net = new Made({ units: 2 });
    net.build([null, 3]);
    await net.save(at("made.keras"));
    const loaded = await loadModel(at("made.keras"), { customObjects: { Made } });
    expect((loaded as Made).made).toBe("by fromConfig");
    expect(weightsOf(loaded)).toEqual(weightsOf(net));
  });

  it("is refused with the way out where a file cannot hold it", async () => {
    const net = await trainedNet();
    await net.save(at("lost.keras"));
    await expect(loadModel(at("lost.keras"))).rejects.toThrow(
      "The model is of the class 'Net', which is not this library's. Give the class when loading: loadModel(file, { customObjects: { Net } })",
    );
    for (const file of ["net.h5", "net.json"]) {
      await expect(net.save(at(file))).rejects.toThrow("Save it as .keras");
    }
    const without = new WithoutConfig();
    without.build([null, 3]);
    await expect(without.save(at("without.keras"))).rejects.toThrow(
      /class of yours without getConfig: only its weights can be saved.*saveWeights.*give the class a getConfig/,
    );
  });
});

const python = `
@keras.saving.register_keras_serializable("mine")
class Scaled(keras.layers.Layer):
    def __init__(self, units, use_bias=False, note="", **k):
        super().__init__(**k); self.units = units; self.use_bias = use_bias; self.note = note
    def build(self, shape):
        self.factor = self.add_weight(shape=(shape[-1], self.units), name="factor")
        self.offset = self.add_weight(shape=(self.units,), name="offset") if self.use_bias else None
    def call(self, x): return x @ self.factor + (self.offset if self.use_bias else 0)
    def compute_output_shape(self, shape): return (*shape[:-1], self.units)
    def get_config(self): return {**super().get_config(), "units": self.units, "use_bias": self.use_bias, "note": self.note}
def square(x): return keras.ops.square(x)
class Net(keras.Model):
    def __init__(self, units, **k):
        super().__init__(**k); L = keras.layers; self.units = units
        self.zeta = L.Dense(units, activation="relu"); self.alpha = L.Dense(units); self.blocks = [L.Dense(4), L.Dense(3)]
        self.inner = keras.Sequential([keras.Input((3,)), L.Dense(5), L.Dense(4, activation="softmax")])
    def call(self, x):
        x = self.zeta(self.alpha(x))
        for block in self.blocks: x = block(x)
        return self.inner(x)
    def get_config(self): return {**super().get_config(), "units": self.units}
x = np.array(${JSON.stringify(x.toArray())}, "float32"); y = np.array(${JSON.stringify([...y.data])}, "int32")
custom = dict(Scaled=Scaled, Net=Net, square=square)
`;

it.skipIf(noKeras)(againstKeras("classes of one's own travel between Keras and here"), async () => {
  const layered = withOwn();
  for (const file of ["to.keras", "to.h5"]) await layered.save(at(file));
  const net = await trainedNet();
  await net.save(at("toNet.keras"));
  await net.saveWeights(at("toNet.weights.h5"));
  const found = runKeras<{
    layered: number[][];
    net: number[][];
    after: number[];
    written: number[][];
  }>(`${python}
result = {"layered": [], "net": [], "written": []}
for file in ("to.keras", "to.h5"):
    m = keras.models.load_model(f"${folder}/{file}", custom_objects=custom, compile=False)
    result["layered"].append(m.predict(x, verbose=0).ravel())
    assert m.layers[1].note == "kept As_it is" and m.layers[1].use_bias is True
m.save("${folder}/from.keras")
m = keras.models.load_model("${folder}/toNet.keras", custom_objects=custom)
result["net"].append(m.predict(x, verbose=0).ravel())
n = Net(6); n(x); n.load_weights("${folder}/toNet.weights.h5")
result["net"].append(n.predict(x, verbose=0).ravel())
m.fit(x, y, shuffle=False, verbose=0)
m.save("${folder}/fromNet.keras"); m.save_weights("${folder}/fromNet.weights.h5")
result["after"] = m.predict(x, verbose=0).ravel()
`);
  const near = (ours: Iterable<number>, theirs: number[]) => {
    const values = [...ours];
    expect(values).toHaveLength(theirs.length);
    for (const [i, value] of values.entries()) expect(value).toBeCloseTo(theirs[i]!, 5);
  };
  for (const values of found.layered) near((await layered.predict(x)).data, values);
  for (const values of found.net) near((await net.predict(x)).data, values);
  await net.fit(x, y, quiet);
  near((await net.predict(x)).data, found.after);
  const back = await loadModel(at("from.keras"), { customObjects, compile: false });
  near((await back.predict(x)).data, found.layered[0]!);
  const netBack = await loadModel(at("fromNet.keras"), { customObjects: { Net } });
  near((await netBack.predict(x)).data, found.after);
  const byWeights = new Net({ units: 6 });
  byWeights.build([null, 3]);
  await byWeights.loadWeights(at("fromNet.weights.h5"));
  near((await byWeights.predict(x)).data, found.after);
});
