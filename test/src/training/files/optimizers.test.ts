import path from "node:path";
import { expect, it } from "vitest";
import { loadModel, optimizers } from "../../../../src/index.ts";
import { classifier, temporaryFolder, weightsOf, x, y } from "../../callbacks/small.ts";
import { againstKeras, noKeras, runKeras } from "../../keras.ts";

const quiet = { verbose: 0, shuffle: false } as const;
const { schedules } = optimizers;

/** Optimizers whose next step depends on those before: by slots, by their number, by both. */
const made = {
  adam: () => optimizers.adam({ learningRate: 0.02 }),
  amsgrad: () => optimizers.adam({ learningRate: 0.02, amsgrad: true, clipnorm: 0.5 }),
  adamw: () => optimizers.adamw({ learningRate: 0.02, weightDecay: 0.05 }),
  nadam: () => optimizers.nadam({ learningRate: 0.02 }),
  rmsprop: () => optimizers.rmsprop({ learningRate: 0.01 }),
  centered: () => optimizers.rmsprop({ learningRate: 0.01, momentum: 0.5, centered: true }),
  sgd: () => optimizers.sgd({ learningRate: 1 }),
  momentum: () => optimizers.sgd({ learningRate: 0.05, momentum: 0.9 }),
  nesterov: () => optimizers.sgd({ learningRate: 0.05, momentum: 0.9, nesterov: true }),
  averaged: () => optimizers.sgd({ learningRate: 0.05, momentum: 0.5, useEma: true, emaMomentum: 0.75 }),
  adagrad: () => optimizers.adagrad({ learningRate: 0.05 }),
  decay: () =>
    optimizers.adam({
      learningRate: schedules.exponentialDecay({ initialLearningRate: 0.1, decaySteps: 2, decayRate: 0.5 }),
    }),
  cosine: () =>
    optimizers.sgd({
      learningRate: schedules.cosineDecay({
        initialLearningRate: 0.1,
        decaySteps: 12,
        warmupTarget: 0.2,
        warmupSteps: 4,
      }),
      momentum: 0.9,
    }),
  steps: () =>
    optimizers.rmsprop({
      learningRate: schedules.piecewiseConstantDecay({ boundaries: [4, 7], values: [0.1, 0.05, 0.01] }),
    }),
};
type Name = keyof typeof made;
const names = Object.keys(made) as Name[];

function compiledWith(name: Name) {
  const model = classifier();
  model.compile({ optimizer: made[name](), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
  return model;
}

interface Found {
  iterations: number;
  continued: number[][];
  again: number[][];
}

it.skipIf(noKeras)(
  againstKeras("Keras and this library take each other's training up where it stopped"),
  async () => {
    const folder = temporaryFolder();
    const at = (file: string) => path.join(folder, file);
    const continued = new Map<Name, number[][]>();
    for (const name of names) {
      const model = compiledWith(name);
      await model.fit(x, y, { ...quiet, epochs: 2 });
      await model.save(at(`${name}.keras`));
      const twin = await loadModel(at(`${name}.keras`));
      await model.fit(x, y, quiet);
      await twin.fit(x, y, quiet);
      expect(weightsOf(twin), `${name} here`).toEqual(weightsOf(model));
      continued.set(name, weightsOf(model));
    }
    const found = runKeras<Record<Name, Found>>(`
x = np.array(${JSON.stringify(x.toArray())}, "float32"); y = np.array(${JSON.stringify([...y.data])}, "int32")
flat = lambda m: [w.ravel() for w in m.get_weights()]
result = {}
for name in ${JSON.stringify(names)}:
    m = keras.models.load_model(f"${folder}/{name}.keras")
    iterations = int(m.optimizer.iterations.numpy())
    m.fit(x, y, shuffle=False, verbose=0); continued = flat(m)
    m.save(f"${folder}/{name}-theirs.keras")
    m.fit(x, y, shuffle=False, verbose=0)
    result[name] = dict(iterations=iterations, continued=continued, again=flat(m))
`);
    for (const name of names) {
      const { iterations, continued: theirs, again } = found[name];
      expect(iterations, name).toBe(6);
      close(continued.get(name)!, theirs, `${name}: Keras goes on from our file`);
      const model = await loadModel(at(`${name}-theirs.keras`));
      expect(model.optimizer.iterations).toBe(9);
      await model.fit(x, y, quiet);
      close(weightsOf(model), again, `${name}: we go on from Keras's file`);
    }
  },
  300_000,
);

function close(ours: number[][], theirs: number[][], message: string): void {
  expect(ours.map(({ length }) => length)).toEqual(theirs.map(({ length }) => length));
  const apart = ours.flatMap((weight, i) => weight.map((value, j) => Math.abs(value - theirs[i]![j]!)));
  expect(Math.max(...apart), message).toBeLessThan(2e-5);
}
