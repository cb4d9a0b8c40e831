import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { installTemplate } from "../../kernel/nbconvert/template.ts";
import { project, venvPython } from "../../setup/lib/paths.mjs";

const python = venvPython(project.venv);

/** Why nbconvert cannot run here; undefined where it can. */
export const skipReason = existsSync(python) ? undefined : `no ${python}: npm run setup`;

/** A folder with the template, in which notebooks are exported by plain nbconvert. */
export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), "toile-exports-"));

  static async open(): Promise<Workshop> {
    const workshop = new Workshop();
    await installTemplate(join(workshop.folder, "share", "nbconvert", "templates"));
    return workshop;
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Writes a file and returns its path. */
  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  /** Exports a notebook and returns the address of the page. */
  nbconvert(to: "html" | "slides", notebook: string, ...args: string[]): string {
    const input = this.write("lesson.ipynb", notebook);
    execFileSync(python, ["-m", "nbconvert", "--to", to, "--template", "toile", ...args, input], {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, JUPYTER_PATH: join(this.folder, "share") },
    });
    return pathToFileURL(join(this.folder, to === "html" ? "lesson.html" : "lesson.slides.html")).href;
  }
}
