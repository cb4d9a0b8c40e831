import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { project, venvPython } from "../../setup/lib/paths.mjs";

const python = venvPython(project.venv);

const script = `
from jupyter_core.application import JupyterApp
from jupyter_client.manager import KernelManager
app = JupyterApp(); app.initialize([])
print(KernelManager(parent=app).transport_encryption)
`;

test.skipIf(!existsSync(python))(
  "Jupyter as set up encrypts what kernels and clients say to each other",
  () => {
    expect(execFileSync(python, ["-I", "-c", script], { encoding: "utf8" }).trim()).toBe("auto");
  },
);
