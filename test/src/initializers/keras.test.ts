import { beforeAll, describe, expect, it } from "vitest";
import * as constraints from "../../../src/constraints/index.ts";
import * as initializers from "../../../src/initializers/index.ts";
import { setRandomSeed } from "../../../src/random/globalState.ts";
import * as regularizers from "../../../src/regularizers/index.ts";
import { type Tensor, tf } from "../../../src/tensorflow.ts";
import { againstKeras, noKeras, runKeras } from "../keras.ts";

/** Initializers by the Python that makes them in Keras. */
const drawn: Record<string, () => initializers.Initializer> = {
  "RandomNormal(1.0, 0.5)": () => initializers.randomNormal({ mean: 1, stddev: 0.5 }),
  "RandomUniform(0.0, 2.0)": () => initializers.randomUniform({ minval: 0, maxval: 2 }),
  "TruncatedNormal(0.0, 0.3)": () => initializers.truncatedNormal({ stddev: 0.3 }),
  "GlorotUniform()": () => initializers.glorotUniform(),
  "GlorotNormal()": () => initializers.glorotNormal(),
  "HeUniform()": () => initializers.heUniform(),
  "HeNormal()": () => initializers.heNormal(),
  "LecunUniform()": () => initializers.lecunUniform(),
  "LecunNormal()": () => initializers.lecunNormal(),
  "VarianceScaling(3.0, 'fan_out', 'untruncated_normal')": () =>
    initializers.varianceScaling({ scale: 3, mode: "fanOut", distribution: "untruncatedNormal" }),
};
const exact: Record<string, () => initializers.Initializer> = {
  "Zeros()": initializers.zeros,
  "Ones()": initializers.ones,
  "Constant(2.5)": () => initializers.constant(2.5),
  "Identity(3.0)": () => initializers.identity({ gain: 3 }),
};
const penalties: Record<string, () => regularizers.Regularizer> = {
  "L1()": () => regularizers.l1(),
  "L1(0.3)": () => regularizers.l1(0.3),
  "L2(0.2)": () => regularizers.l2({ l2: 0.2 }),
  "L1L2(0.1, 0.2)": () => regularizers.l1L2({ l1: 0.1, l2: 0.2 }),
  "OrthogonalRegularizer(0.5)": () => regularizers.orthogonalRegularizer({ factor: 0.5 }),
  "OrthogonalRegularizer(mode='columns')": () => regularizers.orthogonalRegularizer({ mode: "columns" }),
};
const bounds: Record<string, () => constraints.Constraint> = {
  "MaxNorm()": () => constraints.maxNorm(),
  "MaxNorm(0.5, axis=1)": () => constraints.maxNorm({ maxValue: 0.5, axis: 1 }),
  "MinMaxNorm(0.5, 1.5, rate=0.7)": () => constraints.minMaxNorm({ minValue: 0.5, maxValue: 1.5, rate: 0.7 }),
  "NonNeg()": () => constraints.nonNeg(),
  "UnitNorm()": () => constraints.unitNorm(),
};

/** Mean, standard deviation and quantiles: the course of a distribution. */
type Course = number[];
const share = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1];
const shapes = [[300, 200], [5, 5, 40, 50], [40_000]];

function courseOf(values: Tensor): Course {
  const sorted = Float64Array.from(values.dataSync()).sort();
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const spread = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length);
  return [mean, spread, ...share.slice(1, -1).map((q) => sorted[Math.floor(q * (sorted.length - 1))]!)];
}

interface Reference {
  drawn: Record<string, Course[]>;
  exact: Record<string, number[][]>;
  weight: number[][];
  penalties: Record<string, number>;
  bounds: Record<string, number[][]>;
}
let reference: Reference;

