import { beforeAll, describe, expect, it } from "vitest";
import { array } from "../../../src/array/create.ts";
import type { Arrays, CompileOptions, FitOptions } from "../../../src/index.ts";
import { clearSession, input, layers, model, optimizers } from "../../../src/index.ts";
import { type SymbolicTensor, tf } from "../../../src/tensorflow.ts";
import { againstKeras, noKeras, runKeras } from "../keras.ts";

type History = Record<string, number[]>;

const wave = (i: number, j: number) => Math.fround(Math.sin(3.7 * i + 1.3 * j) * 1.5);
const rows = (width: number, from: number) =>
  Array.from({ length: 70 }, (_, i) => Array.from({ length: width }, (_, j) => wave(i + from, j)));
const raw = {
  a: rows(3, 0),
  b: rows(2, 100),
  label: Array.from({ length: 70 }, (_, i) => (i * i + i) % 4),
  price: rows(1, 200),
  w: Array.from({ length: 70 }, (_, i) => ((i * 7) % 5) / 2),
  v: Array.from({ length: 70 }, (_, i) => ((i * 3) % 4) / 2),
  weights: [rows(4, 300).slice(0, 5), [0, 0.1, 0, 0.2], rows(1, 400).slice(0, 5), [0.3]],
};
const [a, b, price] = [array(raw.a), array(raw.b), array(raw.price)];
const label = array(raw.label, "int32");
const [w, v] = [array(raw.w), array(raw.v)];

/** Two inputs, joined; a classification and a regression. */
function ends() {
  clearSession();
  const inA = input([3], { name: "in_a" });
  const inB = input([2], { name: "in_b" });
  const joined = layers.concatenate().apply([inA, inB]);
  const outLabel = layers.dense(4, { activation: "softmax", name: "label" }).apply(joined);
  const outPrice = layers.dense(1, { name: "price", kernelRegularizer: "l2" }).apply(joined);
  return { inA, inB, outLabel, outPrice };
}

const forms = {
  list: ({ inA, inB, outLabel, outPrice }: Record<string, SymbolicTensor>) =>
    model({ inputs: [inA!, inB!], outputs: [outLabel!, outPrice!] }),
  named: ({ inA, inB, outLabel, outPrice }: Record<string, SymbolicTensor>) =>
    model({ inputs: { left: inA!, right: inB! }, outputs: { kind: outLabel!, cost: outPrice! } }),
  oneLeft: ({ inA, inB, outLabel }: Record<string, SymbolicTensor>) =>
    model({ inputs: [inA!, inB!], outputs: outLabel! }),
};

const sparse = "sparse_categorical_crossentropy";
type Form = keyof typeof forms;

interface Case {
  form: Form;
  compile: Omit<CompileOptions, "optimizer">;
  x: Arrays;
  y: Arrays;
  fit?: FitOptions;
  /** The same in Python: compile, x, y, fit. */
  keras: [compile: string, x: string, y: string, fit?: string];
}

const lists = { x: [a, b], y: [label, price] };
const kerasLists = ["[A, B]", "[L, P]"] as const;

