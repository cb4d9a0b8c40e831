import { beforeAll, describe, expect, it } from "vitest";
import { layers } from "../../../src/index.ts";
import { clearSession } from "../../../src/layers/uniqueName.ts";
import { type Tensor, tf } from "../../../src/tensorflow.ts";
import { againstKeras, noKeras, runKeras } from "../keras.ts";
import { cases } from "./cases.ts";
import { comparable, comparableKeras } from "./config.ts";

interface Reference {
  name: string;
  config: Record<string, unknown>;
  inputs: number[][];
  weights: { shape: number[]; data: number[] }[];
  output: { shape: number[]; data: number[] };
}

const program = `
from keras.layers import *
random = np.random.RandomState(0)

def run(case):
    keras.utils.clear_session()
    layer = eval(case["python"])
    shape = (2, *case["shape"])
    draw = (lambda: random.randint(0, 10, shape).astype("int32")) if case.get("whole") else (lambda: random.normal(size=shape).astype("float32"))
    inputs = [draw() for _ in range(case.get("inputs", 1))]
    given = inputs[0] if len(inputs) == 1 else inputs
    call = (lambda: layer(*inputs)) if isinstance(layer, MultiHeadAttention) else (lambda: layer(given, training=False)) if case["python"].startswith("Random") else (lambda: layer(given))
    call()
    layer.set_weights([np.abs(random.normal(size=w.shape)).astype("float32") * 0.5 for w in layer.get_weights()] if not isinstance(layer, Bidirectional) else [random.normal(size=w.shape) * 0.5 for w in layer.get_weights()])
    output = np.asarray(call())
    pack = lambda a: dict(shape=list(a.shape), data=np.ravel(a))
    return dict(name=layer.name, config=layer.get_config(), inputs=[np.ravel(x) for x in inputs], weights=[pack(w) for w in layer.get_weights()], output=pack(output))

result = [run(case) for case in json.loads(${JSON.stringify(JSON.stringify(cases))})]`;

let references: Reference[];

function run({ make, shape, whole }: (typeof cases)[number], reference: Reference): Tensor {
  const batch = [2, ...shape];
  const inputs = reference.inputs.map((values) => tf.tensor(values, batch, whole ? "int32" : "float32"));
  const symbols = inputs.map(() => layers.input(shape));
  const layer = make();
  const output = layer.apply(symbols.length === 1 ? symbols[0]! : symbols);
  layer.setWeights(reference.weights.map(({ data, shape: of }) => tf.tensor(data, of)));
  return tf.model({ inputs: symbols, outputs: output }).predict(inputs) as Tensor;
}

describe.skipIf(noKeras)(againstKeras("beside Keras"), () => {
  beforeAll(() => {
    references = runKeras(program);
    // Keras compiles each layer, which takes minutes beside other work.
  }, 600_000);

  it.each(cases.map((one, i) => [`${one.python} on (${one.shape})`, one, i] as const))(
    "%s computes the same from the same weights",
    (_title, one, i) => {
      const { shape, data } = references[i]!.output;
      const output = run(one, references[i]!);
      expect(output.shape).toEqual(shape);
      const worst = Math.max(...output.dataSync().map((value, j) => Math.abs(value - data[j]!)));
      expect(worst).toBeLessThan(2e-5 * Math.max(1, ...data.map(Math.abs)));
    },
  );

  it.each(cases.map((one, i) => [`${one.python} on (${one.shape})`, one, i] as const))(
    "%s has Keras's settings and automatic name",
    (_title, one, i) => {
      clearSession();
      const layer = one.make();
      const { name, config } = references[i]!;
      expect(layer.name).toBe(name);
      expect(comparable(layer.getConfig())).toMatchObject(comparableKeras(config));
    },
  );
});
