import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { writeAtomic } from "./files.mjs";
import { project } from "./paths.mjs";

/**
 * nbconvert's exporters that need TeX, Qt, pandoc, Playwright or a template of the user's own: in JupyterLab's export menu they would end in
 * an error. `jupyter nbconvert` still has them, for who has what they need.
 */
const needing = ["PDF", "QtPDF", "QtPNG", "WebPDF", "Latex", "ASCIIDoc", "RST"].map(
  (name) => `${name}Exporter`,
);

/**
 * JupyterLab asks the network for news and updates at its start; a classroom without one should not wait for that. It also runs
 * a CommonJS script of its own with Node, which would take it for a module under this project's package.json. What a kernel publishes is
 * signed but not hidden from other users of the machine, who can connect to its loopback port, unless Jupyter asks for encryption.
 */
const settings = {
  "package.json": { type: "commonjs" },
  "etc/jupyter/jupyter_lab_config.json": {
    LabApp: { check_for_updates_class: "jupyterlab.NeverCheckForUpdate", news_url: null },
    MultiKernelManager: { default_kernel_name: "toile" },
  },
  "etc/jupyter/jupyter_server_config.json": Object.fromEntries(
    needing.map((exporter) => [exporter, { enabled: false }]),
  ),
  "etc/jupyter/jupyter_config.json": {
    KernelManager: { transport_encryption: "auto" },
  },
  "share/jupyter/lab/settings/overrides.json": {
    "@jupyterlab/apputils-extension:notification": { checkForUpdates: false, fetchNews: "false" },
  },
};

/** @param {unknown} value */
function text(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Whether JupyterLab's settings in .venv are the ones above. */
export function jupyterIsReady() {
  return Object.entries(settings).every(([name, value]) => {
    const file = path.join(project.venv, name);
    return existsSync(file) && readFileSync(file, "utf8") === text(value);
  });
}

export function configureJupyter() {
  for (const [name, value] of Object.entries(settings))
    writeAtomic(path.join(project.venv, name), text(value));
}
