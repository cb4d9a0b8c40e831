import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readHdf5 } from "../../../src/formats/hdf5/reader.ts";
import { type LayerWeights, saveModelFile } from "../../../src/formats/index.ts";
import { readLegacyOptimizer, readLegacyWeights } from "../../../src/formats/weights/legacy.ts";
import { smallModel } from "./smallModel.ts";

const long = process.env.TOILE_TEST_LONG === "1";
/** Milliseconds for a file of some kilobytes. */
const patience = 500;

let folder: string;
let whole: Buffer;
/** Where the parts begin that lead to other parts. */
let heads: number[];
/** With room for sizes that lie: an array of zeros behind the texts. */
const model = smallModel();
const [first] = model.weights.layers!;
const weights: LayerWeights = {
  ...model.weights,
  layers: [
    {
      ...first!,
      weights: [{ name: "kernel", shape: [64, 64], dtype: "float32", data: new Float32Array(4096) }],
    },
  ],
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "toile-hdf5-"));
  const file = path.join(folder, "model.h5");
  await saveModelFile(file, { ...model, weights, compileConfig: { optimizer: "adam", loss: "mse" } });
  whole = readFileSync(file);
  heads = ["GCOL", "HEAP", "TREE", "SNOD"].flatMap((tag) => occurrences(whole, tag));
});
afterAll(() => rm(folder, { recursive: true }));

function occurrences(bytes: Buffer, tag: string): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(tag); at >= 0; at = bytes.indexOf(tag, at + 1)) found.push(at);
  return found;
}

/** Everything that a reader of models asks a file for. */
const read = (bytes: Uint8Array): Promise<LayerWeights> =>
  readHdf5(
    bytes,
    "model.h5",
    (file) => {
      for (const name of ["keras_version", "model_config", "training_config"]) file.text("/", name);
      readLegacyOptimizer(file);
      return readLegacyWeights(file, "/model_weights", weights);
    },
    patience,
  );

/** The first heap of texts says that it is longer than it is: the C library then looks at zeros for ever. */
function endless(): Buffer {
  const bytes = Buffer.from(whole);
  bytes.writeBigUInt64LE(10_496n, bytes.indexOf("GCOL") + 8);
  return bytes;
}

describe("An HDF5 file that is damaged inside", () => {
  it("is refused where the C library would go round in circles", async () => {
    const error = await read(endless()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: "ModelFileError",
      problem: "cut",
      cause: { code: "ERR_SCRIPT_EXECUTION_TIMEOUT" },
    });
    expect((error as Error).message).toBe("model.h5 is a damaged HDF5 file. Copy or save it again.");
  });

  it("leaves the reader as it was: the next file is read right", async () => {
    await expect(read(endless())).rejects.toThrow("damaged");
    expect(await read(whole)).toEqual(weights);
  });

  it("is read or refused as a model file, never more, whatever its bytes are", {
    timeout: 900_000,
  }, async () => {
    const near = fc
      .tuple(fc.nat(heads.length - 1), fc.nat(63))
      .map(([head, distance]) => heads[head]! + distance);
    const anywhere = fc.integer({ min: 100, max: whole.length - 1 });
    const byte = fc.tuple(fc.oneof({ weight: 4, arbitrary: near }, anywhere), fc.nat(255));
    const damages = fc.array(byte, { minLength: 1, maxLength: 4 });
    const property = fc.asyncProperty(damages, async (changes) => {
      const bytes = Buffer.from(whole);
      for (const [place, value] of changes) bytes[place] = value;
      const error = await read(bytes).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error !== undefined) expect(error).toMatchObject({ name: "ModelFileError" });
    });
    await fc.assert(property, long ? { numRuns: 20_000 } : { numRuns: 100, seed: 11 });
  });
});
