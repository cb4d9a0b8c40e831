import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { zipSync } from "fflate";
import { afterAll, describe, expect, it, vi } from "vitest";
import { type Json, loadModelFile, saveModelFile, toTfjsConfig } from "../../../src/formats/index.ts";
import { readZip } from "../../../src/formats/zip/read.ts";
import { smallModel } from "./smallModel.ts";

const runs = process.env.TOILE_TEST_LONG === "1" ? 15_000 : 150;
const folder = mkdtempSync(path.join(tmpdir(), "toile-fuzz-"));
const at = (name: string) => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));
vi.setConfig({ testTimeout: 1_800_000 });

/** Loads, and what a file may be refused with. */
async function expectLoadedOrRefused(file: string): Promise<void> {
  const error = await loadModelFile(at(file)).then(
    ({ config }) => {
      try {
        toTfjsConfig(config);
        return undefined;
      } catch (reason) {
        return reason;
      }
    },
    (reason: unknown) => reason,
  );
  if (error !== undefined) expect(error).toMatchObject({ name: "ModelFileError" });
}

/** Every place in a JSON value, as the keys that lead there. */
function places(value: Json): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [[]];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [[], ...entries.flatMap(([key, item]) => places(item).map((rest) => [key, ...rest]))];
}

function replaced(value: Json, [key, ...rest]: (string | number)[], by: Json): Json {
  if (key === undefined) return by;
  const copy = structuredClone(value) as Record<string | number, Json>;
  copy[key] = replaced(copy[key]!, rest, by);
  return copy as Json;
}

const junk = fc.constantFrom<Json>(
  null,
  0,
  -1,
  1e99,
  "",
  "x",
  true,
  [],
  [null],
  {},
  { class_name: "Dense" },
  {
    class_name: "Dense",
    config: {},
  },
  JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}') as Json,
  { class_name: "__proto__", config: { name: "constructor" } },
  { class_name: "constructor", registered_name: "toString", module: "__proto__", config: {} },
);

afterAll(() => expect("polluted" in {}).toBe(false));

describe("A file with something else in any place", () => {
  it("is loaded or refused as a model file, never more: the configuration of a .keras", async () => {
    await saveModelFile(at("whole.keras"), {
      ...smallModel(),
      compileConfig: { optimizer: "adam", loss: "mse" },
    });
    const members = Object.fromEntries(
      await readZip(readFileSync(at("whole.keras")), "whole.keras", () => true),
    );
    for (const member of ["config.json", "metadata.json"]) {
      const whole = JSON.parse(Buffer.from(members[member]!).toString("utf8")) as Json;
      const change = fc.tuple(fc.constantFrom(...places(whole)), junk);
      await fc.assert(
        fc.asyncProperty(change, async ([place, by]) => {
          const bytes = Buffer.from(JSON.stringify(replaced(whole, place, by)));
          writeFileSync(at("changed.keras"), zipSync({ ...members, [member]: bytes }, { level: 0 }));
          await expectLoadedOrRefused("changed.keras");
        }),
        { numRuns: runs },
      );
    }
  });

  it("is loaded or refused as a model file, never more: a model.json", async () => {
    await saveModelFile(at("model.json"), smallModel());
    const whole = JSON.parse(readFileSync(at("model.json"), "utf8")) as Json;
    await fc.assert(
      fc.asyncProperty(fc.tuple(fc.constantFrom(...places(whole)), junk), async ([place, by]) => {
        writeFileSync(at("changed.json"), JSON.stringify(replaced(whole, place, by)));
        await expectLoadedOrRefused("changed.json");
      }),
      { numRuns: runs },
    );
  });

  // Bytes of an .h5 are a subject of their own: hdf5.test.ts.
  it("is loaded or refused as a model file, never more: bytes of a .keras", async () => {
    await saveModelFile(at("whole.keras"), smallModel());
    const whole = readFileSync(at("whole.keras"));
    const byte = fc.tuple(fc.nat(whole.byteLength - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(byte, { minLength: 1, maxLength: 8 }), async (changes) => {
        const bytes = Buffer.from(whole);
        for (const [place, value] of changes) bytes[place] = value;
        writeFileSync(at("bytes.keras"), bytes);
        await expectLoadedOrRefused("bytes.keras");
      }),
      { numRuns: runs },
    );
  });
});
