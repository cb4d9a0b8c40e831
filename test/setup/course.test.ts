import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";
import { headingOf, readChapters } from "../../setup/lib/course/chapters.mjs";
import { kernelspecIsReady } from "../../setup/lib/kernelspec.mjs";
import { chromiumPath, launch, skipReason as noChromium } from "../browser/chromium.ts";

const builder = fileURLToPath(new URL("../../setup/course.mjs", import.meta.url));
const pdftotext = "/usr/bin/pdftotext";
const notSetUp = kernelspecIsReady() ? undefined : "no kernel in .venv: npm run setup";

const prose = {
  en: ["# 1. A curve\n\nA line that *bends* is a [curve](https://example.org). More.", "# Solutions of 1"],
  ko: ["# 1. 곡선\n\n휘어진 선은 *곡선*입니다. 그리고 더.", "# 1장 풀이"],
};
const draw = 'import { plot } from "nodeplotlib";\nplot([{ type: "scatter", y: [1, 2, 4] }]);';
const toSolution = "[→](solutions/01-curve.ipynb) $x^2$";

function cell(type: "code" | "markdown", id: string, source: string) {
  const more = type === "code" ? { outputs: [], execution_count: null } : {};
  return { cell_type: type, id, metadata: {}, source, ...more };
}

function notebook(...cells: ReturnType<typeof cell>[]): string {
  const kernelspec = { name: "toile", display_name: "TypeScript (Toile)", language: "typescript" };
  return JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 });
}

/** A course of one chapter and its solutions in two languages. */
class TinyCourse {
  readonly folder = mkdtempSync(join(tmpdir(), "toile-course-test-"));
  readonly output = join(this.folder, "course");

  constructor() {
    for (const [language, [chapter = "", solution = ""]] of Object.entries(prose)) {
      const counted = cell("code", "count", "const answer = 6 * 7;\nconsole.log({ answer });");
      const end = cell("markdown", "end", toSolution);
      this.write(
        `${language}/01-curve`,
        notebook(cell("markdown", "title", chapter), counted, cell("code", "draw", draw), end),
      );
      this.write(`${language}/solutions/01-curve`, notebook(cell("markdown", "title", solution), counted));
    }
  }

