import { afterAll, beforeAll, expect, test } from "vitest";
import { Notebook } from "./sessionHarness.ts";

const settings = `Object.entries(process.env).filter(([name]) => name.startsWith("TF_")).sort().join("\\n")`;
let notebook: Notebook;
beforeAll(() => {
  // A kernelspec, or whoever runs the tests, may set some of them.
  for (const name of Object.keys(process.env)) if (name.startsWith("TF_")) delete process.env[name];
  notebook = new Notebook();
});
afterAll(() => notebook.close());

test("TensorFlow.js imported by a notebook's first cell prints nothing and trains", async () => {
  const version = 'import * as tf from "@tensorflow/tfjs-node"; tf.version_core';
  expect(await notebook.value(version)).toBe("'4.22.0'");
  expect(notebook.printed("stderr")).toBe("");
  const train = `const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3] })] });
model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
const { history } = await model.fit(tf.ones([8, 3]), tf.zeros([8, 1]), { epochs: 2, verbose: 0 });
history.loss.length`;
  expect(await notebook.value(train)).toBe("2");
  expect(notebook.printed("stderr")).toBe("");
  expect(notebook.printed("stdout")).toBe("");
});

test("it has the settings that the library gives it", async () => {
  const inCell = await notebook.value(settings);
  expect(inCell).toContain("TF_NUM_INTRAOP_THREADS,1");
  const bare = `Object.keys(process.env).filter((name) => name.startsWith("TF_")).forEach((name) => delete process.env[name]);`;
  expect(await notebook.value(`${bare} await import("toile"); ${settings}`)).toBe(inCell);
});

test("native messages still come through after it has loaded", async () => {
  await notebook.value(`require("node:fs").writeSync(2, "native\\n")`);
  expect(notebook.printed("stderr")).toBe("native\n");
});

test("it trains on a Node that has retired what it calls", async () => {
  const other = new Notebook();
  try {
    other.write(
      "newer.cjs",
      "const util = require('node:util'); delete util.isNullOrUndefined; delete util.isArray;",
    );
    process.env.NODE_OPTIONS = `--require ${other.folder}/newer.cjs`;
    const train = `import * as tf from "@tensorflow/tfjs-node";
const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3] })] });
model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
(await model.fit(tf.ones([8, 3]), tf.zeros([8, 1]), { verbose: 0 })).history.loss.length`;
    expect(await other.value(train)).toBe("1");
  } finally {
    delete process.env.NODE_OPTIONS;
    await other.close();
  }
});

test("a setting of the user's wins", async () => {
  process.env.TF_NUM_INTRAOP_THREADS = "3";
  const other = new Notebook();
  try {
    expect(await other.value("process.env.TF_NUM_INTRAOP_THREADS")).toBe("'3'");
  } finally {
    delete process.env.TF_NUM_INTRAOP_THREADS;
    await other.close();
  }
});
