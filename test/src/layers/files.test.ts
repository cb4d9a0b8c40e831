import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { input, loadModel, type Model, model } from "../../../src/index.ts";
import { cases } from "./cases.ts";

const folder = mkdtempSync(join(tmpdir(), "toile-layers-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Keras's files hold these in forms that this library does not write yet. */
const unwritten = /^(SeparableConv2D|DepthwiseConv2D|Bidirectional|TimeDistributed)/;

function around({ shape, inputs = 1, make }: (typeof cases)[number]): Model {
  const xs = Array.from({ length: inputs }, () => input(shape));
  return model({ inputs: xs, outputs: make().apply(xs.length === 1 ? xs[0]! : xs) });
}

it.each(cases.filter(({ python }) => !unwritten.test(python)).map((one) => [one.python, one] as const))(
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
