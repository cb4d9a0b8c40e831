import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { array } from "../../../src/array/create.ts";
import { layers, optimizers, type Sequential, sequential, setRandomSeed } from "../../../src/index.ts";
import { problem } from "../training/reference.ts";

/** 70 samples of a problem with four classes. */
export const x = array(problem(70).x);
export const y = array(problem(70).y, "int32");

/** A classifier for it that starts from the same weights each time. */
export function classifier(): Sequential {
  setRandomSeed(5);
  const model = sequential([
    layers.dense(6, { activation: "relu", inputShape: [3], name: "hidden" }),
    layers.dense(4, { activation: "softmax", name: "output" }),
  ]);
  model.compile({
    optimizer: optimizers.adam({ learningRate: 0.05 }),
    loss: "sparse_categorical_crossentropy",
    metrics: "accuracy",
  });
  return model;
}

/** The weights as plain lists. */
export function weightsOf(model: Pick<Sequential, "getWeights">): number[][] {
  return model.getWeights().map(({ data }) => [...data]);
}

/** A new folder for a test's files. */
export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), "toile-"));
}

/** What `work` writes to standard output. */
export async function printed(work: () => Promise<unknown>): Promise<string> {
  const { write } = process.stdout;
  let text = "";
  process.stdout.write = ((chunk: string) => {
    text += chunk;
    return true;
  }) as typeof write;
  try {
    await work();
  } finally {
    process.stdout.write = write;
  }
  return text;
}