const cases: Record<string, Case> = {
  "lists of arrays and losses": {
    form: "list",
    compile: { loss: [sparse, "mse"] },
    ...lists,
    keras: [`loss=["${sparse}", "mse"]`, ...kerasLists],
  },
  "one loss for all, and its weight": {
    form: "list",
    compile: { loss: "mse", lossWeights: 0.3 },
    x: [a, b],
    y: [array(raw.label.map((k) => [0, 1, 2, 3].map((c) => (c === k ? 1 : 0)))), price],
    keras: ['loss="mse", loss_weights=0.3', "[A, B]", "[np.eye(4)[L], P]"],
  },
  "objects by layers' names, loss weights and metrics by name": {
    form: "list",
    compile: {
      loss: { price: "mse", label: sparse },
      lossWeights: { price: 0.2, label: 1.5 },
      metrics: { label: ["accuracy"], price: ["mae", "mse"] },
    },
    x: { in_b: b, in_a: a },
    y: { price, label },
    keras: [
      `loss=dict(price="mse", label="${sparse}"), loss_weights=dict(price=0.2, label=1.5), metrics=dict(label=["accuracy"], price=["mae", "mse"])`,
      "dict(in_b=B, in_a=A)",
      "dict(price=P, label=L)",
    ],
  },
  "metrics as a list of lists, weighted ones too, and weights for all outputs": {
    form: "list",
    compile: {
      loss: [sparse, "mae"],
      metrics: [["accuracy"], null],
      weightedMetrics: [["accuracy"], ["mae"]],
    },
    ...lists,
    fit: { sampleWeight: w, validationSplit: 0.3 },
    keras: [
      `loss=["${sparse}", "mae"], metrics=[["accuracy"], None], weighted_metrics=[["accuracy"], ["mae"]]`,
      ...kerasLists,
      "sample_weight=w, validation_split=0.3",
    ],
  },
  "weights by output": {
    form: "list",
    compile: { loss: [sparse, "mse"], lossWeights: [1, 0.5], weightedMetrics: [["accuracy"], ["mae"]] },
    ...lists,
    fit: { sampleWeight: [w, v] },
    keras: [
      `loss=["${sparse}", "mse"], loss_weights=[1.0, 0.5], weighted_metrics=[["accuracy"], ["mae"]]`,
      ...kerasLists,
      "sample_weight=[w, v]",
    ],
  },
  "an output that learns nothing but is measured": {
    form: "list",
    compile: { loss: [sparse, null], metrics: ["accuracy", "mae"] },
    ...lists,
    keras: [`loss=["${sparse}", None], metrics=["accuracy", "mae"]`, ...kerasLists],
  },
  "validation data": {
    form: "list",
    compile: { loss: [sparse, "mse"], metrics: { label: "accuracy" } },
    ...lists,
    fit: {
      validationData: [
        [a.slice(0, 20), b.slice(0, 20)],
        [label.slice(0, 20), price.slice(0, 20)],
        [w.slice(0, 20), v.slice(0, 20)],
      ],
    },
    keras: [
      `loss=["${sparse}", "mse"], metrics=dict(label=["accuracy"])`,
      ...kerasLists,
      "validation_data=([A[:20], B[:20]], [L[:20], P[:20]], [w[:20], v[:20]])",
    ],
  },
  "a model built from objects, trained by their names": {
    form: "named",
    compile: { loss: { kind: sparse, cost: "mse" }, metrics: { kind: ["accuracy"] } },
    x: { left: a, right: b },
    y: { kind: label, cost: price },
    fit: { batchSize: 20, stepsPerEpoch: 2 },
    keras: [
      `loss=dict(kind="${sparse}", cost="mse"), metrics=dict(kind=["accuracy"])`,
      "dict(left=A, right=B)",
      "dict(kind=L, cost=P)",
      "batch_size=20, steps_per_epoch=2",
    ],
  },
  "two inputs and one output, with class weights": {
    form: "oneLeft",
    compile: { loss: sparse, metrics: ["accuracy"], weightedMetrics: ["accuracy"] },
    x: [a, b],
    y: label,
    fit: { classWeight: { 0: 3, 2: 0.5 } },
    keras: [
      `loss="${sparse}", metrics=["accuracy"], weighted_metrics=["accuracy"]`,
      "[A, B]",
      "L",
      "class_weight={0: 3.0, 2: 0.5}",
    ],
  },
};

const program = `
import warnings; warnings.simplefilter("ignore")
from keras.layers import *
raw = ${JSON.stringify(raw)}
f = lambda name: np.array(raw[name], "float32")
A, B, P, w, v = f("a"), f("b"), f("price"), f("w"), f("v")
L = np.array(raw["label"], "int32")
def make(form):
    a, b = keras.Input((3,), name="in_a"), keras.Input((2,), name="in_b")
    h = Concatenate()([a, b])
    label, price = Dense(4, "softmax", name="label")(h), Dense(1, name="price", kernel_regularizer="l2")(h)
    if form == "list": m = keras.Model([a, b], [label, price])
    elif form == "named": m = keras.Model(dict(left=a, right=b), dict(kind=label, cost=price))
    else: m = keras.Model([a, b], label)
    weights = [np.array(w, "float32") for w in raw["weights"]]
    m.get_layer("label").set_weights(weights[:2])
    if form != "oneLeft": m.get_layer("price").set_weights(weights[2:])
    return m
result = {}
def run(name, form, compile, x, y, fit):
    m = make(form)
    # Eagerly: in a graph the batch's size is unknown, and the outputs' own losses are averaged as if all batches had one size.
    m.compile(optimizer=keras.optimizers.SGD(0.1), run_eagerly=True, **compile)
    h = m.fit(x, y, shuffle=False, verbose=0, epochs=2, **fit)
    e = m.evaluate(x, y, verbose=0, return_dict=True)
    p = m.predict(x, verbose=0)
    t = m.train_on_batch(x, y, return_dict=True)
    result[name] = dict(history=h.history, evaluated=e, predicted=sorted(p.items()) if isinstance(p, dict) else p if isinstance(p, list) else [p], batch=t)
`;

