import { mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { run } from "./command.mjs";
import { requireSpace } from "./disk.mjs";
import { readJson } from "./files.mjs";
import { cacheFolder, root } from "./paths.mjs";
import { tensorflowVersion, wheelFor } from "./platform.mjs";
import { lastWords, SetupProblem } from "./problem.mjs";
import { pythonEnv } from "./python.mjs";

/** The headers of TensorFlow's C interface that the binding includes, out of the 268 MB that the wheel carries. */
const headers = [
  ...["c_api", "c_api_macros", "eager/c_api", "tf_attrtype", "tf_buffer", "tf_datatype", "tf_status"].map(
    inC,
  ),
  ...["tf_tensor", "tf_tstring"].map(inC),
  "tensorflow/core/platform/ctstring.h",
  "tensorflow/core/platform/ctstring_internal.h",
  "tsl/platform/ctstring.h",
  "tsl/platform/ctstring_internal.h",
  "xla/tsl/c/tsl_status.h",
];

/** @param {string} name */
function inC(name) {
  return `tensorflow/c/${name}.h`;
}

/** The folder in the cache that holds TensorFlow for this platform: lib/, include/ and the compiled bindings. */
export function tensorflowFolder() {
  return path.join(cacheFolder(), "tensorflow", `${tensorflowVersion}-${process.platform}-${process.arch}`);
}

/** Whether every file of TensorFlow is in the cache with its full size. */
export function tensorflowIsReady() {
  const folder = tensorflowFolder();
  const manifest = readJson(path.join(folder, "manifest.json"));
  return (
    manifest !== undefined &&
    Object.entries(manifest).every(
      ([file, bytes]) => statSync(path.join(folder, file), { throwIfNoEntry: false })?.size === bytes,
    )
  );
}

/**
 * Downloads the wheel of this platform through pip's settings and unpacks what is needed into the cache.
 * @param {string} python a Python with the pinned pip
 * @param {import("./progress.mjs").Progress} progress
 * @returns {Promise<number>} the bytes downloaded
 */
export async function fetchTensorflow(python, progress) {
  const wheel = wheelFor();
  const target = tensorflowFolder();
  mkdirSync(path.dirname(target), { recursive: true });
  requireSpace(cacheFolder(), 1_300, "TensorFlow");
  const platform = /cp312-cp312-(.*)\.whl$/.exec(wheel.file)?.[1] ?? "";
  const wanted = {
    ...wheel,
    part: path.join(cacheFolder(), "download", `${wheel.file}.part`),
    target,
    target_options: ["--python-version", "3.12", "--implementation", "cp", "--platform", platform],
    members: [
      ...wheel.libraries.map((file) => [`tensorflow/${file}`, `lib/${file}`]),
      ...headers.map((file) => [`tensorflow/include/${file}`, `include/${file}`]),
      ["tensorflow/THIRD_PARTY_NOTICES.txt", "THIRD_PARTY_NOTICES.txt"],
    ],
  };
  /** @type {any} */
  let last = {};
  const onLine = (/** @type {string} */ line) => {
    if (!line.startsWith("{")) return;
    last = JSON.parse(line);
    if (last.phase === "download") progress.update(last.done, last.total);
    else if (last.phase === "unpack")
      progress.note(`unpacking ${Math.round((100 * last.done) / last.total)}%`);
    else if (last.phase === "verify" && last.done === last.total) progress.note("checksum is right");
  };
  const script = path.join(root, "setup", "fetch_wheel.py");
  const { code, output } = await run(python, ["-I", script, JSON.stringify(wanted)], {
    env: pythonEnv(),
    onLine,
  });
  if (code === 0) return last.received;
  throw failure(wheel, last, output);
}

/**
 * @param {import("./platform.mjs").Wheel} wheel
 * @param {{kind?: string, why?: string}} last
 * @param {string} output
 */
function failure(wheel, last, output) {
  const mends = {
    network: "check the network, then run the same command again: it goes on where it stopped",
    index: "check the network and pip's settings (pip config list), then run the same command again",
    checksum: "run the same command again: the damaged download was removed",
    disk: "free 1.3 GB, or set TOILE_CACHE to a folder on another disk, then run the same command again",
  };
  const mend = mends[/** @type {keyof typeof mends} */ (last.kind)] ?? "run the same command again";
  return new SetupProblem(`TensorFlow (${wheel.file}) is not complete`, last.why ?? lastWords(output), mend);
}
