import { describe, expect, it } from "vitest";
import { array } from "../../../src/array/create.ts";
import type { Arrays, Batch } from "../../../src/index.ts";
import { input, layers, model, optimizers, setRandomSeed, toTensor } from "../../../src/index.ts";
import { tf } from "../../../src/tensorflow.ts";
import { y as kind, x as left, weightsOf } from "../callbacks/small.ts";

const quiet = { verbose: 0, shuffle: false } as const;
const right = left.slice(0).mul(0.5);
const cost = array([...kind.data].map((label) => [label / 3]));

/** Two inputs and two outputs that start from the same weights each time. */
function twoByTwo() {
  setRandomSeed(5);
  const [a, b] = [input([3], { name: "left" }), input([3], { name: "right" })];
  const joined = layers.concatenate().apply([a, b]);
  const made = model({
    inputs: [a, b],
    outputs: [
      layers.dense(4, { activation: "softmax", name: "kind" }).apply(joined),
      layers.dense(1, { name: "cost" }).apply(joined),
    ],
    name: "둘",
  });
  made.compile({
    optimizer: optimizers.adam({ learningRate: 0.05 }),
    loss: ["sparse_categorical_crossentropy", "mse"],
    metrics: { kind: "accuracy" },
  });
  return made;
}

/** One input and one output. */
function oneByOne() {
  const x = input([3], { name: "only" });
  const made = model({ inputs: x, outputs: layers.dense(1, { name: "result" }).apply(x) });
  made.compile({ loss: "mse" });
  return made;
}

describe("arrays for several inputs and outputs", () => {
  it("mean the same as lists, objects, tensors and nested numbers", async () => {
    const lists = twoByTwo();
    const expected = await lists.fit([left, right], [kind, cost], { ...quiet, epochs: 2 });
    const forms: [Arrays, Arrays][] = [
      [
        { right, left },
        { cost, kind },
      ],
      [[toTensor(left), toTensor(right)], { kind: toTensor(kind), cost }],
      [
        [left.toArray() as number[][], right.toArray() as number[][]],
        [[...kind.data], cost.toArray() as number[][]],
      ],
    ];
    for (const [x, y] of forms) {
      const other = twoByTwo();
      expect((await other.fit(x, y, { ...quiet, epochs: 2 })).history).toEqual(expected.history);
      expect(weightsOf(other)).toEqual(weightsOf(lists));
    }
  });

  it("may be given by name or in a list to a model that has one of each", async () => {
    const one = oneByOne();
    const expected = await one.evaluate(left, cost, quietly);
    expect(await one.evaluate([left], [cost], quietly)).toEqual(expected);
    expect(await one.evaluate({ only: left }, { result: cost }, quietly)).toEqual(expected);
    expect((await one.predict({ only: left })).shape).toEqual([70, 1]);
  });

  it("come in batches too: a list, a generator, tf.data, and a data loader of one's own", async () => {
    const cut = (from: number) =>
      [left, right, kind, cost].map((whole) => whole.slice(from, from + 20)) as [
        typeof left,
        typeof left,
        typeof kind,
        typeof left,
      ];
    const parts = [0, 20, 40, 60].map(cut);
    const list: Batch[] = parts.map(([a, b, k, c]) => [
      [a, b],
      [k, c],
    ]);
    const named: Batch[] = parts.map(([a, b, k, c]) => [
      { right: b, left: a },
      { cost: c, kind: k },
    ]);
    const tensors = parts.map(([a, b, k, c]) => ({
      xs: { left: toTensor(a), right: toTensor(b) },
      ys: { kind: toTensor(k), cost: toTensor(c) },
    }));
    const arrays = twoByTwo();
    const validationData = [{ left, right }, [kind, cost]] as const;
    const expected = await arrays.fit([left, right], [kind, cost], {
      ...quiet,
      epochs: 2,
      batchSize: 20,
      validationData,
    });
    async function* generator() {
      yield* named;
      yield* named;
    }
    const sources = [list, { [Symbol.iterator]: () => named[Symbol.iterator]() }, tf.data.array(tensors)];
    for (const batches of [...sources, generator()]) {
      const streamed = twoByTwo();
      const steps = Symbol.asyncIterator in batches ? { stepsPerEpoch: 4 } : {};
      const options = { verbose: 0, epochs: 2, validationData: list, ...steps } as const;
      const { history } = await streamed.fit(batches as typeof list, options);
      expect(weightsOf(streamed)).toEqual(weightsOf(arrays));
      expect(Object.keys(history)).toEqual(Object.keys(expected.history));
      for (const [name, values] of Object.entries(expected.history)) {
        for (const [i, value] of values.entries()) expect(history[name]![i]).toBeCloseTo(value, 6);
      }
    }
  });

  it("carry weights in batches, by output or for all", async () => {
    const both = twoByTwo();
    const options = { ...quietly, returnDict: true } as const;
    const batchSize = 70;
    const sampleWeight = { kind, cost: null };
    const whole = await both.evaluate([left, right], [kind, cost], { ...options, batchSize, sampleWeight });
    const batch: Batch = [
      [left, right],
      [kind, cost],
      [kind, null],
    ];
    expect(await both.evaluate([batch], options)).toEqual(whole);
    const plain = await both.evaluate([left, right], [kind, cost], { ...options, batchSize });
    expect(whole.cost_loss).toBe(plain.cost_loss);
    expect(whole.kind_loss).not.toBe(plain.kind_loss);
    const all = await both.testOnBatch([left, right], [kind, cost], {
      sampleWeight: [...kind.data],
      returnDict: true,
    });
    expect(all.kind_loss).toBeCloseTo(whole.kind_loss!, 5);
    expect(all.cost_loss).not.toBeCloseTo(plain.cost_loss!, 3);
  });

  it("leave memory as it was, also when they do not fit", async () => {
    const both = twoByTwo();
    const once = async () => {
      await both.fit([left, right], [kind, cost], { ...quiet, validationSplit: 0.2, sampleWeight: kind });
      await both.predict([left, right]);
      await expect(both.fit([left, right.slice(1)], [kind, cost], quiet)).rejects.toThrow();
      await expect(both.fit([left, right], [kind.add(9), cost], quiet)).rejects.toThrow();
      await expect(both.fit([left, right], [kind, cost.slice(1)], quiet)).rejects.toThrow();
    };
    await once();
    const before = tf.memory().numTensors;
    for (let i = 0; i < 3; i++) await once();
    expect(tf.memory().numTensors).toBe(before);
  });
});

