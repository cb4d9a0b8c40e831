import { fashionMnist } from "../../src/data/fashionMnist.ts";
import { GraphSession, hold, sparseSoftmaxCrossEntropy, trainLoop } from "../../src/graph/index.ts";
import { type Tensor, tf, type Variable } from "../../src/tensorflow.ts";

/**
 * The training loop of src/graph alone, beside the floor that no loop can pass: the gather and the two large products of each step.
 * 48,000 x 784, Dense 100 relu + Dense 10, Adam, batch 32. Prints seconds an epoch: the best of the rounds, in wall and processor time.
 */
type M = ReturnType<typeof tf.tensor2d>;
const rowCount = 48_000;
const rounds = 6;

const { xTrain, yTrain } = await load();
const session = new GraphSession({ intraOpThreads: Number(process.argv[2] ?? 1) });
const x = hold(session, xTrain, { shape: [rowCount, 784], dtype: "uint8", as: "float32" });
const y = hold(session, yTrain, { shape: [rowCount], dtype: "uint8", as: "int32" });

async function load() {
  const [[images, labels]] = await fashionMnist.load();
  return {
    xTrain: (images.data as Uint8Array).slice(0, rowCount * 784),
    yTrain: (labels.data as Uint8Array).slice(0, rowCount),
  };
}

function weight(rows: number, columns: number): Variable {
  return tf.tidy(() =>
    tf.variable(tf.mul(tf.randomNormal([rows, columns]), Math.sqrt(2 / (rows + columns)))),
  );
}

function floor() {
  const w = weight(784, 100);
  return trainLoop({
    session,
    data: [x],
    step: ([batch]) => {
      const hidden = tf.matMul(batch as M, w as Tensor as M);
      return { one: tf.slice(tf.reshape(tf.matMul(batch as M, hidden, true), [-1]), [0], [1]) };
    },
  });
}

function training() {
  const [w1, b1, w2, b2] = [weight(784, 100), weight(1, 100), weight(100, 10), weight(1, 10)];
  const optimizer = tf.train.adam(1e-3);
  return trainLoop({
    session,
    data: [x, y],
    step: ([images, labels]) => {
      const loss = optimizer.minimize(() => {
        const hidden = tf.relu(tf.add(tf.matMul(tf.mul(images as M, 1 / 255), w1 as Tensor as M), b1)) as M;
        const logits = tf.add(tf.matMul(hidden, w2 as Tensor as M), b2);
        return tf.mean(sparseSoftmaxCrossEntropy(labels!, logits));
      }, true)!;
      return { loss };
    },
  });
}

const loops = { floor: floor(), training: training() };
const best = new Map<string, { wall: number; cpu: number; last: number }>();
for (let round = 0; round < rounds; round += 1) {
  const rows = Int32Array.from(tf.util.createShuffledIndices(rowCount));
  for (const [name, loop] of Object.entries(loops)) {
    const [began, cpuBegan] = [performance.now(), process.cpuUsage()];
    const [values] = Object.values(await loop.run(rows, { batchSize: 32 }));
    const { user, system } = process.cpuUsage(cpuBegan);
    const [wall, cpu] = [(performance.now() - began) / 1000, (user + system) / 1e6];
    const last = values!.slice(-100).reduce((sum, value) => sum + value, 0) / 100;
    const before = best.get(name) ?? { wall, cpu };
    best.set(name, { wall: Math.min(wall, before.wall), cpu: Math.min(cpu, before.cpu), last });
  }
}
for (const [name, { wall, cpu, last }] of best) {
  console.log(`${name}: ${wall.toFixed(3)} s wall, ${cpu.toFixed(3)} s cpu, last value ${last.toFixed(4)}`);
}
