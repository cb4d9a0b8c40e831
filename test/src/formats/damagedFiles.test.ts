import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { zipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { writeHdf5 } from "../../../src/formats/hdf5/writer.ts";
import {
  type LayerWeights,
  loadModelFile,
  loadWeightsFile,
  type ModelFileProblem,
  type SavedModel,
  saveModelFile,
  saveWeightsFile,
  toTfjsConfig,
} from "../../../src/formats/index.ts";
import { smallModel } from "./smallModel.ts";

const folder = mkdtempSync(path.join(tmpdir(), "toile-damaged-"));
const at = (name: string) => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

async function bytesOf(name: string, model: SavedModel = smallModel()): Promise<Buffer> {
  await saveModelFile(at(name), model);
  return readFileSync(at(name));
}

async function expectProblem(
  loading: Promise<unknown>,
  problem: ModelFileProblem,
  message: RegExp,
): Promise<void> {
  const error = await loading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: "ModelFileError", problem });
  expect((error as Error).message).toMatch(message);
}

/** Changes one member of a `.keras` archive. */
async function archiveWith(members: Record<string, Uint8Array>, level: 0 | 9 = 0): Promise<Uint8Array> {
  const { readZip } = await import("../../../src/formats/zip/read.ts");
  const original = await readZip(await bytesOf("original.keras"), "original.keras", () => true);
  return zipSync({ ...Object.fromEntries(original), ...members }, { level });
}

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

describe("A file that is cut off", () => {
  for (const ending of ["keras", "h5"]) {
    it(`is recognised at any length of a .${ending}`, async () => {
      const bytes = await bytesOf(`whole.${ending}`);
      for (const part of [0, 0.01, 0.3, 0.7, 0.99]) {
        writeFileSync(at(`cut.${ending}`), bytes.subarray(0, Math.floor(bytes.byteLength * part)));
        const error = await loadModelFile(at(`cut.${ending}`)).catch((reason: unknown) => reason);
        expect(error, String(part)).toMatchObject({ name: "ModelFileError", problem: "cut" });
        expect((error as Error).message).toContain(`cut.${ending}`);
      }
    });
  }

  it("is recognised as weights too, with both sizes", async () => {
    const model = smallModel();
    await saveWeightsFile(at("w.weights.h5"), model.weights);
    const bytes = readFileSync(at("w.weights.h5"));
    writeFileSync(at("w.weights.h5"), bytes.subarray(0, 3000));
    const loading = loadWeightsFile(at("w.weights.h5"), model.weights);
    await expectProblem(loading, "cut", new RegExp(`holds 3000 bytes, its head says ${bytes.byteLength}`));
  });

  it("shows in a TensorFlow.js model whose weights are short or gone", async () => {
    await bytesOf("model.json");
    const weights = readdirSync(folder).find((name) => name.startsWith("weights-")) as string;
    writeFileSync(at(weights), readFileSync(at(weights)).subarray(0, 20));
    await expectProblem(
      loadModelFile(at("model.json")),
      "cut",
      /weights are cut off: 'd\/kernel' ends at byte 24/,
    );
    rmSync(at(weights));
    await expectProblem(
      loadModelFile(at("model.json")),
      "missing-weights",
      /needs 'weights-\w+\.bin' beside it/,
    );
  });

  it("shows when a byte inside an archive has changed", async () => {
    const bytes = await bytesOf("flipped.keras");
    const middle = bytes.indexOf("model.weights.h5") + 2000;
    bytes[middle] = (bytes[middle] as number) ^ 0xff;
    writeFileSync(at("flipped.keras"), bytes);
    await expectProblem(
      loadModelFile(at("flipped.keras")),
      "cut",
      /checksum of 'model.weights.h5' does not agree/,
    );
  });
});

