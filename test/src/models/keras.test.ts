import { beforeAll, describe, expect, it } from "vitest";
import { array } from "../../../src/array/create.ts";
import { clearSession, input, layers, Model, model, sequential } from "../../../src/index.ts";
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

const summaries: Record<string, () => Promise<string> | string> = {
  chapter18: () => text(chapter18()),
  chapter18Hundred: () => text(chapter18(100)),
  waiting: () => text(sequential([layers.dense(2), layers.dropout(0.5)])),
  branched: () => text(branched()),
  nested: () => text(nested(), { expandNested: true }),
  wide: () => text(nested(), { lineLength: 60, showTrainable: true }),
  trained: async () => text(await trained()),
};

function text(of: Model, options: object = {}): string {
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
    lines = []
    make().summary(print_fn=lines.append, **options)
    return "".join(lines)
summaries = dict(chapter18=summary(chapter18), chapter18Hundred=summary(lambda: chapter18(100)), waiting=summary(waiting), branched=summary(branched),
    nested=summary(nested, expand_nested=True), wide=summary(nested, line_length=60, show_trainable=True), trained=summary(trained))
random = np.random.RandomState(0)
x = random.normal(size=(4, 3)).astype("float32")
keras.utils.clear_session()
ann = BasicANN()
ann(x)
weights = [np.abs(random.normal(size=w.shape)).astype("float32") for w in ann.get_weights()]
ann.set_weights(weights)
classes = dict(x=x, weights=weights, output=ann(x).numpy(), name=ann.name, names=[l.name for l in ann.layers], params=ann.count_params())
result = dict(summaries=summaries, classes=classes)`;

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
