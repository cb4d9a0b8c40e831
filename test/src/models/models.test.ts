import { describe, expect, it } from "vitest";
import { array } from "../../../src/array/create.ts";
import { input, layers, Model, model, optimizers, sequential, setRandomSeed } from "../../../src/index.ts";
import { type Tensor, tf } from "../../../src/tensorflow.ts";

const x = array([
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 10],
  [1, 0, 1],
]);
const y = array([0, 1, 1, 0], "int32");
const loss = "sparse_categorical_crossentropy";

class Classifier extends Model {
  hidden = [layers.dense(8, { activation: "relu" }), layers.dropout(0.2)];
  out = layers.dense(2, { activation: "softmax" });
  override call(batch: Tensor): Tensor {
    return this.out.apply(this.hidden.reduce((value, layer) => layer.apply(value), batch));
  }
}

describe("a sequential model", () => {
  it("takes layers off and on again", () => {
    const stack = sequential([layers.dense(4, { inputShape: [3] }), layers.dense(2, { name: "last" })]);
    expect(stack.pop().name).toBe("last");
    expect(stack.countParams()).toBe(16);
    stack.add(layers.dense(5));
    expect([stack.countParams(), stack.outputShape]).toEqual([16 + 25, [null, 5]]);
    stack.pop();
    stack.pop();
    expect(stack.layers).toEqual([]);
    stack.add(layers.dense(1, { inputShape: [2] }));
    expect(stack.countParams()).toBe(3);
    expect(() => sequential().pop()).toThrow("has no layer to pop");
  });

  it("finds layers by name and place", () => {
    const stack = sequential([
      input([3]),
      layers.dense(4, { name: "은닉층" }),
      layers.dense(2, { name: "출력층" }),
    ]);
    expect(stack.getLayer("은닉층")).toBe(stack.getLayer(0));
    expect(stack.getLayer(-1).name).toBe("출력층");
    expect(() => stack.getLayer("hidden")).toThrow('has no layer "hidden"; it has: 은닉층, 출력층');
    expect(stack.inputShape).toEqual([null, 3]);
  });

  it("gives and takes weights in Keras's order, and freezes", () => {
    const stack = sequential([
      layers.dense(2, { inputShape: [3] }),
      layers.batchNormalization(),
      layers.dense(1),
    ]);
    const weights = stack.getWeights();
    expect(weights.map(({ shape }) => [...shape])).toEqual([[3, 2], [2], [2], [2], [2], [2], [2, 1], [1]]);
    stack.setWeights(weights.map((weight) => weight.div(2)));
    expect(stack.getWeights()[2]!.data).toEqual(Float32Array.of(0.5, 0.5));
    expect(stack.trainableVariables).toHaveLength(6);
    stack.getLayer(0).trainable = false;
    expect(stack.trainableVariables).toHaveLength(4);
    stack.trainable = false;
    expect([stack.trainableVariables.length, stack.nonTrainableVariables.length]).toEqual([0, 8]);
    expect(() => stack.setWeights(weights.slice(1))).toThrow("has 8 weights, got 7");
  });
});