describe("A file that is no model", () => {
  it("is named as such, whatever it is called", async () => {
    writeFileSync(at("picture.h5"), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]));
    await expectProblem(loadModelFile(at("picture.h5")), "not-a-model", /picture\.h5 is no model/);
    await expectProblem(
      loadWeightsFile(at("picture.h5"), smallModel().weights),
      "not-a-model",
      /neither an HDF5 file/,
    );
    writeFileSync(at("list.json"), '{"a": 1}');
    await expectProblem(loadModelFile(at("list.json")), "not-a-model", /no TensorFlow\.js layers model/);
    writeFileSync(at("graph.json"), '{"format": "graph-model", "modelTopology": {}}');
    await expectProblem(loadModelFile(at("graph.json")), "not-a-model", /tf\.loadGraphModel/);
  });

  it("is told from weights alone, with the way out", async () => {
    for (const name of ["only.weights.h5", "only.h5"]) {
      await saveWeightsFile(at(name), smallModel().weights);
      await expectProblem(
        loadModelFile(at(name)),
        "not-a-model",
        /holds weights only: build the model and call loadWeights/,
      );
    }
  });

  it("may be a zip archive or an HDF5 file of something else", async () => {
    writeFileSync(at("other.keras"), zipSync({ "a.txt": new Uint8Array(3) }));
    await expectProblem(loadModelFile(at("other.keras")), "not-a-model", /no 'config\.json'/);
    writeFileSync(at("other.h5"), await writeHdf5((file) => file.group("/data")));
    await expectProblem(loadModelFile(at("other.h5")), "not-a-model", /model_config is missing/);
    await expectProblem(
      loadWeightsFile(at("other.h5"), smallModel().weights),
      "not-a-model",
      /holds no Keras weights/,
    );
  });
});

describe("A configuration that lists no layers", () => {
  it.each([null, 7, [], "Dense", { class_name: "Dense" }])("is recognised: %j", async (odd) => {
    const config = { class_name: "Sequential", config: { name: "m", layers: [odd] } };
    writeFileSync(at("odd.keras"), await archiveWith({ "config.json": json(config) }));
    await expectProblem(
      loadModelFile(at("odd.keras")),
      "not-a-model",
      /The model 'm' lists what is no layer/,
    );
  });
});

describe("A path that is no file", () => {
  it("is told from a damaged file, with the way out", async () => {
    mkdirSync(at("folder"));
    await expectProblem(
      loadModelFile(at("folder")),
      "not-a-model",
      /folder is a folder, not a model file\. Name the file in it/,
    );
    writeFileSync(at("folder/model.json"), "{}");
    await expectProblem(loadModelFile(at("folder")), "not-a-model", /name '.*folder\/model\.json'/);
    await expectProblem(loadWeightsFile(at("folder"), smallModel().weights), "not-a-model", /is a folder/);
    mkdirSync(at("saved"));
    writeFileSync(at("saved/saved_model.pb"), "");
    await expectProblem(loadModelFile(at("saved")), "not-a-model", /tf\.node\.loadSavedModel/);
    await expect(loadModelFile(at("nowhere.keras"))).rejects.toThrow(/ENOENT.*nowhere\.keras/);
  });
});

describe("A TensorFlow.js manifest that is damaged", () => {
  it.each([
    { paths: "weights.bin", weights: [] },
    { paths: ["w.bin"], weights: [{ name: "d/kernel", shape: [-3, 2], dtype: "float32" }] },
    { paths: ["w.bin"], weights: [{ name: "d/kernel", shape: "all", dtype: "float32" }] },
    null,
  ])("is recognised: %j", async (group) => {
    await bytesOf("manifest.json");
    const manifest = JSON.parse(readFileSync(at("manifest.json"), "utf8")) as { weightsManifest: unknown[] };
    manifest.weightsManifest = [group];
    writeFileSync(at("manifest.json"), JSON.stringify(manifest));
    await expectProblem(
      loadModelFile(at("manifest.json")),
      "not-a-model",
      /weightsManifest does not list paths/,
    );
  });
});