const quietly = { verbose: 0 } as const;

describe("a clear error lists the right names", () => {
  const both = twoByTwo();
  const cases: [string, Arrays, Arrays, string][] = [
    [
      "of inputs",
      { left, wrong: right },
      [kind, cost],
      'x names "wrong", but model "둘" has no such input; its inputs are left, right',
    ],
    [
      "of an input that is missing",
      { left },
      [kind, cost],
      'x has nothing for the input "right"; its inputs are left, right',
    ],
    [
      "where one array is not enough",
      left,
      [kind, cost],
      'model "둘" has 2 inputs, got one array: x is a list of 2 or an object; its inputs are left, right',
    ],
    [
      "where a list is too long",
      [left, right, left],
      [kind, cost],
      'model "둘" has 2 inputs, got 3; its inputs are left, right',
    ],
    [
      "of outputs",
      [left, right],
      { kind, price: cost },
      'y names "price", but model "둘" has no such output; its outputs are kind, cost',
    ],
    [
      "of an output that is missing",
      [left, right],
      { kind },
      'y has nothing for the output "cost"; the outputs are kind, cost',
    ],
    [
      "where the samples differ in number",
      [left, right.slice(1)],
      [kind, cost],
      'the inputs of model "둘" hold 70 and 69 samples',
    ],
    [
      "where the targets differ in number",
      [left, right],
      [kind, cost.slice(1)],
      '70 inputs but 69 targets of output "cost"',
    ],
    [
      "where an input's shape is another",
      [left, right.reshape(70, 3, 1)],
      [kind, cost],
      'input "right" of model "둘" expects samples of shape (3,), got 70 samples of shape (3, 1); reshape(-1, 3) makes them fit',
    ],
  ];

  it.each(cases)("%s", async (_, x, y, message) => {
    await expect(both.fit(x, y, quiet)).rejects.toThrow(message);
  });

  it("of weights, and says that class weights go with one output", async () => {
    const fit = (options: object) => both.fit([left, right], [kind, cost], { ...quiet, ...options });
    await expect(fit({ sampleWeight: { price: kind } })).rejects.toThrow(
      'sampleWeight names "price", but model "둘" has no such output; its outputs are kind, cost',
    );
    await expect(fit({ classWeight: { 0: 2 } })).rejects.toThrow(
      "classWeight goes with models of one output, and this has kind, cost",
    );
  });

  it("where a model that has one input gets several", async () => {
    await expect(oneByOne().predict([left, right])).rejects.toThrow("has 1 input, got 2; its input is only");
  });
});
