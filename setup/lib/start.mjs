import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { project, root, venvPython } from "./paths.mjs";

/** Ctrl-C reaches JupyterLab too, which is told to end without asking; other signals are passed on. */
const passedOn = /** @type {const} */ (["SIGTERM", "SIGHUP"]);

/**
 * Runs JupyterLab on the notebooks until it ends.
 * @param {string[]} args further arguments for JupyterLab
 */
export function startJupyterLab(args) {
  const folder = existsSync(project.notebooks) ? project.notebooks : root;
  // The working folder is what JupyterLab opens; as an argument it would clash with a --ServerApp.root_dir of the user's.
  const all = ["-I", "-m", "jupyterlab", "--ServerApp.answer_yes=True", ...allowRoot(), ...args];
  console.log(`\nJupyterLab on ${folder}; Ctrl-C ends it.\n`);
  const child = spawn(venvPython(project.venv), all, { cwd: folder, stdio: "inherit" });
  process.on("SIGINT", () => {});
  for (const signal of passedOn) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    console.error(
      `✗ JupyterLab could not be started: ${error.message}. Mend it: rm -r ${project.venv}, then npm start`,
    );
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    const interrupted = signal === "SIGINT" || signal === "SIGTERM";
    process.exit(interrupted ? 0 : (code ?? 128 + constants.signals[signal ?? "SIGTERM"]));
  });
}

/** JupyterLab refuses root, who is often the only user that a container has. */
function allowRoot() {
  if (process.getuid?.() !== 0) return [];
  console.log("! You are root, and so will be every cell that runs.");
  return ["--ServerApp.allow_root=True"];
}