  write(name: string, text: string): void {
    const file = join(this.folder, "notebooks", `${name}.ipynb`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  build(env: NodeJS.ProcessEnv = { TOILE_CHROMIUM: chromiumPath ?? "" }) {
    const args = [builder, "--notebooks", join(this.folder, "notebooks"), "--output", this.output];
    return spawnSync(process.execPath, args, { encoding: "utf8", env: { ...process.env, ...env } });
  }

  made(name: string): string {
    return readFileSync(join(this.output, name), "utf8");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

describe("`npm run course`", () => {
  const course = new TinyCourse();
  let first: ReturnType<TinyCourse["build"]>;
  beforeAll(() => {
    if (notSetUp === undefined) first = course.build();
  }, 300_000);
  afterAll(() => course.remove());
  const need = (context: TestContext, ...reasons: (string | undefined)[]) => {
    const reason = reasons.find((one) => one !== undefined);
    if (reason !== undefined) context.skip(reason);
  };

  it("tells each notebook in a line", (context) => {
    need(context, notSetUp);
    expect(first.status, first.stderr).toBe(0);
    expect(first.stdout).toMatch(/^✓ 01-curve +2 cells in \d+ s$/m);
    expect(first.stdout).toMatch(/^✓ solutions\/01-curve 1 cells in \d+ s$/m);
  });

  it("lists the chapters of both languages with title and first sentence", (context) => {
    need(context, notSetUp);
    const index = course.made("index.html");
    for (const text of ["1. A curve", "A line that bends is a curve.", "1. 곡선", "휘어진 선은 곡선입니다."])
      expect(index).toContain(`>${text}<`);
  });

  it("gives the outputs of one run to both languages", (context) => {
    need(context, notSetUp);
    const [en, ko] = ["en", "ko"].map((language) => JSON.parse(course.made(`${language}/01-curve.ipynb`)));
    expect(en.cells[1].outputs[0].text.join("")).toBe("{ answer: 42 }\n");
    expect(ko.cells.map((one: { outputs?: unknown }) => one.outputs)).toEqual(
      en.cells.map((one: { outputs?: unknown }) => one.outputs),
    );
  });

  it("has no link that leads nowhere", (context) => {
    need(context, notSetUp);
    const pages = ["index.html"];
    for (const page of pages) {
      const addresses = course.made(page).matchAll(/(?:href|src)="([^"#:]+)[^":]*"/g);
      for (const address of [...addresses].map(([, found = ""]) => join(dirname(page), decodeURI(found)))) {
        expect(existsSync(join(course.output, address)), `${page} links ${address}`).toBe(true);
        if (address.endsWith(".html") && !pages.includes(address)) pages.push(address);
      }
    }
    const wanted = ["en", "ko"].flatMap((language) =>
      ["01-curve", "01-curve.slides", "solutions/01-curve"].map((name) => `${language}/${name}.html`),
    );
    expect(new Set(pages)).toEqual(new Set(["index.html", ...wanted]));
    expect(course.made("ko/01-curve.html")).toContain('href="solutions/01-curve.html">→');
  });

  it("opens without asking the network, with figures and formulas drawn", async (context) => {
    need(context, notSetUp, noChromium);
    const browser: Browser = await launch();
    try {
      const page = await (await browser.newContext()).newPage();
      const asked: string[] = [];
      const problems: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
      for (const name of ["index.html", "ko/01-curve.slides.html", "ko/01-curve.html"]) {
        await page.goto(pathToFileURL(join(course.output, name)).href);
      }
      await page.waitForSelector('[data-drawn="yes"] .main-svg');
      await page.waitForSelector("mjx-container svg");
      await page.getByRole("link", { name: "차례" }).first().click();
      await page.getByRole("link", { name: "1. A curve" }).click();
      expect(await page.title()).toBe("1. A curve");
      expect(asked.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
      expect(problems).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it.for<[string, string[]]>([
    ["en", ["1. A curve", "Solutions of 1"]],
    ["ko", ["1. 곡선", "휘어진 선은", "1장 풀이"]],
  ])("prints chapters and solutions of %s as one PDF", ([language, texts], context) => {
    need(context, notSetUp, noChromium, existsSync(pdftotext) ? undefined : `no ${pdftotext}`);
    const file = join(course.output, `course-${language}.pdf`);
    const { stdout } = spawnSync(pdftotext, ["-layout", file, "-"], { encoding: "utf8" });
    // Korean words are set apart by more or less than pdftotext takes for one space.
    const dense = stdout.replace(/\s/g, "");
    for (const text of [...texts, "{ answer: 42 }"]) expect(dense).toContain(text.replace(/\s/g, ""));
    const pages = stdout.trim().split("\f");
    expect(pages).toHaveLength(3);
    expect(pages[1]).toMatch(/2 *\/ *3\s*$/);
  });

  it("keeps the outputs of code that has not changed, and takes new text", (context) => {
    need(context, notSetUp);
    const changed = notebook(
      cell("markdown", "title", "# Solved"),
      ...JSON.parse(course.made("en/solutions/01-curve.ipynb")).cells.slice(1),
    );
    course.write("en/solutions/01-curve", changed);
    const { stdout, stderr, status } = course.build({ TOILE_CHROMIUM: "/no/chromium" });
    expect(status, stderr).toBe(0);
    expect(stdout.match(/as run before/g)).toHaveLength(2);
    expect(stderr).toMatch(/^! No PDF: TOILE_CHROMIUM=\/no\/chromium does not exist/);
    expect(course.made("en/solutions/01-curve.html")).toContain("<title>Solved</title>");
    expect(course.made("index.html")).not.toContain(".pdf");
  }, 300_000);
});

describe("`npm run course` on notebooks with a fault", () => {
  const course = new TinyCourse();
  afterAll(() => course.remove());

  it("names the notebook, the cell and the error", (context) => {
    if (notSetUp !== undefined) context.skip(notSetUp);
    for (const language of ["en", "ko"])
      course.write(
        `${language}/02-fault`,
        notebook(cell("markdown", "title", "# 2"), cell("code", "oops", "const x: any = null;\nx.shape")),
      );
    const { stdout, stderr, status } = course.build();
    expect(status).toBe(1);
    expect(stdout).toContain(
      "✗ 02-fault: cell \"oops\" (the 2nd): TypeError: Cannot read properties of null (reading 'shape')",
    );
    expect(stdout).toMatch(/^✓ 01-curve /m);
    expect(stderr).toContain("One notebook failed, so no course was built.");
    expect(existsSync(join(course.output, "index.html"))).toBe(false);
  }, 300_000);

  it("refuses languages that differ in their code, and folders without notebooks", () => {
    const other = notebook(cell("markdown", "title", "# 2"), cell("code", "oops", "0"));
    course.write("en/02-fault", notebook(cell("code", "oops", "1")));
    course.write("ko/02-fault", other);
    expect(() => readChapters(join(course.folder, "notebooks"))).toThrow(
      'ko/02-fault.ipynb differs from en/02-fault.ipynb in code cell "oops"',
    );
    expect(() => readChapters(join(course.folder, "nowhere"))).toThrow("There is no folder");
  });

  it("takes the title from the first heading, and the file's name where there is none", () => {
    const parsed = JSON.parse(
      notebook(cell("markdown", "a", "Text before.\n\n# `fit` & *co*\n\n- list\n\nSo. Yes.")),
    );
    expect(headingOf(parsed, "01-x")).toEqual({ title: "fit & co", sentence: "So." });
    const emphasised = JSON.parse(
      notebook(cell("markdown", "a", "# x\n\n* a list\n\n*Learning* is this. That.")),
    );
    expect(headingOf(emphasised, "01-x").sentence).toBe("Learning is this.");
    expect(headingOf(JSON.parse(notebook()), "01-x")).toEqual({ title: "01-x", sentence: "" });
  });
});
