import { run } from "./command.mjs";

/** Node.js 23 removed functions of `util` that tfjs-node still calls. */
const script = `
const util = require("node:util");
util.isNullOrUndefined ??= (value) => value == null;
util.isArray ??= Array.isArray;
const tf = require(process.argv[1]);
if (tf.tidy(() => tf.tensor1d([1, 2]).add(1).sum().dataSync()[0]) !== 5) throw new Error("TensorFlow cannot add");
for (const addon of process.argv.slice(2)) require(addon);
console.log(JSON.stringify({ tensorflow: tf.backend().binding.TF_Version, tfjs: tf.version["tfjs-node"] }));
`;

/**
 * Loads TensorFlow in a child process and has it compute something.
 * @param {string} tfjsNode the folder of @tensorflow/tfjs-node
 * @param {string[]} [addons] further compiled files to load beside it
 * @returns {Promise<{tensorflow: string, tfjs: string} | {error: string}>}
 */
export async function probeTensorflow(tfjsNode, addons = []) {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: "2", NODE_OPTIONS: "" };
  const { code, stdout, output } = await run(process.execPath, ["-e", script, tfjsNode, ...addons], { env });
  if (code === 0) return JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}");
  const error =
    /^(?:\w*Error: )(.*)$/m.exec(output)?.[1] ??
    output.trim().split("\n").at(-1) ??
    "it ended without a word";
  return { error };
}
