import { beforeAll, describe, expect, it } from "vitest";
import { type ActivationName, resolveActivation } from "../../../src/activations/resolve.ts";
import type { TfjsActivation } from "../../../src/activations/tfjsActivation.ts";
import { type Tensor, tf } from "../../../src/tensorflow.ts";
import { againstKeras, noKeras, runKeras } from "../keras.ts";

const names = [
  ..."celu elu exponential gelu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu linear".split(
    " ",
  ),
  ..."log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink softmax softplus softsign".split(
    " ",
  ),
  ..."sparse_plus sparse_sigmoid squareplus swish tanh tanh_shrink".split(" "),
] as ActivationName[];

let reference: { x: number[][]; dy: number[][]; values: Record<string, [y: number[][], dx: number[][]]> };

function inTfjs(name: ActivationName): TfjsActivation {
  const layer = tf.layers.activation({ activation: resolveActivation(name) as "relu" });
  return (layer as unknown as { activation: TfjsActivation }).activation;
}

describe.skipIf(noKeras)(againstKeras("on random numbers"), () => {
  beforeAll(() => {
    reference = runKeras(`
random = np.random.RandomState(3)
x = tf.constant(random.normal(0, 2, (40, 7)), "float32")
dy = tf.constant(random.normal(0, 1, (40, 7)), "float32")
def run(name):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = keras.activations.get(name)(x)
    return [y.numpy(), tape.gradient(y, x, output_gradients=dy).numpy()]
result = dict(x=x.numpy(), dy=dy.numpy(), values={name: run(name) for name in ${JSON.stringify(names)}})`);
  });

  it.each(names)("%s and its gradient are Keras's", (name) => {
    const [y, dx] = reference.values[name]!;
    const activation = inTfjs(name);
    const x = tf.tensor2d(reference.x);
    expect(worst(activation.apply(x), y)).toBeLessThan(2e-6);
    const gradient = tf.grad((input) => activation.apply(tf.mul(input, 1)))(x, tf.tensor2d(reference.dy));
    expect(worst(gradient, dx)).toBeLessThan(2e-5);
  });
});

function worst(ours: Tensor, theirs: number[][]): number {
  const wanted = theirs.flat();
  return Math.max(
    ...Array.from(
      ours.dataSync(),
      (value, i) => Math.abs(value - wanted[i]!) / Math.max(1, Math.abs(wanted[i]!)),
    ),
  );
}

it("gives sparse shares that sum to 1, with their gradient", () => {
  const sparsemax = inTfjs("sparsemax");
  const x = tf.tensor2d([
    [1, 3, 2.5, -1],
    [0.1, 0.2, 0.3, 0.4],
  ]);
  expect(sparsemax.apply(x).arraySync()).toEqual([
    [0, 0.75, 0.25, 0],
    [0.1, 0.2, 0.3, 0.4].map((value) => expect.closeTo(value, 6)),
  ]);
  const weights = tf.tensor2d([
    [1, 2, 3, 4],
    [4, 3, 2, 1],
  ]);
  expect([
    ...tf
      .grad((input) => tf.sum(tf.mul(sparsemax.apply(input), weights)))(x)
      .dataSync(),
  ]).toEqual([0, -0.5, 0.5, 0, 1.5, 0.5, -0.5, -1.5].map((value) => expect.closeTo(value, 6)));
});

it("takes a function, and names what does not exist", () => {
  const double = resolveActivation(function double(x) {
    return tf.mul(x, 2);
  }) as TfjsActivation;
  expect([...double.apply(tf.tensor1d([3])).dataSync()]).toEqual([6]);
  expect(() => resolveActivation("rellu" as ActivationName)).toThrow(
    /unknown activation "rellu"; known: celu, /,
  );
});

it("lets tfjs load a model with an activation that it lacks", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 2, inputShape: [3], activation: resolveActivation("hard_sigmoid") as "relu" }),
    ],
  });
  const x = tf.tensor2d([[1, 2, 3]]);
  const again = await tf.models.modelFromJSON(model.toJSON(null, false) as never);
  again.setWeights(model.getWeights());
  expect([...(again.predict(x) as Tensor).dataSync()]).toEqual([...(model.predict(x) as Tensor).dataSync()]);
});
