import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { LAYER_RULES } from "../../../src/formats/config/rules.ts";
import { input, loadModel, type Model, model } from "../../../src/index.ts";
import { cases } from "./cases.ts";

const folder = mkdtempSync(join(tmpdir(), "toile-layers-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Whether files hold a layer of this class yet. */
const isWritten = ({ python }: (typeof cases)[number]) => Object.hasOwn(LAYER_RULES, /^\w+/.exec(python)![0]);

function around({ shape, inputs = 1, make }: (typeof cases)[number]): Model {
  const xs = Array.from({ length: inputs }, () => input(shape));
  return model({ inputs: xs, outputs: make().apply(xs.length === 1 ? xs[0]! : xs) });
}

it.each(cases.filter(isWritten).map((one) => [one.python, one] as const))(
  "%s comes back from a .keras file with its weights",
  async (_name, one) => {
    const file = join(folder, "layer.keras");
    const before = around(one);
    await before.save(file);
    const after = await loadModel(file);
    expect(after.getWeights()).toEqual(before.getWeights());
    expect(after.outputShape).toEqual(before.outputShape);
  },
);

it.each(cases.filter((one) => !isWritten(one)).map((one) => [one.python, one] as const))(
  "%s is refused by name instead of being written half",
  async (name, one) => {
    const saving = around(one).save(join(folder, "refused.keras"));
    await expect(saving).rejects.toThrow(/^\w+/.exec(name)![0]);
  },
);
