import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A JupyterLab started the way `npm start` starts it, on a copy of the notebooks. */
export interface Lab {
  readonly address: string;
  readonly token: string;
  /** The folder of its notebooks. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** Starts JupyterLab and waits until it answers. */
export async function startLab(): Promise<Lab> {
  const home = mkdtempSync(join(tmpdir(), "toile-lab-"));
  cpSync(join(root, "notebooks"), join(home, "notebooks"), { recursive: true });
  const port = await freePort();
  const token = randomBytes(16).toString("hex");
  const child = spawn(
    process.execPath,
    [
      "setup/start.mjs",
      "--no-browser",
      `--ServerApp.root_dir=${join(home, "notebooks")}`,
      `--ServerApp.port=${port}`,
      `--IdentityProvider.token=${token}`,
    ],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
      env: { ...process.env, ...labEnv(home) },
    },
  );
  const log = collect(child);
  const address = `http://127.0.0.1:${port}`;
  await answers(`${address}/api/status?token=${token}`, child, log);
  return {
    address,
    token,
    folder: join(home, "notebooks"),
    async stop() {
      await stopGroup(child);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Settings and runtime files of their own, so that a user's JupyterLab is not touched. */
function labEnv(home: string): NodeJS.ProcessEnv {
  return {
    JUPYTER_CONFIG_DIR: join(home, "config"),
    JUPYTER_DATA_DIR: join(home, "data"),
    JUPYTER_RUNTIME_DIR: join(home, "runtime"),
  };
}

function collect(child: ChildProcess): () => string {
  let text = "";
  const add = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-20_000);
  };
  child.stdout?.on("data", add);
  child.stderr?.on("data", add);
  return () => text;
}

async function answers(url: string, child: ChildProcess, log: () => string): Promise<void> {
  const end = Date.now() + 90_000;
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`JupyterLab ended with ${child.exitCode}:\n${log()}`);
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`JupyterLab did not answer in 90 s:\n${log()}`);
}

async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  process.kill(-child.pid, "SIGTERM");
  const timer = setTimeout(() => process.kill(-(child.pid ?? 0), "SIGKILL"), 10_000);
  await ended;
  clearTimeout(timer);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
