import { beforeAll, describe, expect, it } from "vitest";
import { array } from "../../../src/array/create.ts";
import { NDArray } from "../../../src/array/ndarray.ts";
import { type Tensor, tf } from "../../../src/tensorflow.ts";
import * as nn from "../../../src/torch/nn.ts";
import * as optim from "../../../src/torch/optim.ts";
import { runPython } from "../python.ts";
import { noTorch } from "../torch.ts";

const steps = 100;
const batch = 64;

class BasicANN extends nn.Module {
  fc1: ReturnType<typeof nn.linear>;
  fc2: ReturnType<typeof nn.linear>;
  fc3: ReturnType<typeof nn.linear>;
  relu = nn.relu();

  constructor(input: number, first: number, second: number, output: number) {
    super();
    this.fc1 = nn.linear(input, first);
    this.fc2 = nn.linear(first, second);
    this.fc3 = nn.linear(second, output);
  }

  override forward(data: Tensor): Tensor {
    let result = this.relu(this.fc1(data));
    result = this.relu(this.fc2(result));
    return this.fc3(result);
  }
}

const runs = {
  "784-256-128-10, SGD": { sizes: [784, 256, 128, 10], python: "SGD(p, lr=0.01)", ours: { lr: 0.01 } },
  "784-128-64-10, SGD with momentum": {
    sizes: [784, 128, 64, 10],
    python: "SGD(p, lr=0.01, momentum=0.9)",
    ours: { lr: 0.01, momentum: 0.9 },
  },
  "784-128-64-10, SGD with Nesterov momentum and weight decay": {
    sizes: [784, 128, 64, 10],
    python: "SGD(p, lr=0.01, momentum=0.9, nesterov=True, weight_decay=0.01)",
    ours: { lr: 0.01, momentum: 0.9, nesterov: true, weightDecay: 0.01 },
  },
  "784-128-64-10, Adam": { sizes: [784, 128, 64, 10], python: "Adam(p)", ours: undefined },
} as const;

/** Numbers that both sides make alike: a linear congruential generator. */
const program = `
import json, torch
import numpy as np
torch.set_num_threads(1)
def numbers(seed, size):
    state, out = seed, np.empty(size)
    for i in range(size):
        state = (state * 1664525 + 1013904223) % 2**32
        out[i] = state / 2**32
    return out
x = numbers(1, ${steps * batch}).reshape(${steps}, ${batch})
pixels = np.sin(np.arange(784)[None, None] * x[..., None] * 3).astype("float32")
labels = (x * 10).astype("int64")
def run(sizes, optimizer):
    layers, values = [], []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        layer = torch.nn.Linear(a, b)
        with torch.no_grad():
            layer.weight.copy_(torch.tensor((numbers(10 + i, a * b).reshape(b, a) * 2 - 1) / a ** 0.5))
            layer.bias.copy_(torch.tensor((numbers(20 + i, b) * 2 - 1) / a ** 0.5))
        layers += [layer, torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    p = list(model.parameters())
    optimizer = eval("torch.optim." + optimizer)
    criterion = torch.nn.CrossEntropyLoss()
    losses = []
    for inputs, target in zip(pixels, labels):
        optimizer.zero_grad()
        loss = criterion(model(torch.tensor(inputs)), torch.tensor(target))
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
cases = json.loads(${JSON.stringify(JSON.stringify(runs))})
print(json.dumps({name: run(case["sizes"], case["python"]) for name, case in cases.items()}))`;

function numbers(seed: number, size: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: size }, () => {
    state = Number((BigInt(state) * 1664525n + 1013904223n) % 2n ** 32n);
    return state / 2 ** 32;
  });
}

function* batches(): Generator<[NDArray, NDArray]> {
  const x = numbers(1, steps * batch);
  for (let step = 0; step < steps; step++) {
    const mine = x.subarray(step * batch, (step + 1) * batch);
    const pixels = Float32Array.from({ length: batch * 784 }, (_, i) =>
      Math.sin((i % 784) * mine[Math.floor(i / 784)]! * 3),
    );
    yield [
      new NDArray(pixels, [batch, 784]),
      array(
        Array.from(mine, (value) => Math.floor(value * 10)),
        "int32",
      ),
    ];
  }
}

function initialised(sizes: readonly number[]): BasicANN {
  const model = new BasicANN(sizes[0]!, sizes[1]!, sizes[2]!, sizes[3]!);
  for (const [i, layer] of [model.fc1, model.fc2, model.fc3].entries()) {
    const scale = (value: number) => (value * 2 - 1) / Math.sqrt(sizes[i]!);
    const put = (parameter: nn.Parameter, seed: number) =>
      tf.tidy(() => {
        const values = Float32Array.from(numbers(seed, parameter.size), scale);
        parameter.assign(tf.tensor(values, parameter.shape));
      });
    put(layer.weight, 10 + i);
    put(layer.bias!, 20 + i);
  }
  return model;
}

describe.skipIf(noTorch)(`beside PyTorch${noTorch ? ` (skipped: ${noTorch})` : ""}`, () => {
  let reference: Record<string, number[]>;
  beforeAll(() => {
    reference = runPython(program);
  });

  it.each(Object.keys(runs) as (keyof typeof runs)[])("%s gives PyTorch's losses for 100 steps", (name) => {
    const { sizes, ours } = runs[name];
    const model = initialised(sizes);
    const criterion = nn.crossEntropyLoss();
    const optimizer =
      ours === undefined ? optim.adam(model.parameters()) : optim.sgd(model.parameters(), ours);
    const losses: number[] = [];
    for (const [inputs, labels] of batches()) {
      optimizer.zeroGrad();
      const loss = criterion(model(inputs), labels);
      loss.backward();
      optimizer.step();
      losses.push(loss.item());
    }
    const expected = reference[name]!;
    const worst = Math.max(...losses.map((loss, i) => Math.abs(loss - expected[i]!) / expected[i]!));
    if (process.env.TOILE_SHOW_AGREEMENT)
      console.log(`${worst.toExponential(1)} ${name}: ${losses[0]} -> ${losses.at(-1)}`);
    expect(losses).toHaveLength(steps);
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
    expect(worst).toBeLessThan(1e-4);
  });
});
