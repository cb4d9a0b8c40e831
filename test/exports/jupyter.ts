import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { installTemplate } from "../../kernel/nbconvert/template.ts";
import { project, venvPython } from "../../setup/lib/paths.mjs";

const python = venvPython(project.venv);

/** Why nbconvert cannot run here; undefined where it can. */
export const skipReason = existsSync(python) ? undefined : `no ${python}: npm run setup`;

/** A folder with the template, in which notebooks are exported by plain nbconvert, by one process for all of them. */
export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), "toile-exports-"));
  #server: { process: ChildProcess; answers: AsyncIterator<string> } | undefined;

  static async open(): Promise<Workshop> {
    const workshop = new Workshop();
    await installTemplate(join(workshop.folder, "share", "nbconvert", "templates"));
    return workshop;
  }

  close(): void {
    this.#server?.process.stdin?.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Writes a file and returns its path. */
  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  /** Exports a notebook and returns the address of the page. */
  async nbconvert(to: "html" | "slides", notebook: string, ...args: string[]): Promise<string> {
    const input = this.write("lesson.ipynb", notebook);
    this.#server ??= this.#serve();
    const command = ["--to", to, "--template", "toile", ...args, input];
    this.#server.process.stdin?.write(`${JSON.stringify(command)}\n`);
    const { value, done } = await this.#server.answers.next();
    if (done || value !== "done") throw new Error(`nbconvert ${command.join(" ")}: ${value}`);
    return pathToFileURL(join(this.folder, to === "html" ? "lesson.html" : "lesson.slides.html")).href;
  }

  #serve() {
    const env = { ...process.env, JUPYTER_PATH: join(this.folder, "share") };
    const server = join(import.meta.dirname, "nbconvert_server.py");
    const child = spawn(python, [server], { env, stdio: ["pipe", "pipe", "ignore"] });
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    return { process: child, answers: lines[Symbol.asyncIterator]() };
  }
}
