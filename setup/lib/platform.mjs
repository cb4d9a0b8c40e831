import { SetupProblem } from "./problem.mjs";

/**
 * @typedef {object} Wheel
 * @property {string} project its name on the package index
 * @property {string} file
 * @property {string} sha256
 * @property {number} megabytes
 * @property {string[]} libraries
 */

export const tensorflowVersion = "2.21.0";

const linux = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];
const mac = ["libtensorflow_cc.2.dylib", "libtensorflow_framework.2.dylib"];

/**
 * One wheel a platform. Its Python tag does not matter, since only the C++ libraries and headers are used.
 * @type {Record<string, Wheel>}
 */
const wheels = {
  "linux-x64": {
    project: "tensorflow-cpu",
    file: "tensorflow_cpu-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl",
    sha256: "dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb",
    megabytes: 274,
    libraries: linux,
  },
  "linux-arm64": {
    project: "tensorflow",
    file: "tensorflow-2.21.0-cp312-cp312-manylinux_2_27_aarch64.whl",
    sha256: "b07d15737406533898e36c7ef7944b1be18e9028dc521b9229952c537bbc5552",
    megabytes: 270,
    libraries: linux,
  },
  "darwin-arm64": {
    project: "tensorflow",
    file: "tensorflow-2.21.0-cp312-cp312-macosx_12_0_arm64.whl",
    sha256: "56ecd7d47429acbe1df2694d50b75bf9fc3995ac92cb367cd9af6c4780ead712",
    megabytes: 250,
    libraries: mac,
  },
};

/**
 * The wheel that carries TensorFlow's C++ library for a platform.
 * @param {string} [platform] "linux" or "darwin"
 * @param {string} [arch] "x64" or "arm64"
 * @returns {Wheel}
 * @throws {SetupProblem} on a platform for which TensorFlow publishes none
 */
export function wheelFor(platform = process.platform, arch = process.arch) {
  const wheel = wheels[`${platform}-${arch}`];
  if (wheel) return wheel;
  throw new SetupProblem(
    `TensorFlow ${tensorflowVersion} has no build for ${platform} ${arch}`,
    `it is published for ${Object.keys(wheels).join(", ")}`,
    platform === "win32" ? "work inside WSL (wsl --install)" : "use a machine of one of these kinds",
  );
}
