import path from "node:path";
import { build, buildIsReady } from "./build.mjs";
import { exportersAreReady, installExporters } from "./exporters.mjs";
import { configureJupyter, jupyterIsReady } from "./jupyter.mjs";
import { installer, kernelspecIsReady, templateIsReady } from "./kernelspec.mjs";
import { dataStep, nativeSteps } from "./native-steps.mjs";
import { npmStep, tfjsStep, venvStep } from "./package-steps.mjs";
import { project, root, venvPython } from "./paths.mjs";

/** @typedef {import("./progress.mjs").Progress} Progress */

/**
 * One step of the set-up.
 * @typedef {object} Step
 * @property {string} title
 * @property {() => boolean} ready whether there is nothing to do; fast, since every run asks
 * @property {(progress: Progress) => Promise<{outcome: string, bytes?: number}>} work
 */

/**
 * Everything that a clone needs.
 * @returns {Step[]}
 */
export function cloneSteps() {
  const python = async () => venvPython(project.venv);
  return [
    npmStep(),
    venvStep(project.venv, path.join(root, "setup", "requirements.txt"), "JupyterLab"),
    ...nativeSteps(python),
    {
      title: "build",
      ready: buildIsReady,
      work: async () => ({ outcome: `${await build()} modules` }),
    },
    {
      title: "kernel",
      ready: () =>
        kernelspecIsReady() && templateIsReady() && jupyterIsReady() && exportersAreReady(project.venv),
      work: async () => {
        configureJupyter();
        installExporters(project.venv);
        const { install } = await installer();
        return { outcome: path.relative(root, await install({ prefix: project.venv })) };
      },
    },
    dataStep(),
  ];
}

/**
 * What an installed npm package needs to train: no JupyterLab, no build.
 * @param {() => Promise<string>} python
 * @returns {Step[]}
 */
export function packageSteps(python) {
  return [tfjsStep(), ...nativeSteps(python)];
}