describe.skipIf(noKeras)(againstKeras("by Keras's measure"), () => {
  beforeAll(() => {
    const names = (cases: object) => JSON.stringify(Object.keys(cases));
    reference = runKeras(`
from keras.initializers import *
from keras.regularizers import *
from keras.constraints import *
keras.utils.set_random_seed(0)
def course(v):
    v = np.sort(np.ravel(v).astype(float))
    return [v.mean(), v.std(), *(v[int(q * (len(v) - 1))] for q in ${JSON.stringify(share.slice(1, -1))})]
weight = np.random.RandomState(4).normal(0, 1, (6, 4)).astype("float32")
result = dict(weight=weight,
  drawn={n: [course(eval(n)(s)) for s in ${JSON.stringify(shapes)}] for n in ${names(drawn)}},
  exact={n: eval(n)((4, 4)).numpy() for n in ${names(exact)}},
  penalties={n: float(eval(n)(tf.constant(weight))) for n in ${names(penalties)}},
  bounds={n: eval(n)(tf.constant(weight)).numpy() for n in ${names(bounds)}})`);
  });

  it.each(Object.keys(drawn))("%s draws from Keras's distribution", (name) => {
    setRandomSeed(1);
    for (const [i, shape] of shapes.entries()) {
      const theirs = reference.drawn[name]![i]!;
      const ours = courseOf(drawn[name]!().apply(shape) as Tensor);
      const spread = theirs[1]!;
      for (const [j, value] of ours.entries())
        expect(Math.abs(value - theirs[j]!) / spread).toBeLessThan(0.04);
    }
  });

  it.each(Object.keys(exact))("%s gives Keras's numbers", (name) => {
    expect((exact[name]!().apply([4, 4]) as Tensor).arraySync()).toEqual(reference.exact[name]);
  });

  it.each(Object.keys(penalties))("%s gives Keras's penalty", (name) => {
    const penalty = penalties[name]!().apply(tf.tensor2d(reference.weight)) as Tensor;
    expect(penalty.dataSync()[0]).toBeCloseTo(reference.penalties[name]!, 5);
  });

  it.each(Object.keys(bounds))("%s gives Keras's weights", (name) => {
    const held = (bounds[name]!().apply(tf.tensor2d(reference.weight)) as Tensor).dataSync();
    const wanted = reference.bounds[name]!.flat();
    expect(Math.max(...Array.from(held, (value, i) => Math.abs(value - wanted[i]!)))).toBeLessThan(1e-6);
  });
});

it("draws orthogonal matrices", () => {
  const matrix = initializers.orthogonal({ gain: 2, seed: 0 }).apply([6, 3]) as Tensor;
  const product = tf.matMul(matrix as never, matrix as never, true, false);
  expect(tf.max(tf.abs(tf.sub(product, tf.mul(tf.eye(3), 4)))).dataSync()[0]).toBeLessThan(1e-4);
});

it("draws the same for the same seed, and anew without one until the next setRandomSeed", () => {
  const numbers = (initializer: initializers.Initializer) => [
    ...(initializer.apply([5]) as Tensor).dataSync(),
  ];
  for (const seed of [0, 7]) {
    expect(numbers(initializers.heNormal({ seed }))).toEqual(numbers(initializers.heNormal({ seed })));
  }
  setRandomSeed(3);
  const first = [numbers(initializers.randomUniform()), numbers(initializers.randomUniform())];
  setRandomSeed(3);
  const second = [numbers(initializers.randomUniform()), numbers(initializers.randomUniform())];
  expect(second).toEqual(first);
  expect(first[0]).not.toEqual(first[1]);
});

it("takes Keras's names, and lists them where one is unknown", () => {
  expect(initializers.get("HeNormal").getConfig()).toMatchObject({ scale: 2, mode: "fanIn" });
  expect(initializers.get("lecun_uniform").getClassName()).toBe("VarianceScaling");
  expect(regularizers.get("l2").getConfig()).toEqual({ l1: 0, l2: 0.01 });
  expect(constraints.resolveConstraint("MaxNorm").getConfig()).toEqual({ maxValue: 2, axis: 0 });
  expect(() => initializers.get("he" as "ones")).toThrow(
    /unknown initializer "he"; known: constant, glorot_normal/,
  );
  expect(() => regularizers.get("l3" as "l2")).toThrow(/unknown regularizer "l3"; known: l1, /);
  expect(() => constraints.resolveConstraint("max" as "max_norm")).toThrow(
    /unknown constraint "max"; known: max_norm/,
  );
});
