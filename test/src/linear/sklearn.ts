import { spawnSync } from "node:child_process";
import { NDArray } from "../../../src/array/ndarray.ts";
import { RandomState } from "../../../src/random/randomState.ts";
import { python } from "../python.ts";

const probe = spawnSync(python, ["-c", "import sklearn; print(sklearn.__version__)"], { encoding: "utf8" });

/** Why scikit-learn cannot be asked here; undefined where it can. */
export const skipReason = probe.status === 0 ? undefined : `no scikit-learn in ${python}`;

/** How a suite against scikit-learn is called. */
export const title = skipReason
  ? `against scikit-learn (skipped: ${skipReason})`
  : `against scikit-learn ${probe.stdout.trim()}`;

const prelude = `
import base64, json, sys, warnings
import numpy as np
warnings.simplefilter("ignore")
def array(field):
    return np.frombuffer(base64.b64decode(field["data"]), field["dtype"]).reshape(field["shape"])
def plain(value):
    if isinstance(value, np.ndarray): return plain(value.tolist())
    if isinstance(value, (list, tuple)): return [plain(v) for v in value]
    if isinstance(value, dict): return {k: plain(v) for k, v in value.items()}
    if isinstance(value, float) and not np.isfinite(value): return repr(value)
    return value.item() if isinstance(value, np.generic) else value
cases = json.load(sys.stdin)
`;

/**
 * Runs one Python process over all cases.
 *
 * @param program defines \`run(case)\`; arrays in a case are read by \`array(field)\`
 * @returns what \`run\` returned, case by case
 */
export function askSklearn<Result>(program: string, cases: readonly object[]): Result[] {
  const script = `${prelude}\n${program}\njson.dump([plain(run(case)) for case in cases], sys.stdout)`;
  const input = JSON.stringify(cases, (_, value) => (isArrayLike(value) ? pack(value) : value));
  const { status, stdout, stderr } = spawnSync(python, ["-c", script], {
    input,
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`scikit-learn's side failed: ${stderr}`);
  return JSON.parse(stdout) as Result[];
}

function isArrayLike(value: unknown): value is NDArray {
  return value instanceof NDArray;
}

function pack({ data, shape, dtype }: NDArray) {
  return {
    data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64"),
    shape,
    dtype,
  };
}

/** Made-up pictures: half of the pixels are background, the others are brighter where their class says so. */
export function pictures(samples: number, features: number, classes: number, seed: number) {
  const random = new RandomState(seed);
  const y = Int32Array.from({ length: samples }, () => random.interval(classes - 1));
  const x = new Float64Array(samples * features);
  for (let i = 0; i < x.length; i++) {
    const brightness =
      random.random() * (1 + ((i % features) % classes === y[Math.floor(i / features)] ? 1.5 : 0));
    x[i] = random.random() < 0.5 ? 0 : Math.min(255, Math.round(brightness * 100)) / 255;
  }
  return { x: new NDArray(x, [samples, features], "float64"), y: new NDArray(y, [samples], "int32") };
}

/** Made-up measurements without zeros, on very different scales. */
export function measurements(samples: number, features: number, classes: number, seed: number) {
  const random = new RandomState(seed);
  const y = Int32Array.from({ length: samples }, () => random.interval(classes - 1));
  const x = Float64Array.from({ length: samples * features }, (_, i) => {
    const feature = i % features;
    return (random.random() - 0.5 + (y[Math.floor(i / features)]! % (feature + 2)) * 0.3) * (1 + feature);
  });
  return { x: new NDArray(x, [samples, features], "float64"), y: new NDArray(y, [samples], "int32") };
}

/** Settings under scikit-learn's names: `maxIter` becomes `max_iter`. */
export function snakeCase(settings: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name === "C" ? name : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}

/** The largest difference, relative to the largest number of the reference. */
export function distance(own: ArrayLike<number>, reference: readonly number[]): number {
  if (own.length !== reference.length) return Number.POSITIVE_INFINITY;
  const size = Math.max(...reference.map(Math.abs), Number.MIN_VALUE);
  return Math.max(...reference.map((value, i) => Math.abs(own[i]! - value))) / size;
}
