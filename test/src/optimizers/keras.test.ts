import { beforeAll, describe, expect, it } from "vitest";
import { array } from "../../../src/array/create.ts";
import { dense } from "../../../src/layers/dense.ts";
import { clearSession } from "../../../src/layers/uniqueName.ts";
import { sequential } from "../../../src/models/sequential.ts";
import type { KerasObject } from "../../../src/optimizers/config.ts";
import { deserialize } from "../../../src/optimizers/index.ts";
import type { Optimizer } from "../../../src/optimizers/optimizer.ts";
import { tf, type Variable } from "../../../src/tensorflow.ts";
import { againstKeras, noKeras, runKeras } from "../keras.ts";
import { cases, scheduleCases } from "./cases.ts";

const steps = 100;
const batchSize = 32;

interface Run {
  losses: number[];
  config: KerasObject;
  weights: { name: string; values: number[] | number; shape: number[] }[];
}

interface Reference {
  x: number[][];
  y: number[];
  start: (number[] | number[][])[];
  runs: Record<string, Run>;
  schedules: Record<string, number[]>;
}

const program = `
from keras.optimizers import *
random = np.random.RandomState(0)
x = random.normal(size=(${steps * batchSize}, 20)).astype("float32")
y = (x[:, :10] @ random.normal(size=(10, 5)) + x[:, 10:] ** 2 @ random.normal(size=(10, 5))).argmax(1)
start = [random.normal(0, 0.3, shape).astype("float32") for shape in ((20, 16), (16,), (16, 5), (5,))]
batches = [(x[i:i + ${batchSize}], y[i:i + ${batchSize}]) for i in range(0, len(x), ${batchSize})]

def run(case):
    keras.utils.clear_session()
    optimizer = eval(case)
    model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(16, "relu"), keras.layers.Dense(5, "softmax")])
    model.compile(optimizer, "sparse_categorical_crossentropy")
    model.set_weights(start)
    losses = []
    for batch in batches:
        model.reset_metrics()
        losses.append(float(model.train_on_batch(*batch)))
        optimizer.finalize_variable_values(model.trainable_variables)
    config = keras.saving.serialize_keras_object(optimizer)
    weights = [dict(name=v.name, values=np.ravel(v.numpy()), shape=list(v.shape)) for v in optimizer.variables]
    return dict(losses=losses, config=config, weights=weights)

runs = {case: run(case) for case in ${JSON.stringify(Object.keys(cases))}}
rates = {case: [float(s(i)) for i in range(120)] for case in ${JSON.stringify(Object.keys(scheduleCases))} for s in [eval("schedules." + case)]}
result = dict(x=x, y=y, start=start, runs=runs, schedules=rates)`;

let reference: Reference;

async function train(optimizer: Optimizer): Promise<{ losses: number[]; variables: Variable[] }> {
  const model = sequential([
    dense(16, { activation: "relu", inputShape: [20] }),
    dense(5, { activation: "softmax" }),
  ]);
  tf.tidy(() => model.tfjs.setWeights(reference.start.map((weight) => tf.tensor(weight))));
  // Each fit here is one step, for which no graph is worth making; graphs have a test of their own.
  model.compile({ optimizer, loss: "sparse_categorical_crossentropy", graph: false });
  const variables = model.tfjs.trainableWeights.map((weight) => weight.read() as Variable);
  const losses: number[] = [];
  for (let from = 0; from < reference.y.length; from += batchSize) {
    const [x, y] = [reference.x, reference.y].map((all) => array(all.slice(from, from + batchSize)));
    losses.push(...(await model.fit(x!, y!, { verbose: 0 })).history.loss);
    // As every fit of Keras ends.
    optimizer.finalize(variables);
  }
  return { losses, variables };
}

const relative = (ours: number, theirs: number) => Math.abs(ours - theirs) / Math.abs(theirs);

describe.skipIf(noKeras)(againstKeras("from the same weights and batches as Keras"), () => {
  beforeAll(() => {
    reference = runKeras(program);
  });

  it.each(Object.keys(cases))(
    "%s gives Keras's loss at each of 100 steps, and keeps Keras's state",
    async (name) => {
      clearSession();
      const optimizer = cases[name]!();
      const { losses, variables } = await train(optimizer);
      const worst = Math.max(...losses.map((loss, i) => relative(loss, reference.runs[name]!.losses[i]!)));
      if (process.env.TOILE_SHOW_AGREEMENT) console.log(`${worst.toExponential(1)} ${name}`);
      expect(losses).toHaveLength(steps);
      expect(worst).toBeLessThan(1e-5);
      const weights = optimizer.getWeights();
      const theirs = reference.runs[name]!.weights;
      expect(weights.map(({ shape }) => [...shape])).toEqual(theirs.map(({ shape }) => shape));
      for (const [i, { data }] of weights.entries()) {
        const wanted = [theirs[i]!.values].flat();
        const scale = Math.max(1e-6, ...wanted.map(Math.abs));
        expect(
          Math.max(
            ...Array.from<number | bigint, number>(
              data,
              (value, j) => Math.abs(Number(value) - wanted[j]!) / scale,
            ),
          ),
        ).toBeLessThan(2e-3);
      }
      const other = cases[name]!();
      other.build(variables);
      other.setWeights(weights);
      expect(other.getWeights()).toEqual(weights);
    },
  );

  it.each(Object.keys(cases))("%s has Keras's config, and can be made from it", (name) => {
    const config = cases[name]!().getConfig();
    const theirs = reference.runs[name]!.config;
    expect(rounded(config)).toEqual(rounded(theirs));
    expect(rounded(deserialize(theirs).getConfig())).toEqual(rounded(theirs));
  });

  it.each(Object.keys(scheduleCases))("%s gives Keras's learning rates", (name) => {
    const schedule = scheduleCases[name]!();
    const rates = reference.schedules[name]!;
    for (const [step, rate] of rates.entries()) expect(schedule.at(step)).toBeCloseTo(rate, 6);
  });
});

/** A config without what concerns a built model; Keras reads a learning rate back from float32. */
function rounded({ class_name, module, registered_name, config }: KerasObject): KerasObject {
  const rate = config.learning_rate!;
  const learning_rate = typeof rate === "number" ? Number(rate.toPrecision(6)) : rate;
  return { class_name, module, registered_name, config: { ...config, learning_rate } };
}
