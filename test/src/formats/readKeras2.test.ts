import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadModelFile, loadWeightsFile } from "../../../src/formats/index.ts";
import { python } from "../python.ts";
import { type Nested, whyNoKeras } from "./keras.ts";
import { largestDifference, predict, setWeights, tfjsModel } from "./tfjsModels.ts";

const reason = whyNoKeras("tf_keras");

describe.skipIf(reason)(
  `Reading what Keras 2 wrote${reason === undefined ? "" : ` (skipped: ${reason})`}`,
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), "toile-keras2-"));
    const at = (file: string) => path.join(folder, file);

    beforeAll(() => {
      const script = path.join(import.meta.dirname, "keras2_models.py");
      execFileSync(python, [script, folder], { stdio: ["ignore", "ignore", "pipe"] });
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    for (const name of ["sequential", "functional"]) {
      it(`gives a ${name} model the predictions that Keras 2 gives it`, async () => {
        const { x, y } = JSON.parse(readFileSync(at(`${name}.json`), "utf8")) as { x: Nested; y: Nested[] };
        for (const file of [`${name}.h5`, `${name}.keras`]) {
          const model = await tfjsModel(await loadModelFile(at(file)));
          expect(largestDifference(predict(model, x), y), file).toBeLessThan(1e-5);
          for (const weight of model.weights) {
            weight.write(weight.read().zerosLike());
          }
          const { weights } = await loadModelFile(at(file));
          setWeights(model, await loadWeightsFile(at(`${name}-weights.h5`), weights));
          expect(largestDifference(predict(model, x), y), `${name}-weights.h5`).toBeLessThan(1e-5);
        }
      });
    }
  },
);
