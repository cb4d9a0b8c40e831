import { beforeAll, describe, expect, it } from "vitest";
import { array } from "../../../src/array/create.ts";
import { clearSession, input, layers, Model, model, optimizers, sequential } from "../../../src/index.ts";
import type { Tensor } from "../../../src/tensorflow.ts";
import { againstKeras, noKeras, runKeras } from "../keras.ts";

class BasicANN extends Model {
  fc1 = layers.dense(5, { activation: "relu" });
  drop = layers.dropout(0.5);
  norm = layers.batchNormalization();
  fc2 = layers.dense(2);
  override call(x: Tensor): Tensor {
    return this.fc2.apply(this.norm.apply(this.drop.apply(this.fc1.apply(x))));
  }
}

class Sparse extends Model {
  code = layers.dense(2);
  out = layers.dense(1);
  override call(x: Tensor): Tensor {
    const code = this.code.apply(x);
    this.addLoss(code.square().mean(0).mul(0.3));
    return this.out.apply(code);
  }
}

function chapter18(last = 10): Model {
  const classifier = sequential();
  classifier.add(layers.flatten({ inputShape: [28, 28] }));
  classifier.add(layers.dense(100, { activation: "relu" }));
  classifier.add(layers.dense(last, { activation: "softmax" }));
  return classifier;
}

function branched(): Model {
  const x = input([4]);
  const a = layers.dense(3, { name: "a_very_long_name_for_a_layer_that_wraps" }).apply(x);
  const b = layers.dense(3).apply(x);
  return model({ inputs: x, outputs: layers.add().apply([a, b]) });
}

function nested(): Model {
  const x = input([4]);
  const inner = model({ inputs: x, outputs: layers.dense(2, { name: "은닉층" }).apply(x) });
  return sequential([inner, layers.batchNormalization()], { name: "패션 MNIST 모델" });
}

async function trained(): Promise<Model> {
  const one = sequential([layers.dense(3, { inputShape: [4] })]);
  one.compile({ optimizer: "adam", loss: "mse" });
  await one.fit(array([[1, 2, 3, 4]]), array([[1, 2, 3]]), { verbose: 0 });
  return one;
}

function twoInputs(): { summary: Model["summary"] } {
  const [price, area] = [input([3], { name: "price" }), input([2], { name: "area" })];
  const joined = layers.concatenate({ name: "joined" }).apply([price, area]);
  const shared = layers.dense(5, { name: "shared" });
  const sum = layers.add({ name: "sum" }).apply([shared.apply(joined), shared.apply(joined)]);
  const kind = layers.dense(4, { name: "kind" }).apply(sum);
  return model({ inputs: [price, area], outputs: [kind, layers.dense(1, { name: "cost" }).apply(joined)] });
}

function within(): { summary: Model["summary"] } {
  const [a, b] = [input([3], { name: "a" }), input([3], { name: "b" })];
  const joined = layers.concatenate({ name: "join" }).apply([a, b]);
  const hidden = layers.dense(4, { name: "hidden" }).apply(joined);
  const inner = model({
    inputs: [a, b],
    outputs: layers.dense(2, { name: "last" }).apply(hidden),
    name: "inner",
  });
  const chain = sequential([layers.dense(3, { name: "first" }), layers.dense(2, { name: "second" })], {
    name: "chain",
  });
  const [c, d] = [input([3], { name: "c" }), input([3], { name: "d" })];
  const out = layers.add({ name: "sum" }).apply([inner.apply([c, d]), chain.apply(c)]);
  return model({ inputs: { c, d }, outputs: { out }, name: "within" });
}

const summaries: Record<string, () => Promise<string> | string> = {
  chapter18: () => text(chapter18()),
  chapter18Hundred: () => text(chapter18(100)),
  waiting: () => text(sequential([layers.dense(2), layers.dropout(0.5)])),
  branched: () => text(branched()),
  nested: () => text(nested(), { expandNested: true }),
  wide: () => text(nested(), { lineLength: 60, showTrainable: true }),
  twoInputs: () => text(twoInputs()),
  twoInputsWide: () => text(twoInputs(), { lineLength: 100, showTrainable: true }),
  within: () => text(within(), { lineLength: 90 }),
  withinExpanded: () => text(within(), { lineLength: 110, expandNested: true, showTrainable: true }),
  trained: async () => text(await trained()),
};

function text(of: { summary: Model["summary"] }, options: object = {}): string {
  let printed = "";
  of.summary({ ...options, printFn: (summary) => (printed = summary) });
  return printed;
}

