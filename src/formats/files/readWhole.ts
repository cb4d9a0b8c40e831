import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { ModelFileError } from "../errors.ts";

/** What one buffer can hold on every supported Node. */
const MAX_SIZE = 2 ** 31;

/**
 * Reads a file that is to hold a model or weights.
 *
 * @throws ModelFileError for a folder, an empty file, or one too large for a buffer; the file system's error where there is none
 */
export async function readWhole(file: string): Promise<Buffer> {
  const found = await stat(file);
  if (found.isDirectory()) throw await folderError(file);
  if (found.size >= MAX_SIZE) {
    throw new ModelFileError(
      "unsupported",
      `${file} holds ${found.size} bytes; models and weights of up to 2 GiB can be read.`,
    );
  }
  const bytes = await readFile(file);
  if (bytes.byteLength === 0) throw new ModelFileError("cut", `${file} is empty. Copy or save it again.`);
  return bytes;
}

async function folderError(folder: string): Promise<ModelFileError> {
  const has = async (name: string) =>
    (await stat(path.join(folder, name)).catch(() => undefined)) !== undefined;
  const hint = (await has("model.json"))
    ? ` It holds a TensorFlow.js model: name '${path.join(folder, "model.json")}'.`
    : (await has("saved_model.pb"))
      ? " It holds a SavedModel, which has no layers: load it with tf.node.loadSavedModel, or save it from Keras as .keras."
      : " Name the file in it.";
  return new ModelFileError("not-a-model", `${folder} is a folder, not a model file.${hint}`);
}

/** Runs the reading of a file; one that is nested so deep that the stack ends is refused. */
export async function withinStack<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof RangeError && /call stack/i.test(cause.message))) throw cause;
    throw new ModelFileError("unsafe", `${file} is nested deeper than any model; refused.`, { cause });
  }
}
