import { beforeAll, describe, expect, it } from "vitest";
import { array } from "../../../src/array/create.ts";
import { initializers, input, layers, model, sequential } from "../../../src/index.ts";
import { type Tensor, tf } from "../../../src/tensorflow.ts";
import { againstKeras, noKeras, runKeras } from "../keras.ts";

const values = (x: Tensor) => Array.from(x.dataSync<"float32">());

describe.skipIf(noKeras)(againstKeras("as in Keras"), () => {
  interface Reference {
    x: number[][][];
    causal: number[][][];
    translated: number[][][];
    weights: { data: number[]; shape: number[] }[];
    masked: number[][];
    penalised: number;
    adapted: number[][];
  }
  let reference: Reference;
  beforeAll(() => {
    reference = runKeras(`
from keras import layers
random = np.random.RandomState(0)
x = random.normal(size=(2, 4, 3)).astype("float32")
causal = layers.Attention()([x, x], use_causal_mask=True)
xs = keras.Input((None, 3)); ys = keras.Input((None, 3))
_, *state = layers.LSTM(5, return_state=True)(xs)
out = layers.LSTM(5, return_sequences=True)(ys, initial_state=state)
out = layers.Dense(2)(out)
model = keras.Model([xs, ys], out)
model.set_weights([random.normal(size=w.shape) * 0.5 for w in model.get_weights()])
weights = [dict(data=np.ravel(w), shape=list(w.shape)) for w in model.get_weights()]
translated = model([x, x[:, ::-1]])
words = np.array([[1, 2, 0, 0], [3, 0, 0, 0]])
embed = keras.Sequential([layers.Embedding(4, 2, mask_zero=True, embeddings_initializer=keras.initializers.Constant(0)), layers.GlobalAveragePooling1D()])
embed(words); embed.set_weights([np.array([[9, 9], [1, 2], [3, 4], [5, 6]], "float32")])
regular = keras.Sequential([keras.Input((3,)), layers.ActivityRegularization(l1=0.1, l2=0.2)])
regular.compile(loss="mse")
penalised = regular.evaluate(x[0], x[1], batch_size=2, verbose=0)
norm = layers.Normalization(); norm.adapt(x[0])
result = dict(x=x, causal=causal.numpy(), translated=translated.numpy(), weights=weights, masked=embed(words).numpy(), penalised=penalised, adapted=norm(x[1]).numpy())`);
  });

  const near = (ours: readonly number[], theirs: unknown) => {
    const wanted = (theirs as number[]).flat(9) as number[];
    expect(ours).toHaveLength(wanted.length);
    for (const [i, value] of ours.entries()) expect(value).toBeCloseTo(wanted[i]!, 4);
  };

  it("attention looks back alone where it is told so, in a functional model too", async () => {
    const x = tf.tensor3d(reference.x);
    near(values(layers.attention().apply([x, x], { useCausalMask: true })), reference.causal);
    const symbol = input([4, 3]);
    const y = layers.attention().apply([symbol, symbol], { useCausalMask: true });
    const { data } = await model({ inputs: symbol, outputs: y }).predict(array(reference.x));
    near([...data], reference.causal);
  });

  it("a decoder begins with an encoder's state", () => {
    const [xs, ys] = [input([null, 3]), input([null, 3])];
    const [, ...state] = layers.lstm(5, { returnState: true }).apply(xs);
    const decoded = layers.lstm(5, { returnSequences: true }).apply(ys, { initialState: state });
    const both = tf.model({ inputs: [xs, ys], outputs: layers.dense(2).apply(decoded) });
    both.setWeights(reference.weights.map(({ data, shape }) => tf.tensor(data, shape)));
    const x = tf.tensor3d(reference.x);
    near(values(both.predict([x, tf.reverse(x, 1)]) as Tensor), reference.translated);
  });

  it("the mean over steps leaves out masked ones", async () => {
    const embed = sequential([
      layers.embedding(4, 2, { maskZero: true, inputShape: [4] }),
      layers.globalAveragePooling1D(),
    ]);
    embed.setWeights([
      array([
        [9, 9],
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
    ]);
    const words = array([
      [1, 2, 0, 0],
      [3, 0, 0, 0],
    ]);
    near([...(await embed.predict(words)).data], reference.masked);
  });

  it("activity regularisation adds to the loss, batch by batch", async () => {
    const regular = sequential(layers.activityRegularization({ l1: 0.1, l2: 0.2, inputShape: [3] }));
    regular.compile({ loss: "mse" });
    const measured = await regular.evaluate(array(reference.x[0]!), array(reference.x[1]!), {
      batchSize: 2,
      verbose: 0,
    });
    expect([measured].flat()[0]).toBeCloseTo(reference.penalised, 4);
  });

  it("normalisation measures the data that it is adapted to", () => {
    const layer = layers.normalization();
    layer.adapt(array(reference.x[0]!));
    near(values(layer.apply(tf.tensor2d(reference.x[1]!))), reference.adapted);
  });
});

it("masks reach the layer they belong to alone", async () => {
  const through = sequential([
    layers.embedding(5, 2, { maskZero: true, inputShape: [4] }),
    layers.lstm(3),
    layers.repeatVector(6),
    layers.gru(2, { returnSequences: true }),
  ]);
  expect((await through.predict(array([[1, 2, 0, 0]]))).shape).toEqual([1, 6, 2]);
});

describe("augmentation", () => {
  const pictures = tf.tidy(() => tf.tile(tf.reshape(tf.range(0, 20), [1, 4, 5, 1]), [40, 1, 1, 1]));
  const changed = (layer: layers.Layer) => layer.apply(pictures, { training: true });

  it("changes nothing when a model predicts", () => {
    for (const layer of [layers.randomFlip(), layers.randomRotation(0.5), layers.randomZoom(0.5)]) {
      expect(values(layer.apply(pictures))).toEqual(values(pictures));
    }
  });

  it("mirrors about half of the pictures, whole rows at a time", () => {
    const rows = values(
      tf.slice(changed(layers.randomFlip("horizontal", { seed: 3 })), [0, 0, 0, 0], [40, 1, 5, 1]),
    );
    const firsts = Array.from({ length: 40 }, (_, i) => rows.slice(5 * i, 5 * i + 5).join(" "));
    expect(new Set(firsts)).toEqual(new Set(["0 1 2 3 4", "4 3 2 1 0"]));
    expect(firsts.filter((row) => row === "4 3 2 1 0").length).toBeGreaterThan(8);
  });

  it("turns a picture by a half to its mirror image of both axes", () => {
    const turned = changed(layers.randomRotation([0.5, 0.5]));
    const wanted = values(tf.reverse(pictures, [1, 2]));
    for (const [i, value] of values(turned).entries()) expect(value).toBeCloseTo(wanted[i]!, 3);
  });

  it("shifts pictures and fills what is left with one value, or with the mirrored picture", () => {
    const shift = (fillMode: "constant" | "reflect" | "nearest" | "wrap") =>
      values(changed(layers.randomTranslation([0.25, 0.25], 0, { fillMode, fillValue: -1 }))).slice(0, 10);
    const first = [0, 1, 2, 3, 4];
    const near = (ours: number[], wanted: number[]) =>
      expect(ours.map((value) => Math.round(value * 1e3) / 1e3 + 0)).toEqual(wanted);
    near(shift("constant"), [-1, -1, -1, -1, -1, ...first]);
    near(shift("reflect"), [...first, ...first]);
    near(shift("nearest"), [...first, ...first]);
    near(shift("wrap"), [15, 16, 17, 18, 19, ...first]);
  });

  it("keeps values in their range", () => {
    for (const layer of [
      layers.randomBrightness(0.9, { valueRange: [0, 19] }),
      layers.randomContrast([0.9, 0.9], { valueRange: [0, 19] }),
    ]) {
      const all = values(changed(layer));
      expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...all)).toBeLessThanOrEqual(19);
      expect(new Set(all).size).toBeGreaterThan(20);
    }
  });

  it("trains in a model", async () => {
    const classifier = sequential([
      layers.randomFlip("horizontal", { inputShape: [4, 5, 1] }),
      layers.randomRotation(0.1),
      layers.flatten(),
      layers.dense(1),
    ]);
    classifier.compile({ optimizer: "sgd", loss: "mse" });
    const { history } = await classifier.fit(pictures.div(20), tf.ones([40, 1]), { epochs: 30, verbose: 0 });
    expect(history.loss.at(-1)).toBeLessThan(history.loss[0]!);
  });
});