describe("a functional model", () => {
  it("joins several inputs and predicts", async () => {
    const [a, b] = [input([3]), input([2])];
    const joined = layers.concatenate().apply([a, b]);
    const both = model({ inputs: [a, b], outputs: layers.dense(4).apply(joined), name: "두 입력" });
    const second = array([
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ]);
    const outputs = await both.predict([x, second]);
    expect(outputs.shape).toEqual([4, 4]);
    const inPieces = await both.predict([x, second], { batchSize: 3 });
    expect(Math.max(...inPieces.data.map((value, i) => Math.abs(value - outputs.data[i]!)))).toBeLessThan(
      1e-5,
    );
    await expect(both.predict([x])).rejects.toThrow('model "두 입력" has 2 inputs, got 1');
  });

  it("gives several outputs", async () => {
    const a = input([3]);
    const two = model({ inputs: a, outputs: [layers.dense(1).apply(a), layers.dense(2).apply(a)] });
    const [one, pair] = await two.predict([x]);
    expect([one.shape, pair.shape]).toEqual([
      [4, 1],
      [4, 2],
    ]);
  });

  it("is called with one tensor for each input, in the form in which it was built", async () => {
    const [a, b] = [input([3], { name: "a" }), input([3], { name: "b" })];
    const sum = layers.add().apply([a, b]);
    const product = layers.multiply().apply([a, b]);
    const named = model({ inputs: { a, b }, outputs: { sum, product } });
    const two = tf.ones([1, 3]).mul(2);
    const results = named.apply({ b: two, a: tf.ones([1, 3]).mul(5) });
    expect([...results.sum.dataSync(), ...results.product.dataSync()]).toEqual([7, 7, 7, 10, 10, 10]);
    const listed = model({ inputs: [a, b], outputs: [sum, product] });
    const c = input([3]);
    const [inner, other] = listed.apply([c, c]);
    const outer = model({ inputs: c, outputs: layers.add().apply([inner, other]) });
    expect((await outer.predict(array([[1, 2, 3]]))).toArray()).toEqual([[3, 8, 15]]);
    const outputs = named.apply({ a: c, b: c });
    const doubled = model({ inputs: c, outputs: outputs.sum });
    expect((await doubled.predict(array([[1, 2, 3]]))).toArray()).toEqual([[2, 4, 6]]);
    expect(() => named.apply({ a: c, c })).toThrow("has the inputs a, b, got a, c");
    expect(() => named.apply(c)).toThrow("has 2 inputs (a, b), got 1");
  });

  it("is a layer of another one, and refuses two layers of one name", () => {
    const inner = sequential([layers.dense(4, { inputShape: [3] })]);
    const a = input([3]);
    expect(new Model({ inputs: a, outputs: inner.apply(a) }).countParams()).toBe(16);
    const b = layers.dense(2, { name: "same" }).apply(a);
    expect(() => model({ inputs: a, outputs: layers.dense(2, { name: "same" }).apply(b) })).toThrow("same");
  });
});

describe("a class with call", () => {
  it("trains, evaluates and predicts", async () => {
    setRandomSeed(3);
    const classifier = new Classifier();
    classifier.compile({ loss, metrics: "accuracy", optimizer: optimizers.adam({ learningRate: 0.05 }) });
    const { history } = await classifier.fit(x, y, { epochs: 60, verbose: 0 });
    expect(history.loss.at(-1)).toBeLessThan(history.loss[0]! / 2);
    const [measured] = await classifier.evaluate(x, y, { verbose: 0 });
    const outputs = await classifier.predict(x);
    expect(outputs.shape).toEqual([4, 2]);
    const expected = Array.from(y.data, (label, i) => -Math.log(outputs.item(i, label)));
    expect(measured).toBeCloseTo(expected.reduce((sum, value) => sum + value, 0) / 4, 5);
    expect(await classifier.predict(x)).toEqual(outputs);
  });

  it("has its layers' weights, and is summarised", () => {
    const classifier = new Classifier({ name: "분류기" });
    classifier.build([null, 3]);
    expect([classifier.name, classifier.countParams()]).toEqual(["분류기", 3 * 8 + 8 + 16 + 2]);
    let printed = "";
    classifier.summary({ printFn: (text) => (printed = text) });
    expect(printed).toContain(" Total params: 50 (200.00 B)");
  });

  it("says what is wrong with call", () => {
    class Silent extends Classifier {
      override call(): Tensor {
        return undefined as unknown as Tensor;
      }
    }
    expect(() => new Silent().build([null, 3])).toThrow("returned undefined instead of a tensor");
    class Hidden extends Model {
      #out = layers.dense(2);
      override call(batch: Tensor): Tensor {
        return this.#out.apply(batch);
      }
    }
    expect(() => new Hidden().build([null, 3])).toThrow("has no layers with weights in its public fields");
    expect(() => new Model().build([null, 3])).toThrow("has neither layers nor a call of its own");
  });
});

it("takes models of tfjs as they are", async () => {
  const theirs = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
  const ours = new Model(theirs);
  expect((await ours.predict(x)).shape).toEqual([4, 2]);
  expect(ours.getLayer(0)).toBe(theirs.layers[0]);
});
