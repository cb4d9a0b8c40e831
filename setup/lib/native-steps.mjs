import { bindingIsReady, makeBinding } from "./binding.mjs";
import { dataIsReady, fetchData } from "./data.mjs";
import { diskUsage } from "./files.mjs";
import { size } from "./progress.mjs";
import { fetchTensorflow, tensorflowFolder, tensorflowIsReady } from "./tensorflow.mjs";

/** @typedef {import("./steps.mjs").Step} Step */

/**
 * @param {() => Promise<string>} python
 * @returns {Step[]}
 */
export function nativeSteps(python) {
  return [
    {
      title: "TensorFlow",
      ready: tensorflowIsReady,
      work: async (progress) => {
        const bytes = await fetchTensorflow(await python(), progress);
        return { outcome: `unpacked, ${size(await diskUsage(tensorflowFolder()))} in the cache`, bytes };
      },
    },
    {
      title: "TensorFlow's binding",
      ready: bindingIsReady,
      work: async (progress) => {
        const { version, how, bytes } = await makeBinding(python, progress);
        return { outcome: `${how}; TensorFlow ${version} loads (CPU only)`, bytes };
      },
    },
  ];
}

/** @returns {Step} */
export function dataStep() {
  return {
    title: "Fashion-MNIST",
    ready: dataIsReady,
    work: async (progress) => {
      const { source, bytesDownloaded } = await fetchData(progress);
      return { outcome: `from ${source}`, bytes: bytesDownloaded };
    },
  };
}
