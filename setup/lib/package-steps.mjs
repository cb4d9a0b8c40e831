import { readFileSync } from "node:fs";
import path from "node:path";
import { packageFolder } from "./binding.mjs";
import { requireSpace } from "./disk.mjs";
import { growth } from "./growth.mjs";
import { hostProject, npm, npmInstall, npmIsReady } from "./npm.mjs";
import { cacheFolder, root } from "./paths.mjs";
import { wheelsFolder } from "./pip.mjs";
import { makeVenv, venvIsReady } from "./venv.mjs";

/** @typedef {import("./steps.mjs").Step} Step */

/**
 * @param {string} venv
 * @param {string} locked
 * @param {string} title
 * @returns {Step}
 */
export function venvStep(venv, locked, title) {
  return {
    title,
    ready: () => venvIsReady(venv, locked),
    work: async (progress) => {
      requireSpace(path.dirname(venv), 500, path.basename(venv));
      const wheels = wheelsFolder();
      const { result, bytes } = await growth(wheels, () =>
        makeVenv({ venv, requirements: locked, wheels, progress }),
      );
      return { outcome: `${path.basename(venv)} with Python ${result.version}`, bytes };
    },
  };
}

/** @returns {Step} */
export function npmStep() {
  return {
    title: "npm packages",
    ready: npmIsReady,
    work: async (progress) => {
      requireSpace(root, 1_200, "node_modules");
      const { result, bytes } = await growth(path.join(cacheFolder(), "npm"), () => npmInstall(progress));
      return { outcome: `${result} packages in the lockfile`, bytes };
    },
  };
}

/**
 * tfjs-node's own install script downloads from a place that refuses, so npm drops that optional package when this
 * one is installed into another project; it is added again without running the script.
 * @returns {Step}
 */
export function tfjsStep() {
  const name = "@tensorflow/tfjs-node";
  return {
    title: "tfjs-node",
    ready: () => packageFolder(name) !== undefined,
    work: async () => {
      const { dependencies, optionalDependencies } = JSON.parse(
        readFileSync(path.join(root, "package.json"), "utf8"),
      );
      const version = { ...dependencies, ...optionalDependencies }[name];
      await npm(["install", "--no-save", "--ignore-scripts", `${name}@${version}`], hostProject());
      return { outcome: version };
    },
  };
}
