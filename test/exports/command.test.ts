import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";
import { findChromium } from "../../setup/lib/chromium.mjs";
import { project } from "../../setup/lib/paths.mjs";
import { skipReason as browserSkip, chromiumPath } from "../browser/chromium.ts";
import { skipReason as pythonSkip, Workshop } from "./jupyter.ts";
import { code, figure, markdown, notebook, result, stream } from "./notebook.ts";

const toile = fileURLToPath(new URL("../../bin/toile.mjs", import.meta.url));
const pdftotext = "/usr/bin/pdftotext";

const lesson = notebook(
  markdown("# 첫 신경망\n\n한글 문장과 $x^2$."),
  code('import { join } from "node:path";\nconst a = 1;\nconsole.log(join("a", String(a)));', [
    stream("a/1\n"),
  ]),
  code("const a = 2;\nconsole.log(a);", [stream("2\n"), result(figure)]),
  ...Array.from({ length: 60 }, (_, i) => markdown(`문단 ${i}.`)),
);

describe("`toile export`", () => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await Workshop.open();
    workshop.write("lesson.ipynb", lesson);
  });
  afterAll(() => workshop.close());

  function run(args: string[], env: NodeJS.ProcessEnv = {}) {
    return spawnSync(process.execPath, [toile, "export", ...args], {
      cwd: workshop.folder,
      encoding: "utf8",
      env: { ...process.env, ...env },
    });
  }
  function made(name: string): Buffer {
    return readFileSync(join(workshop.folder, name));
  }
  const needPython = (context: TestContext) => pythonSkip !== undefined && context.skip(pythonSkip);

  it.each([
    ["html", "lesson.html"],
    ["slides", "lesson.slides.html"],
  ])("writes %s beside the notebook, in the notebook's language", (to, name) => {
    const { stdout, stderr, status } = run(["lesson.ipynb", "--to", to]);
    expect({ stdout, stderr, status }).toEqual({ stdout: `${name}\n`, stderr: "", status: 0 });
    expect(/<html[^>]*>/.exec(made(name).toString())?.[0]).toContain('lang="ko"');
  });

  it("writes a script that runs", () => {
    expect(run(["lesson.ipynb", "--to", "script", "--output", "deep/er/a.ts"]).stdout).toBe("deep/er/a.ts\n");
    expect(made("deep/er/a.ts").toString()).toContain("const a2 = 2;\nconsole.log(a2);");
  });

  it("prints a PDF with numbered pages and Korean text", (context) => {
    needPython(context);
    if (browserSkip !== undefined) context.skip(browserSkip);
    const { stderr, status } = run(["lesson.ipynb", "--to", "pdf", "-o", "lesson.pdf"], {
      TOILE_CHROMIUM: chromiumPath,
    });
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    expect(made("lesson.pdf").subarray(0, 5).toString()).toBe("%PDF-");
    if (!existsSync(pdftotext)) return context.skip(`no ${pdftotext} to read the text with`);
    const { stdout } = spawnSync(pdftotext, ["-layout", join(workshop.folder, "lesson.pdf"), "-"], {
      encoding: "utf8",
    });
    expect(stdout).toContain("한글 문장과");
    const pages = stdout.trim().split("\f");
    expect(pages.length).toBeGreaterThan(2);
    for (const [i, page] of pages.entries())
      expect(page).toMatch(new RegExp(`\\b${i + 1} */ *${pages.length}\\s*$`));
  });

  it("prints slides as they are shown, one on each page", (context) => {
    needPython(context);
    if (browserSkip !== undefined) context.skip(browserSkip);
    const env = { TOILE_CHROMIUM: chromiumPath };
    workshop.write("two.ipynb", notebook(markdown("# A"), markdown("## B")));
    expect(run(["two.ipynb", "--to", "slides"]).status).toBe(0);
    expect(run(["two.slides.html", "--to", "pdf"], env)).toMatchObject({
      stdout: "two.slides.pdf\n",
      status: 0,
    });
    const pages = made("two.slides.pdf")
      .toString("latin1")
      .match(/\/MediaBox \[[^\]]*\]/g);
    expect(pages).toEqual(["/MediaBox [0 0 960 540]", "/MediaBox [0 0 960 540]"]);
  });

  it.each([
    [["lesson.ipynb"], "--to  is none of html, slides, pdf, script"],
    [["lesson.ipynb", "--to", "docx"], "--to docx is none of"],
    [["none.ipynb", "--to", "html"], "There is no file none.ipynb"],
    [["share", "--to", "html"], "There is no file share"],
    [["lesson.ipynb", "--to", "html", "--theme", "blue"], "--theme blue"],
    [[], "export takes one notebook"],
  ])("refuses %j with the reason", (args, message) => {
    const { stderr, status } = run(args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  it("names the ways out where there is no Chromium", () => {
    expect(() => findChromium({ PATH: "/nowhere" })).toThrow(/apt-get install chromium.*TOILE_CHROMIUM=/);
    expect(() => findChromium({ TOILE_CHROMIUM: "/no/chrome" })).toThrow(
      "TOILE_CHROMIUM=/no/chrome does not exist",
    );
  });

  it("says what Chromium said when it does not run", (context) => {
    needPython(context);
    const { stderr, status } = run(["lesson.ipynb", "--to", "pdf"], { TOILE_CHROMIUM: "/bin/false" });
    expect(status).toBe(2);
    expect(stderr).toContain("Chromium does not run: it ended with 1");
  });
});

describe("nbconvert in set-up's environment", () => {
  const jupyter = join(project.venv, "bin", "jupyter");
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await Workshop.open();
  });
  afterAll(() => workshop.close());

  it.each([
    ["toile_html", "lesson.html", "<!DOCTYPE html>"],
    ["toile_slides", "lesson.slides.html", "<!DOCTYPE html>"],
    ["toile_pdf", "lesson.pdf", "%PDF-"],
    ["toile_script", "lesson.ts", "import { join }"],
    ["script", "lesson.ts", "import { join }"],
  ])("knows %s", (to, name, start) => {
    const input = workshop.write("lesson.ipynb", lesson);
    const { stderr, status } = spawnSync(jupyter, ["nbconvert", "--to", to, input], {
      encoding: "utf8",
      env: { ...process.env, JUPYTER_PATH: join(workshop.folder, "share") },
    });
    expect(status, stderr).toBe(0);
    expect(readFileSync(join(workshop.folder, name)).toString("latin1").trimStart()).toMatch(
      new RegExp(`^${start.replace(/[{}]/g, "\\$&")}`),
    );
  });
});
