import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { skipReason as browserSkip, launch } from "../browser/chromium.ts";
import { committed, gallery } from "../src/plot/gallery.ts";
import { difference } from "../src/plot/pictures.ts";
import { skipReason as pythonSkip, Workshop } from "./jupyter.ts";
import { code, figure, markdown, notebook, result, stream } from "./notebook.ts";
import { openPage } from "./page.ts";

const skip = pythonSkip ?? browserSkip;

describe("a notebook as a page", () => {
  let workshop: Workshop;
  let browser: Browser;

  beforeAll(async () => {
    if (skip === undefined) [workshop, browser] = await Promise.all([Workshop.open(), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    workshop?.close();
  });
  beforeEach((context) => {
    if (skip !== undefined) context.skip(skip);
  });

  const open = async (...cells: Parameters<typeof notebook>) =>
    openPage(browser, await workshop.nbconvert("html", notebook(...cells)));

  it("asks the network for nothing, with formulas, figures and diagrams in it", async () => {
    const { page, requests, errors } = await open(
      markdown("# 첫 신경망\n\nThe loss is $-\\log p$:\n\n$$\\sum_i x_i^2 \\label{a}$$"),
      markdown("```mermaid\ngraph TD; A-->B\n```"),
      code("plot()", [result(figure)]),
    );
    await page.locator(".toile-figure[data-drawn=yes] .main-svg").first().waitFor();
    expect(await page.locator("mjx-container svg").count()).toBe(2);
    expect(requests).toEqual([]);
    expect(errors).toEqual([]);
  });

  it("runs nothing that stands in the labels of figures and in texts", async () => {
    const attack =
      '</script><script>window.broken = 1</script><img src="https://example.invalid/x" onerror="window.broken = 1">';
    const plotly = {
      data: [{ type: "scatter", name: attack, y: [1, 2] }],
      layout: { title: { text: attack } },
    };
    const { page, requests } = await open(
      code("plot()", [
        result({ "application/vnd.plotly.v1+json": plotly, "text/plain": attack }),
        stream(attack),
        result({ "text/plain": attack }),
      ]),
    );
    await page.locator(".toile-figure[data-drawn=yes] .main-svg").first().waitFor();
    expect(await page.evaluate("window.broken")).toBeUndefined();
    expect(requests).toEqual([]);
  });

  it("draws figures interactively, and the still picture steps aside", async () => {
    const { page } = await open(code("plot()", [result(figure)]));
    await page.locator(".toile-figure[data-drawn=yes] .legend, .toile-live .main-svg").first().waitFor();
    expect(await page.locator(".toile-still").isVisible()).toBe(false);
    await page.locator(".toile-live .nsewdrag").hover();
    await page.locator(".hoverlayer .hovertext").first().waitFor();
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".toile-still").isVisible()).toBe(true);
    expect(await page.locator(".toile-live").isVisible()).toBe(false);
  });

  it("shows figures as the committed pictures do, drawn in the page and still", async () => {
    const shown = gallery.filter(({ file }) => ["history", "confusion"].includes(file));
    const bundles = await Promise.all(
      shown.map(async (entry) => {
        const figure = await entry.figure();
        return (figure as unknown as Record<symbol, () => Promise<Record<string, unknown>>>)[
          Symbol.for("Jupyter.display")
        ]!();
      }),
    );
    const url = await workshop.nbconvert(
      "html",
      notebook(...bundles.map((it) => code("plot()", [result(it)]))),
    );
    const { page } = await openPage(browser, url, { deviceScaleFactor: 1.5 });
    for (const [i, { file }] of shown.entries()) {
      const place = page.locator(".toile-figure").nth(i);
      const picture = async (part: string) => {
        // On whole pixels, so that the picture has the figure's own size.
        await place.locator(part).evaluate((element) => {
          const { left, top } = element.getBoundingClientRect();
          (element as HTMLElement).style.translate = `${-left % 2}px ${-top % 2}px`;
        });
        return place.locator(part).screenshot({ style: ".modebar { display: none !important }" });
      };
      await page.emulateMedia({ media: "screen" });
      await place.scrollIntoViewIfNeeded();
      await page.locator(`.toile-figure[data-drawn=yes] >> nth=${i}`).waitFor();
      const live = await picture(".toile-live");
      await page.emulateMedia({ media: "print" });
      const still = await picture(".toile-still");
      for (const [way, png] of Object.entries({ live, still })) {
        expect(await difference(png, committed(`${file}.png`)!), `${file}, ${way}`).toBeLessThan(0.01);
      }
    }
  });

  it("shows the still picture where JavaScript is off", async () => {
    const url = await workshop.nbconvert("html", notebook(code("plot()", [result(figure)])));
    const { page } = await openPage(browser, url, { javaScriptEnabled: false });
    const box = await page.locator(".toile-still").boundingBox();
    expect(box).toMatchObject({ width: 640, height: 320 });
    expect(await page.locator(".toile-still").getAttribute("alt")).toBe("A curve of the loss");
  });

  it("says in words what each picture shows, drawn with its toolbar or still", async () => {
    const { "application/vnd.plotly.v1+json": _, ...still } = figure;
    const described = "A <bold> curve\nand more";
    const { page } = await open(
      code("a", [result({ ...figure, "text/plain": described })]),
      code("b", [result({ ...still, "text/plain": described })]),
      code("c", [result({ "image/png": figure["image/png"], "text/plain": described })]),
    );
    await page.locator(".toile-figure[data-drawn=yes]").waitFor();
    const button = await page.locator(".toile-live .modebar-btn svg").first().boundingBox();
    expect(button?.width).toBeGreaterThan(12);
    expect(await page.locator(".modebar-btn[data-title^=Share]").count()).toBe(0);
    const pictures = page.getByRole("img", { name: "A <bold> curve", exact: true });
    expect(await pictures.count()).toBe(3);
    expect(await pictures.evaluateAll((all) => all.map(({ className }) => className.split(" ")[0]))).toEqual([
      "toile-live",
      "toile-still",
      "",
    ]);
  });

  it("draws a still picture in the font in which it was measured", async () => {
    const svg = figure["image/svg+xml"].replace(
      "</svg>",
      '<text y="40" font-family="Pretendard">손실 loss</text></svg>',
    );
    const { page, requests } = await open(
      code("plot()", [result({ "image/svg+xml": svg, "text/plain": "a" })]),
    );
    const text = page.locator(".toile-still svg[viewBox] text");
    expect(await text.textContent()).toBe("손실 loss");
    await page.evaluate(() => document.fonts.ready);
    expect(
      await page.evaluate(() => [...document.fonts].map(({ family, status }) => [family, status])),
    ).toEqual([["Pretendard", "loaded"]]);
    expect(requests).toEqual([]);
  });

  it("embeds plotly once, and neither plotly nor MathJax where nothing needs it", async () => {
    const read = (url: string) => readFileSync(fileURLToPath(url), "utf8");
    const two = [result(figure), result(figure)];
    const full = read(await workshop.nbconvert("html", notebook(markdown("$x$"), code("plot()", two))));
    expect(full.match(/plotly\.js v\d/g)).toHaveLength(1);
    const bare = read(
      await workshop.nbconvert("html", notebook(markdown("`$a` and `$b` cost $5"), code("1", [stream("1")]))),
    );
    expect(bare.length).toBeLessThan(60_000);
  });

  it("prefers pictures to HTML, and HTML to text", async () => {
    const { "application/vnd.plotly.v1+json": _, ...still } = figure;
    const html = { "text/html": "<table><tr><td>한글</td></tr></table>", "text/plain": "a table" };
    const { page } = await open(
      code("a", [result({ ...still, "text/html": "<b>markup</b>" })]),
      code("b", [result(html)]),
      code("c", [result({ "application/x-strange": "?" })]),
    );
    const shown = page.locator(".jp-OutputArea-output");
    expect(await shown.nth(0).getAttribute("data-mime-type")).toBe("image/svg+xml");
    expect(await shown.nth(1).locator("td").textContent()).toBe("한글");
    expect(await shown.nth(2).textContent()).toContain("application/x-strange");
  });

  it("collapses progress lines to what a terminal would show last", async () => {
    const { page } = await open(
      code("fit()", [stream("Epoch 1\n"), stream("\r1/2 a"), stream("\r2/2 b\n"), stream("done\n")]),
    );
    expect(await page.locator(".jp-OutputArea-output pre").allTextContents()).toEqual([
      "Epoch 1\n2/2 b\ndone\n",
    ]);
  });

  it("keeps the colours of a traceback", async () => {
    const traceback = ["\u001b[1;31mTypeError\u001b[0m: 값이 <없음>", "    at Cell In [1], line 1:1"];
    const { page } = await open(
      code("f()", [{ output_type: "error", ename: "TypeError", evalue: "x", traceback }]),
    );
    const error = page.locator("[data-mime-type='application/vnd.jupyter.error'] pre");
    expect(await error.textContent()).toBe("TypeError: 값이 <없음>\n    at Cell In [1], line 1:1");
    const style = await error.locator("span").evaluate((span) => {
      const { color, fontWeight } = getComputedStyle(span);
      return { color, fontWeight };
    });
    expect(style).toEqual({ color: "rgb(207, 34, 46)", fontWeight: "700" });
  });

  it("scrolls wide code on a screen and wraps it on paper, and never widens the page", async () => {
    const { page } = await open(code(`const wide = "${"x".repeat(300)}";`, [stream("y".repeat(300))]));
    const widths = () =>
      page.evaluate(() => {
        const pre = document.querySelector(".highlight pre");
        return {
          page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          code: (pre?.scrollWidth ?? 0) - (pre?.clientWidth ?? 0),
        };
      });
    expect(await widths()).toEqual({ page: 0, code: expect.toSatisfy((over: number) => over > 500) });
    await page.emulateMedia({ media: "print" });
    expect(await widths()).toEqual({ page: 0, code: 0 });
  });

  it("has a dark theme that leaves figures their light paper", async () => {
    const url = await workshop.nbconvert("html", notebook(code("plot()", [result(figure)])), "--theme=dark");
    const { page } = await openPage(browser, url);
    const background = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => getComputedStyle(element).backgroundColor);
    expect(await background("body")).toBe("rgb(15, 20, 26)");
    await page.locator(".toile-figure[data-drawn=yes]").waitFor();
    expect(await background(".toile-live")).toBe("rgb(255, 255, 255)");
  });
});