describe("a layer from a function", () => {
  it("finds its output's shape by itself, open lengths too", async () => {
    const doubled = layers.lambda((x) => tf.concat([x, x], -1));
    expect(doubled.apply(input([null, 3])).shape).toEqual([null, null, 6]);
    const sum = layers.lambda((xs: Tensor[]) => tf.addN(xs));
    const [a, b] = [input([2]), input([2])];
    expect(sum.apply([a, b]).shape).toEqual([null, 2]);
    const net = sequential([layers.lambda((x) => x.square(), { inputShape: [2] })]);
    expect((await net.predict(array([[2, 3]]))).toArray()).toEqual([[4, 9]]);
    expect(() => net.toJSON()).toThrow("holds a function, which no file can hold");
  });

  it("can be a class of one's own with weights", async () => {
    class Scale extends layers.Layer {
      static readonly className = "Scale";
      #factor!: { read(): Tensor };
      override build(): void {
        this.#factor = this.addWeight("factor", [], "float32", initializers.ones()) as unknown as {
          read(): Tensor;
        };
        this.built = true;
      }
      override call(inputs: Tensor | Tensor[]): Tensor {
        return tf.mul([inputs].flat()[0]!, this.#factor.read());
      }
    }
    const net = sequential([input([2]), new Scale(), layers.dense(1)]);
    net.compile({ optimizer: "sgd", loss: "mse" });
    await net.fit(array([[1, 2]]), array([[3]]), { verbose: 0 });
    expect(net.countParams()).toBe(4);
  });
});