interface Reference {
  history: History;
  evaluated: Record<string, number>;
  predicted: (number[][] | [string, number[][]])[];
  batch: Record<string, number>;
}

function reference(): Record<string, Reference> {
  const runs = Object.entries(cases).map(
    ([
      name,
      {
        form,
        keras: [compile, x, y, fit = ""],
      },
    ]) => {
      return `run(${JSON.stringify(name)}, "${form}", dict(${compile}), ${x}, ${y}, dict(${fit}))`;
    },
  );
  return runKeras(`${program}\n${runs.join("\n")}`);
}

function expectClose(ours: number, theirs: number, what: string): void {
  expect(Math.abs(ours - theirs), `${what}: ${ours} and ${theirs}`).toBeLessThanOrEqual(
    1e-4 * Math.max(Math.abs(theirs), 1e-3),
  );
}

describe.skipIf(noKeras)(againstKeras("models of several inputs and outputs agree with Keras"), () => {
  let expected: Record<string, Reference>;
  beforeAll(() => {
    expected = reference();
  });

  it.each(Object.entries(cases))("with %s", async (name, { form, compile, x, y, fit }) => {
    const ours = forms[form](ends());
    ours.getLayer("label").setWeights(raw.weights.slice(0, 2).map((weight) => tf.tensor(weight)));
    if (form !== "oneLeft") {
      ours.getLayer("price").setWeights(raw.weights.slice(2).map((weight) => tf.tensor(weight)));
    }
    ours.compile({ optimizer: optimizers.sgd({ learningRate: 0.1 }), ...compile });
    const { history } = await ours.fit(x, y, { shuffle: false, verbose: 0, epochs: 2, ...fit });
    const evaluated = await ours.evaluate(x, y, { verbose: 0, returnDict: true });
    const theirs = expected[name]!;
    expect(Object.keys(history).sort()).toEqual(Object.keys(theirs.history).sort());
    expect(Object.keys(history)[0]).toBe("loss");
    for (const [key, values] of Object.entries(theirs.history)) {
      for (const [i, value] of values.entries()) expectClose(history[key]![i]!, value, `${key}[${i}]`);
    }
    expect(Object.keys(evaluated)).toEqual(ours.metricsNames);
    expect(Object.keys(evaluated).sort()).toEqual(Object.keys(theirs.evaluated).sort());
    for (const [key, value] of Object.entries(theirs.evaluated)) expectClose(evaluated[key]!, value, key);

    const predicted = await ours.predict(x);
    const outputs = Array.isArray(predicted)
      ? predicted.map((one) => [...one.data])
      : form === "named"
        ? Object.entries(predicted).map(([key, one]) => [key, ...one.data])
        : [[...(predicted as typeof a).data]];
    const flat = theirs.predicted.map((one) => (one as unknown[]).flat(2));
    expect(outputs.map(({ length }) => length)).toEqual(flat.map(({ length }) => length));
    for (const [i, values] of flat.entries()) {
      for (const [j, value] of values.entries()) {
        if (typeof value === "string") expect(outputs[i]![j]).toBe(value);
        else expect(outputs[i]![j]).toBeCloseTo(value as number, 4);
      }
    }
    const batch = await ours.trainOnBatch(x, y, { returnDict: true });
    for (const [key, value] of Object.entries(theirs.batch)) expectClose(batch[key]!, value, `batch ${key}`);
  });
});
