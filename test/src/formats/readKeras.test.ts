import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadModelFile, loadWeightsFile, type SavedModel } from "../../../src/formats/index.ts";
import { Keras, type Nested, whyNoKeras } from "./keras.ts";
import { describeLayers, largestDifference, predict, setWeights, tfjsModel } from "./tfjsModels.ts";

const reason = whyNoKeras();
const names = ["dense", "cnn", "activations", "sequence", "recurrent", "functional", "frozen"];

describe.skipIf(reason)(
  `Reading what Keras wrote${reason === undefined ? "" : ` (skipped: ${reason})`}`,
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), "toile-formats-"));
    const made = new Map<string, { x: Nested; y: Nested[] }>();
    let keras: Keras;

    beforeAll(async () => {
      keras = new Keras();
      for (const name of names) {
        made.set(name, await keras.ask("make", { name, folder }));
      }
    });
    afterAll(() => {
      keras.close();
      rmSync(folder, { recursive: true });
    });

    const at = (file: string) => path.join(folder, file);
    const expected = (name: string) => made.get(name) as { x: Nested; y: Nested[] };

    for (const name of names) {
      for (const ending of ["keras", "h5"]) {
        it(`gives ${name}.${ending} the predictions that Keras gives it`, async () => {
          const model = await tfjsModel(await loadModelFile(at(`${name}.${ending}`)));
          const { x, y } = expected(name);
          expect(largestDifference(predict(model, x), y)).toBeLessThan(1e-5);
        });
      }

      it(`loads ${name} from weights alone, in Keras 3's and Keras 2's layout`, async () => {
        const saved = await loadModelFile(at(`${name}.keras`));
        const { x, y } = expected(name);
        for (const file of [`${name}.weights.h5`, `${name}-legacy.h5`, `${name}.h5`, `${name}.keras`]) {
          const model = await tfjsModel(saved);
          for (const weight of model.weights) {
            weight.write(weight.read().zerosLike());
          }
          setWeights(model, await loadWeightsFile(at(file), saved.weights));
          expect(largestDifference(predict(model, x), y), file).toBeLessThan(1e-5);
        }
      });
    }

    it("keeps Korean names of the model and its layers", async () => {
      const files = ["dense.keras", "dense.h5"].map((file) => loadModelFile(at(file)));
      for (const saved of await Promise.all(files)) {
        expect(saved.config.config.name).toBe("패션 MNIST 모델");
        expect(saved.weights.layers?.map((layer) => layer.layerName)).toEqual(
          expect.arrayContaining(["은닉층", "출력층"]),
        );
      }
    });

    it("brings the optimizer's state and the compile configuration along", async () => {
      const check = (saved: SavedModel) => {
        expect(saved.optimizer?.name).toBe("adam");
        expect(saved.optimizer?.weights[0]).toMatchObject({
          shape: [],
          dtype: "int64",
          data: new BigInt64Array([1n]),
        });
        expect(saved.optimizer?.weights).toHaveLength(2 + 2 * 4);
        expect(saved.compileConfig).toMatchObject({
          loss: "sparse_categorical_crossentropy",
          metrics: ["accuracy"],
          optimizer: { class_name: "Adam" },
        });
        expect(saved.metadata.kerasVersion).toMatch(/^3\./);
      };
      check(await loadModelFile(at("dense.keras")));
      check(await loadModelFile(at("dense.h5")));
    });

    it("names the layer, the weight and both shapes when a model of other sizes loads the weights", async () => {
      const { weights } = await loadModelFile(at("dense.keras"));
      const wider = structuredClone(weights);
      const kernel = wider.layers?.find((layer) => layer.layerName === "은닉층")?.weights[0];
      Object.assign(kernel ?? {}, { shape: [784, 64] });
      for (const file of ["dense.weights.h5", "dense-legacy.h5"]) {
        await expect(loadWeightsFile(at(file), wider)).rejects.toThrow(
          /'은닉층' \(Dense\) expects weight 'kernel' of shape \[784, 64\], but the file holds \[784, 100\]/,
        );
      }
    });

    it("says which layers are missing or left over when another model loads the weights", async () => {
      const dense = await loadModelFile(at("dense.keras"));
      const cnn = await loadModelFile(at("cnn.keras"));
      await expect(loadWeightsFile(at("dense.weights.h5"), cnn.weights)).rejects.toThrow(
        /layer '.*' \(Conv2D\) expects 2 weights .*the file holds none/,
      );
      await expect(loadWeightsFile(at("cnn-legacy.h5"), dense.weights)).rejects.toThrow(
        /holds weights of 5 layers .* this model has 2 layers with weights \('은닉층', '출력층'\)/,
      );
    });

    it("reads a list of names that Keras had to divide over several attributes", async () => {
      const long = Array.from({ length: 3000 }, (_, index) => `층_${"x".repeat(60)}_${index}`);
      const attributes = await keras.ask<string[]>("chunked", { file: at("chunked.h5"), names: long });
      expect(attributes.length).toBeGreaterThan(1);
      const { readHdf5 } = await import("../../../src/formats/hdf5/reader.ts");
      const { readFileSync } = await import("node:fs");
      const read = await readHdf5(readFileSync(at("chunked.h5")), "chunked.h5", (file) =>
        file.names("/", "layer_names"),
      );
      expect(read).toEqual(long);
    });

    it("describes what it loaded so that describing the tfjs model gives the same", async () => {
      const saved = await loadModelFile(at("functional.keras"));
      const model = await tfjsModel(saved);
      const described = describeLayers(model);
      const sizes = (layer: typeof described): unknown => ({
        name: layer.layerName,
        className: layer.className,
        weights: layer.weights.map(({ name, shape }) => [name, shape]),
        layers: layer.layers?.map(sizes),
      });
      const withoutInput = (layer: typeof described): typeof described => ({
        ...layer,
        ...(layer.layers === undefined
          ? {}
          : {
              layers: layer.layers
                .filter((child) => layer.className !== "Sequential" || child.className !== "InputLayer")
                .map(withoutInput),
            }),
      });
      expect(sizes(described)).toEqual(sizes(withoutInput(saved.weights)));
    });
  },
);
