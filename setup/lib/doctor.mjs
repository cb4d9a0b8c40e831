import { existsSync } from "node:fs";
import path from "node:path";
import { packageFolder } from "./binding.mjs";
import { run } from "./command.mjs";
import { dataFolder, dataIsReady } from "./data.mjs";
import { readJson } from "./files.mjs";
import { kernelspecIn } from "./kernelspec.mjs";
import { isClone, project, root, venvPython } from "./paths.mjs";
import { probeTensorflow } from "./probe.mjs";
import { findPython } from "./python.mjs";

/** @typedef {{name: string, ok: boolean, text: string}} Finding */

const setup = isClone ? "npm run setup" : "npx toile setup";

/** Looks at every part that has to work; each is really tried, nothing is taken from notes. */
export async function examine() {
  const parts = [node(), python(), tensorflow(), kernel(), data()];
  return Promise.all(isClone ? [...parts.slice(0, 4), jupyterLab(), ...parts.slice(4)] : parts);
}

/** Prints the findings; exit status 1 when something is missing. */
export async function doctor() {
  const version = readJson(path.join(root, "package.json"))?.version;
  console.log(`Toile ${version} (${root})`);
  const findings = await examine();
  for (const { name, ok, text } of findings) console.log(`${ok ? "✓" : "✗"} ${name.padEnd(12)} ${text}`);
  process.exitCode = findings.every(({ ok }) => ok) ? 0 : 1;
}

/** @returns {Promise<Finding>} */
async function node() {
  return { name: "Node.js", ok: true, text: `${process.versions.node} (${process.execPath})` };
}

/** @returns {Promise<Finding>} */
async function python() {
  const name = "Python";
  if (isClone && existsSync(venvPython(project.venv))) {
    const { code, stdout } = await run(venvPython(project.venv), ["-I", "-V"]);
    if (code === 0) return { name, ok: true, text: `${stdout.replace("Python", "").trim()} (.venv)` };
  }
  return findPython().then(
    (found) => ({
      name,
      ok: !isClone,
      text: `${found.version} (${found.program})${isClone ? `; no .venv: ${setup}` : ""}`,
    }),
    (error) => ({ name, ok: false, text: error.message }),
  );
}

/** @returns {Promise<Finding>} */
async function tensorflow() {
  const name = "TensorFlow";
  const folder = packageFolder("@tensorflow/tfjs-node");
  if (!folder) return { name, ok: false, text: `@tensorflow/tfjs-node is not installed: ${setup}` };
  const probe = await probeTensorflow(folder);
  if ("error" in probe) return { name, ok: false, text: `does not load (${probe.error}): ${setup}` };
  return { name, ok: true, text: `${probe.tensorflow} through tfjs-node ${probe.tfjs}, CPU only` };
}

/** @returns {Promise<Finding>} */
async function kernel() {
  const name = "Kernel";
  const main = path.join(project.dist, "kernel", "main.js");
  if (!existsSync(main))
    return { name, ok: false, text: `is not built: ${isClone ? "npm run build" : "npm install toile"}` };
  if (!isClone)
    return { name, ok: true, text: "built; toile install puts its kernelspec where Jupyter looks" };
  const spec = kernelspecIn(project.venv);
  if (!spec) return { name, ok: false, text: `has no kernelspec in .venv: ${setup}` };
  const started = Date.now();
  const { code, output } = await run(venvPython(project.venv), [
    "-I",
    path.join(root, "setup", "ask_kernel.py"),
    "toile",
  ]);
  if (code !== 0)
    return { name, ok: false, text: `does not answer (${output.trim().split("\n").at(-1)}): ${setup}` };
  return {
    name,
    ok: true,
    text: `${output.trim().split("\n").at(-1)}, answers after ${Date.now() - started} ms`,
  };
}

/** @returns {Promise<Finding>} */
async function jupyterLab() {
  const name = "JupyterLab";
  const { code, stdout, output } = await run(venvPython(project.venv), [
    "-I",
    "-m",
    "jupyterlab",
    "--version",
  ]);
  if (code !== 0)
    return { name, ok: false, text: `does not run (${output.trim().split("\n").at(-1)}): ${setup}` };
  return { name, ok: true, text: stdout.trim() };
}

/** @returns {Promise<Finding>} */
async function data() {
  const name = "Data";
  if (dataIsReady()) return { name, ok: true, text: `Fashion-MNIST (${dataFolder()})` };
  return {
    name,
    ok: !isClone,
    text: `Fashion-MNIST is not in ${dataFolder()}: ${isClone ? setup : "fashionMnist.load() fetches it"}`,
  };
}