const program = `
from keras.layers import *
def chapter18(last=10):
    return keras.Sequential([keras.Input((28, 28)), Flatten(), Dense(100, "relu"), Dense(last, "softmax")])
def waiting(): return keras.Sequential([Dense(2), Dropout(0.5)])
def branched():
    x = keras.Input((4,))
    return keras.Model(x, Add()([Dense(3, name="a_very_long_name_for_a_layer_that_wraps")(x), Dense(3)(x)]))
def nested():
    x = keras.Input((4,))
    return keras.Sequential([keras.Model(x, Dense(2, name="은닉층")(x)), BatchNormalization()], name="패션 MNIST 모델")
def two_inputs():
    price, area = keras.Input((3,), name="price"), keras.Input((2,), name="area")
    joined = Concatenate(name="joined")([price, area])
    shared = Dense(5, name="shared")
    total = Add(name="sum")([shared(joined), shared(joined)])
    return keras.Model([price, area], [Dense(4, name="kind")(total), Dense(1, name="cost")(joined)])
def within():
    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    hidden = Dense(4, name="hidden")(Concatenate(name="join")([a, b]))
    inner = keras.Model([a, b], Dense(2, name="last")(hidden), name="inner")
    chain = keras.Sequential([Dense(3, name="first"), Dense(2, name="second")], name="chain")
    c, d = keras.Input((3,), name="c"), keras.Input((3,), name="d")
    return keras.Model(dict(c=c, d=d), dict(out=Add(name="sum")([inner([c, d]), chain(c)])), name="within")
def trained():
    m = keras.Sequential([keras.Input((4,)), Dense(3)])
    m.compile("adam", "mse")
    m.fit(np.ones((1, 4)), np.ones((1, 3)), verbose=0)
    return m
class BasicANN(keras.Model):
    def __init__(self):
        super().__init__()
        self.fc1, self.drop, self.norm, self.fc2 = Dense(5, "relu"), Dropout(0.5), BatchNormalization(), Dense(2)
    def call(self, x, training=False):
        return self.fc2(self.norm(self.drop(self.fc1(x), training=training), training=training))
def summary(make, **options):
    keras.utils.clear_session()
    # rich cuts lines at the terminal's width.
    os.environ["COLUMNS"] = str(max(80, options.get("line_length", 0) + 2))
    lines = []
    make().summary(print_fn=lines.append, **options)
    return "".join(lines)
summaries = dict(chapter18=summary(chapter18), chapter18Hundred=summary(lambda: chapter18(100)), waiting=summary(waiting), branched=summary(branched),
    nested=summary(nested, expand_nested=True), wide=summary(nested, line_length=60, show_trainable=True),
    twoInputs=summary(two_inputs), twoInputsWide=summary(two_inputs, line_length=100, show_trainable=True),
    within=summary(within, line_length=90), withinExpanded=summary(within, line_length=110, expand_nested=True, show_trainable=True), trained=summary(trained))
random = np.random.RandomState(0)
x = random.normal(size=(4, 3)).astype("float32")
keras.utils.clear_session()
ann = BasicANN()
ann(x)
weights = [np.abs(random.normal(size=w.shape)).astype("float32") for w in ann.get_weights()]
ann.set_weights(weights)
classes = dict(x=x, weights=weights, output=ann(x).numpy(), name=ann.name, names=[l.name for l in ann.layers], params=ann.count_params())
class Sparse(keras.Model):
    def __init__(self):
        super().__init__()
        self.code, self.out = Dense(2), Dense(1)
    def call(self, x):
        code = self.code(x)
        self.add_loss(keras.ops.mean(code ** 2, 0) * 0.3)
        return self.out(code)
sparse = Sparse()
sparse(x)
start = [random.normal(size=w.shape).astype("float32") for w in sparse.get_weights()]
sparse.set_weights(start)
sparse.compile(keras.optimizers.SGD(0.1), "mse", metrics=["mae"])
history = sparse.fit(x, x[:, :1], epochs=4, batch_size=3, shuffle=False, verbose=0).history
added = dict(weights=start, history=history, evaluated=sparse.evaluate(x, x[:, :1], verbose=0, return_dict=True))
result = dict(summaries=summaries, classes=classes, added=added)`;

interface Reference {
  summaries: Record<string, string>;
  classes: {
    x: number[][];
    weights: number[][][];
    output: number[][];
    name: string;
    names: string[];
    params: number;
  };
  added: { weights: number[][][]; history: Record<string, number[]>; evaluated: Record<string, number> };
}

describe.skipIf(noKeras)(againstKeras("beside Keras"), () => {
  let reference: Reference;
  beforeAll(() => {
    reference = runKeras(program);
  });

  it.each(Object.keys(summaries))("prints the summary of %s character for character", async (name) => {
    clearSession();
    expect((await summaries[name]!()).trimEnd()).toBe(reference.summaries[name]!.trimEnd());
  });

  it("adds what a class gives addLoss to the loss, in training and evaluation", async () => {
    const { weights, history, evaluated } = reference.added;
    const x = array(reference.classes.x);
    const y = array(reference.classes.x.map(([first]) => [first!]));
    const sparse = new Sparse();
    sparse.build([null, 3]);
    sparse.setWeights(weights.map((values) => array(values)));
    sparse.compile({ optimizer: optimizers.sgd({ learningRate: 0.1 }), loss: "mse", metrics: "mae" });
    const ours = await sparse.fit(x, y, { epochs: 4, batchSize: 3, shuffle: false, verbose: 0 });
    for (const [name, values] of Object.entries(history)) {
      for (const [i, value] of values.entries()) expect(ours.history[name]![i], name).toBeCloseTo(value, 4);
    }
    const measured = await sparse.evaluate(x, y, { verbose: 0, returnDict: true });
    for (const [name, value] of Object.entries(evaluated)) expect(measured[name]).toBeCloseTo(value, 4);
    expect((await sparse.predict(x)).shape).toEqual([4, 1]);
  });

  it("computes a class with call from the same weights, under the same names", async () => {
    clearSession();
    const { x, weights, output, name, names, params } = reference.classes;
    const ann = new BasicANN();
    ann.build([null, 3]);
    ann.setWeights(weights.map((values) => array(values)));
    const ours = await ann.predict(array(x));
    expect(Math.max(...ours.data.map((value, i) => Math.abs(value - output.flat()[i]!)))).toBeLessThan(1e-5);
    expect([ann.name, ann.layers.map((layer) => layer.name), ann.countParams()]).toEqual([
      name,
      names,
      params,
    ]);
  });
});
