import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { skipReason as browserSkip, launch } from "../browser/chromium.ts";
import { skipReason as pythonSkip, Workshop } from "./jupyter.ts";
import { code, figure, markdown, notebook, result, stream } from "./notebook.ts";
import { openPage } from "./page.ts";

const skip = pythonSkip ?? browserSkip;

/** What of a slide would be cut off or need a scrollbar, in units of the slide; 0 where all is to be seen. */
async function overflow(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>(".slides > section > section")].map((slide) => {
      const { display } = slide.style;
      const stack = slide.parentElement as HTMLElement;
      const { display: outer } = stack.style;
      stack.style.display = slide.style.display = "block";
      const inner = [...slide.querySelectorAll<HTMLElement>("pre, div, img, p")].map(
        (element) => element.scrollWidth - element.clientWidth,
      );
      const over = Math.max(0, slide.scrollHeight - 720, ...inner.filter((width) => width > 1));
      slide.style.display = display;
      stack.style.display = outer;
      return over;
    }),
  );
}

describe("a notebook as slides", () => {
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

  const open = async (...cells: Parameters<typeof notebook>) => {
    const opened = await openPage(browser, await workshop.nbconvert("slides", notebook(...cells)));
    await opened.page.locator("html[data-deck=ready]").waitFor({ state: "attached" });
    return opened;
  };
  const texts = (page: Page) => page.locator(".slides > section > section").allTextContents();

  it("asks the network for nothing and draws its figures when they come up", async () => {
    const { page, requests, errors } = await open(
      markdown("# 손실\n\n$$\\frac{1}{n}$$"),
      markdown("## Curve"),
      code("plot()", [result(figure)]),
    );
    expect(await page.locator("mjx-container svg").count()).toBe(1);
    await page.keyboard.press("ArrowRight");
    const drawn = page.locator(".toile-figure[data-drawn=yes] .main-svg").first();
    await drawn.waitFor();
    await page.waitForTimeout(1000);
    const box = await drawn.boundingBox();
    expect(box?.width).toBeCloseTo(640, -1);
    expect(requests).toEqual([]);
    expect(errors).toEqual([]);
  });

  it("starts a slide at each heading where the author has marked none", async () => {
    const { page } = await open(
      markdown("# Title"),
      markdown("text"),
      markdown("## First"),
      code("1 + 1"),
      markdown("### not this"),
      markdown("## Second"),
    );
    const slides = (await texts(page)).map((text) => text.replace(/[¶\s]+/g, " ").trim());
    expect(slides).toEqual(["Title text", "First 1 + 1 not this", "Second"]);
  });

  it("follows the author's marks: slides, slides below, fragments, notes and what to skip", async () => {
    const { page } = await open(
      markdown("## A", "slide"),
      markdown("### B", "subslide"),
      markdown("later", "fragment"),
      markdown("to say", "notes"),
      markdown("never", "skip"),
      markdown("## C", "slide"),
    );
    expect(await page.locator(".slides > section").count()).toBe(2);
    expect(await page.locator(".slides > section").first().locator("> section").count()).toBe(2);
    expect(await page.locator(".fragment").textContent()).toContain("later");
    expect(await page.locator("aside.notes").textContent()).toContain("to say");
    expect((await texts(page)).join()).not.toContain("never");
  });

  it("goes on below with what does not fit, and loses not a line", async () => {
    const lines = Array.from({ length: 90 }, (_, i) => `line ${i} 줄`);
    const wide = `const wide = [${"'한글 and more', ".repeat(20)}];`;
    const { page } = await open(
      markdown("## Long"),
      code(lines.map((line) => `console.log("${line}");`).join("\n"), [stream(lines.join("\n"))]),
      code(wide),
      markdown(Array.from({ length: 30 }, (_, i) => `1. point ${i}`).join("\n")),
      code("plot()", [result(figure)]),
    );
    expect(await overflow(page)).toEqual(expect.not.arrayContaining([expect.toSatisfy((over) => over > 0)]));
    const all = (await texts(page)).join("\n");
    for (const line of lines) expect(all.split(line).length - 1, line).toBe(2);
    for (let i = 0; i < 30; i++) expect(all).toMatch(new RegExp(`point ${i}\\b`));
    const starts = await page
      .locator(".slides ol")
      .evaluateAll((all) => all.map((list) => [(list as HTMLOListElement).start, list.children.length]));
    expect(starts.length).toBeGreaterThan(1);
    for (const [i, [start]] of starts.slice(1).entries())
      expect(start, JSON.stringify(starts)).toBe((starts[i]?.[0] ?? 0) + (starts[i]?.[1] ?? 0));
    const sizes = await page
      .locator(".slides pre")
      .evaluateAll((all) => all.map((pre) => Number.parseFloat(getComputedStyle(pre).fontSize)));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(20);
  });

  it("is a readable page where JavaScript is off", async () => {
    const url = await workshop.nbconvert("slides", notebook(markdown("# A"), code("1", [result(figure)])));
    const { page } = await openPage(browser, url, { javaScriptEnabled: false });
    expect(await page.locator("h1").isVisible()).toBe(true);
    expect(await page.locator(".toile-still").isVisible()).toBe(true);
  });
});
