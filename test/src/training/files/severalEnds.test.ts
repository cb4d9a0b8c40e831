import { describe, expect, it } from "vitest";
import type { Arrays, CompileOptions } from "../../../../src/index.ts";
import {
  array,
  input,
  layers,
  loadModel,
  losses,
  model,
  modelFromJSON,
  optimizers,
} from "../../../../src/index.ts";
import { y as kind, temporaryFolder, weightsOf, x } from "../../callbacks/small.ts";
import { againstKeras, noKeras, runKeras } from "../../keras.ts";

const cost = array([...kind.data].map((label) => [label / 3]));
const quiet = { verbose: 0, shuffle: false } as const;
const sparse = "sparse_categorical_crossentropy";
const endings = ["keras", "h5"] as const;

function ends() {
  const [a, b] = [input([3], { name: "in_a" }), input([3], { name: "in_b" })];
  const joined = layers.concatenate().apply([a, b]);
  const label = layers.dense(4, { activation: "softmax", name: "out_kind" }).apply(joined);
  return { a, b, label, price: layers.dense(1, { name: "out_cost" }).apply(joined) };
}

function listed() {
  const { a, b, label, price } = ends();
  return model({ inputs: [a, b], outputs: [label, price] });
}

function named() {
  const { a, b, label, price } = ends();
  return model({ inputs: { left: a, right: b }, outputs: { kind: label, cost: price } });
}

interface Case {
  make: () => ReturnType<typeof listed> | ReturnType<typeof named>;
  compile: CompileOptions;
  x: Arrays;
  y: Arrays;
}

const cases: Record<string, Case> = {
  listed: {
    make: listed,
    compile: {
      loss: [sparse, losses.meanAbsoluteError({ reduction: "sum" })],
      lossWeights: [1, 0.3],
      metrics: [["accuracy"], null],
      weightedMetrics: [null, ["mean_absolute_error"]],
    },
    x: [x, x],
    y: [kind, cost],
  },
  named: {
    make: named,
    compile: {
      loss: { kind: sparse, cost: "mse" },
      lossWeights: { cost: 0.3, kind: 1 },
      metrics: { kind: ["accuracy"] },
    },
    x: { left: x, right: x },
    y: { kind, cost },
  },
};

describe("a saved model of several inputs and outputs", () => {
  const folder = temporaryFolder();
  const runs = Object.entries(cases).flatMap(([name, of]) => endings.map((ending) => ({ name, of, ending })));

  it.each(runs)("goes on training where it was: $name, .$ending", async ({ name, of, ending }) => {
    const { make, compile, x, y } = of;
    const trained = make();
    trained.compile({ optimizer: optimizers.adam({ learningRate: 0.05 }), ...compile });
    await trained.fit(x, y, quiet);
    const file = `${folder}/${name}.${ending}`;
    await trained.save(file);
    const loaded = await loadModel(file);
    expect(loaded.metricsNames).toEqual(trained.metricsNames);
    const expected = await trained.fit(x, y, quiet);
    expect((await loaded.fit(x, y, quiet)).history).toEqual(expected.history);
    expect(weightsOf(loaded)).toEqual(weightsOf(trained));
    expect(Object.keys(await loaded.predict(x))).toEqual(Object.keys(await trained.predict(x)));
  });

  it("keeps its names in JSON", async () => {
    const twin = await modelFromJSON(named().toJSON());
    expect(Object.keys(await twin.predict({ right: x, left: x }))).toEqual(["cost", "kind"]);
  });
});

describe.skipIf(noKeras)(againstKeras("Keras and this library exchange such models"), () => {
  const folder = temporaryFolder();

  it("and both go on training with the same losses", async () => {
    const both = { listed: listed(), named: named() };
    for (const [name, ours] of Object.entries(both)) {
      ours.compile({ optimizer: optimizers.adam({ learningRate: 0.05 }), ...cases[name]!.compile });
      await ours.fit(cases[name]!.x, cases[name]!.y, quiet);
      for (const ending of endings) await ours.save(`${folder}/ours-${name}.${ending}`);
    }
    const theirs = runKeras<Record<string, Record<string, number>>>(`
x = np.array(${JSON.stringify(x.toArray())}, "float32")
kind = np.array(${JSON.stringify([...kind.data])}, "int32"); cost = np.array(${JSON.stringify(cost.toArray())}, "float32")
result = {}
for e in ${JSON.stringify(endings)}:
    m = keras.models.load_model("${folder}/ours-listed." + e)
    result["listed." + e] = m.evaluate([x, x], [kind, cost], verbose=0, return_dict=True, batch_size=70)
    m.save("${folder}/theirs-listed." + e)
    m = keras.models.load_model("${folder}/ours-named." + e)
    result["named." + e] = m.evaluate(dict(left=x, right=x), dict(kind=kind, cost=cost), verbose=0, return_dict=True, batch_size=70)
    m.save("${folder}/theirs-named." + e)
`);
    const options = { verbose: 0, returnDict: true, batchSize: 70 } as const;
    for (const [name, ours] of Object.entries(both)) {
      const expected = await ours.evaluate(cases[name]!.x, cases[name]!.y, options);
      for (const ending of endings) {
        close(theirs[`${name}.${ending}`]!, expected);
        const back = await loadModel(`${folder}/theirs-${name}.${ending}`);
        close(await back.evaluate(cases[name]!.x, cases[name]!.y, options), expected);
      }
    }
  });
});

function close(ours: Record<string, number>, theirs: Record<string, number>): void {
  expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort());
  for (const [key, value] of Object.entries(theirs)) expect(ours[key], key).toBeCloseTo(value, 4);
}