describe("A file from a version to come", () => {
  it("is refused with the version in the message", async () => {
    writeFileSync(at("new.keras"), await archiveWith({ "metadata.json": json({ keras_version: "4.1.0" }) }));
    await expectProblem(loadModelFile(at("new.keras")), "future-version", /written by Keras 4\.1\.0/);
    const config = JSON.stringify(smallModel().config);
    const bytes = await writeHdf5((file) => {
      file.text("/", "keras_version", "5.0.0");
      file.text("/", "model_config", config);
    });
    writeFileSync(at("new.h5"), bytes);
    await expectProblem(loadModelFile(at("new.h5")), "future-version", /written by Keras 5\.0\.0/);
    bytes[8] = 9;
    writeFileSync(at("newer.h5"), bytes);
    await expectProblem(loadModelFile(at("newer.h5")), "future-version", /superblock version 9/);
  });
});

describe("A hostile file", () => {
  it("cannot name members outside the archive", async () => {
    for (const name of ["../evil", "/etc/evil", "assets/../../evil"]) {
      writeFileSync(at("evil.keras"), await archiveWith({ [name]: new Uint8Array(1) }));
      await expectProblem(loadModelFile(at("evil.keras")), "unsafe", /outside the archive/);
    }
  });

  it("cannot name weights outside its folder", async () => {
    await bytesOf("escape.json");
    const manifest = JSON.parse(readFileSync(at("escape.json"), "utf8")) as {
      weightsManifest: { paths: string[] }[];
    };
    (manifest.weightsManifest[0] as { paths: string[] }).paths = ["../../etc/passwd"];
    writeFileSync(at("escape.json"), JSON.stringify(manifest));
    await expectProblem(
      loadModelFile(at("escape.json")),
      "unsafe",
      /outside its folder \('\.\.\/\.\.\/etc\/passwd'\)/,
    );
  });

  it("cannot unpack to far more than it holds", async () => {
    const zeros = new Uint8Array(100 * 2 ** 20);
    writeFileSync(at("bomb.keras"), await archiveWith({ "model.weights.h5": zeros }, 9));
    await expectProblem(
      loadModelFile(at("bomb.keras")),
      "unsafe",
      /declares 104857600 bytes in \d+ stored ones; refused/,
    );
  });

  it("cannot be nested without end", async () => {
    const nested =
      '{"class_name": "Sequential", "config": {"name": "m", "layers": ['.repeat(20_000) +
      "]}}".repeat(20_000);
    writeFileSync(at("nested.keras"), await archiveWith({ "config.json": Buffer.from(nested) }));
    await expectProblem(loadModelFile(at("nested.keras")), "unsafe", /nested deeper than any model/);
  });

  it("cannot hold more than its archive declares", async () => {
    const bytes = Buffer.from(await archiveWith({ "config.json": new Uint8Array(200_000) }, 9));
    const central = bytes.lastIndexOf(Buffer.from("config.json")) - 46;
    bytes.writeUInt32LE(1000, central + 24);
    writeFileSync(at("liar.keras"), bytes);
    await expectProblem(loadModelFile(at("liar.keras")), "cut", /too many bytes/);
  });

  it("cannot make an array of a size that the file does not hold", async () => {
    const { loadHdf5, withMemoryFile } = await import("../../../src/formats/hdf5/module.ts");
    const hdf5 = await loadHdf5();
    const bytes = withMemoryFile(hdf5, (name) => {
      const file = new hdf5.File(name, "w");
      for (const group of ["layers", "layers/dense", "layers/dense/vars"]) {
        file.create_group(group);
      }
      const array = { data: new Float32Array(4), shape: [2, 2], maxshape: [null, null], chunks: [2, 2] };
      file.create_dataset({ name: "layers/dense/vars/0", ...array }).resize([100_000, 100_000]);
      file.close();
      return (hdf5.FS as unknown as { readFile(name: string): Uint8Array }).readFile(name);
    });
    writeFileSync(at("shape.weights.h5"), bytes);
    const loading = loadWeightsFile(at("shape.weights.h5"), smallModel().weights);
    await expectProblem(loading, "unsafe", /\/layers\/dense\/vars\/0 declares 40000000000 bytes/);
  });

  it.each(["hard", "soft"])("cannot lead the reader in circles by %s links", async (kind) => {
    const { loadHdf5, withMemoryFile } = await import("../../../src/formats/hdf5/module.ts");
    const hdf5 = await loadHdf5();
    const bytes = withMemoryFile(hdf5, (name) => {
      const file = new hdf5.File(name, "w");
      const layers = file.create_group("layers");
      for (const link of ["dense", "vars", "layers", "0"])
        if (kind === "soft") layers.create_soft_link("/layers", link);
        else layers.create_hard_link("/layers", link);
      file.close();
      return (hdf5.FS as unknown as { readFile(name: string): Uint8Array }).readFile(name);
    });
    for (const name of ["circle.weights.h5", "circle.h5"]) {
      writeFileSync(at(name), bytes);
      const error = await loadWeightsFile(at(name), smallModel().weights).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: "ModelFileError" });
    }
  });

  it("cannot lead the reader out of the file by a link", async () => {
    const { loadHdf5, withMemoryFile } = await import("../../../src/formats/hdf5/module.ts");
    const hdf5 = await loadHdf5();
    const bytes = withMemoryFile(hdf5, (name) => {
      const file = new hdf5.File(name, "w");
      file.create_group("layers").create_external_link("/etc/other.h5", "/x", "dense");
      file.close();
      return (hdf5.FS as unknown as { readFile(name: string): Uint8Array }).readFile(name);
    });
    writeFileSync(at("link.weights.h5"), bytes);
    await expectProblem(
      loadWeightsFile(at("link.weights.h5"), smallModel().weights),
      "unsafe",
      /links out of the file/,
    );
  });
});

