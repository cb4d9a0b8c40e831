// One workload of this library alone, over and over, for a profiler:
//   npm run build && ONEDNN_JIT_PROFILE=6 perf record -F 999 -g -D 5000 node bench/training/profile.mjs dense100 40
//   perf report --no-children -g none --sort symbol
// ONEDNN_JIT_PROFILE names oneDNN's kernels, -D leaves start and tracing out; one processor is enough: taskset -c 0. The images are random
// numbers, half of them 0. Prints wall and processor seconds of an epoch or call, the median and the least of all but the first.
import { NDArray } from "toile";
import { modelOf } from "./systems/toile_model.mjs";
import { workloads } from "./workloads.mjs";

const [name = "dense100", count = "40"] = process.argv.slice(2);
const workload = workloads.find((one) => one.name === name);
if (workload === undefined) throw new RangeError(`no workload is called ${name}`);
const { task, inputShape, batchSize } = workload;
const samples = task === "fit" ? workload.samples : 10_000;
const pixels = Float32Array.from({ length: samples * 784 }, () => Math.max(0, Math.random() - 0.5));
const x = new NDArray(pixels, [samples, ...inputShape]);
const y = new NDArray(Uint8Array.from({ length: samples }, () => Math.floor(Math.random() * 10)));

/** @type {{ wall: number, processor: number }[]} */
const laps = [];
let began = performance.now();
let used = process.cpuUsage();
const lap = () => {
  const { user, system } = process.cpuUsage(used);
  laps.push({ wall: (performance.now() - began) / 1000, processor: (user + system) / 1e6 });
  began = performance.now();
  used = process.cpuUsage();
};

const model = modelOf(workload);
if (task === "fit") {
  const callbacks = [{ onEpochEnd: lap }];
  await model.fit(x, y, { epochs: Number(count), batchSize, verbose: 0, callbacks });
}
for (let i = 0; task !== "fit" && i < Number(count); i += 1) {
  if (task === "predict") await model.predict(x);
  else await model.evaluate(x, y, { verbose: 0 });
  lap();
}
for (const what of /** @type {const} */ (["wall", "processor"])) {
  const sorted = laps
    .slice(1)
    .map((one) => one[what])
    .sort((a, b) => a - b);
  console.log(`${what}: ${sorted[sorted.length >> 1]?.toFixed(4)} s, least ${sorted[0]?.toFixed(4)} s`);
}
