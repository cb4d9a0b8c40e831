import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Writes a kernelspec for each kernel.
 *
 * @param {string} folder
 * @param {{ root: string, python: string, peers: string }} places
 * @returns {string} the folder to name in JUPYTER_PATH
 */
export function writeKernelspecs(folder, { root, python, peers }) {
  const bin = path.join(peers, "node_modules/.bin");
  const specs = {
    toile: {
      argv: [process.execPath, path.join(root, "dist/kernel/main.js"), "{connection_file}"],
      interrupt_mode: "message",
    },
    ipykernel: { argv: [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"] },
    deno: { argv: [path.join(bin, "deno"), "jupyter", "--kernel", "--conn", "{connection_file}"] },
    tslab: {
      argv: [process.execPath, path.join(bin, "tslab"), "kernel", "--config-path", "{connection_file}"],
    },
  };
  for (const [name, spec] of Object.entries(specs)) {
    const at = path.join(folder, "jupyter/kernels", name);
    mkdirSync(at, { recursive: true });
    writeFileSync(
      path.join(at, "kernel.json"),
      JSON.stringify({ display_name: name, language: name, ...spec }),
    );
  }
  return path.join(folder, "jupyter");
}