describe("A model that does not fit", () => {
  it("may hold two layers of one name in different inner models, but not side by side", async () => {
    const dense = smallModel().weights.layers?.[0] as LayerWeights;
    const inner = (layerName: string) => ({
      layerName,
      className: "Sequential",
      weights: [],
      layers: [dense],
    });
    const outer = { ...inner("outer"), layers: [inner("left"), inner("right")] };
    const nested = { ...inner("model"), layers: [outer] };
    await saveWeightsFile(at("nested.h5"), nested);
    expect(await loadWeightsFile(at("nested.h5"), nested)).toEqual(nested);
    const twins = { ...inner("model"), layers: [dense, dense] };
    await expectProblem(
      saveWeightsFile(at("twins.h5"), twins),
      "unsupported",
      /name 'd' cannot be saved: two layers have it/,
    );
  });

  it("names an unknown layer class and the way out", () => {
    const model = smallModel();
    const custom = { class_name: "Swirl", config: { name: "swirl_1" } };
    (model.config.config.layers as object[]).push(custom);
    expect(() => toTfjsConfig(model.config)).toThrow(
      /Layer 'swirl_1' is of class 'Swirl'.*customObjects: \{ Swirl \}/,
    );
    const layers = toTfjsConfig(model.config, { customObjects: ["my_package>Swirl"] }).config.layers;
    expect(layers).toContainEqual(expect.objectContaining({ class_name: "Swirl" }));
  });

  it("is not written under a name that says nothing", async () => {
    await expectProblem(
      saveModelFile(at("model.txt"), smallModel()),
      "unsupported",
      /must end in \.keras, \.h5/,
    );
    await expectProblem(saveModelFile(at("model.weights.h5"), smallModel()), "unsupported", /weights alone/);
    await expectProblem(
      saveWeightsFile(at("w.bin"), smallModel().weights),
      "unsupported",
      /\.weights\.h5, \.h5/,
    );
  });
});
