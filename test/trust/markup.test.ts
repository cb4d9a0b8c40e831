import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { toDisplay } from "../../kernel/output/display.ts";
import { Figure, layers, plotConfusion, plotModel, sequential } from "../../src/index.ts";

const hostile = [
  "<script>globalThis.broken = 1</script>",
  '<img src="https://example.invalid/x.png" onerror="globalThis.broken = 1">',
  '"><svg onload="globalThis.broken = 1">',
  '<a href="javascript:globalThis.broken = 1">here</a>',
  "</text></svg><script>globalThis.broken = 1</script>",
  "<style>@import 'https://example.invalid/x.css'</style>",
  "costs $' and $` and $& and $1",
];

/** What in a picture or a table could run, or ask another machine for something. */
function active(markup: string, type: "image/svg+xml" | "text/html"): string[] {
  const { document } = new JSDOM(markup, { contentType: type }).window;
  const elements = [...document.querySelectorAll("*")];
  const attributes = elements.flatMap((it) => [...it.attributes]);
  return [
    ...elements
      .map((it) => it.localName)
      .filter((it) => /^(script|img|iframe|foreignObject|object)$/i.test(it)),
    ...attributes
      .filter(({ name, value }) => /^on/i.test(name) || /^\s*javascript:/i.test(value))
      .map(({ name, value }) => `${name}=${value}`),
    ...attributes
      .filter(({ name, value }) => /(href|src)$/i.test(name) && /^(https?:)?\/\//.test(value))
      .map(({ value }) => value),
  ];
}

const labelled = (text: string) =>
  new Figure(
    [
      { type: "scatter", name: text, text: [text, text], mode: "text+lines", x: [text, "b"], y: [1, 2] },
      { type: "scatter", name: "other", y: [2, 1] },
    ],
    {
      title: { text },
      xaxis: { title: { text } },
      yaxis: { title: { text }, ticktext: [text], tickvals: [1] },
      annotations: [{ text, x: 0, y: 1, hovertext: text }],
    },
  );

test.each(hostile)(
  "a figure labelled %j is a picture in which nothing runs and nothing is fetched",
  async (text) => {
    const svg = await labelled(text).toSVG();
    expect(active(svg, "image/svg+xml")).toEqual([]);
    expect(svg.match(/<svg[\s>]/g)?.length).toBe(
      new JSDOM(svg, { contentType: "image/svg+xml" }).window.document.querySelectorAll("svg").length,
    );
  },
);

test("layers, models and classes named in markup are shown as pictures in which nothing runs and nothing is fetched", async () => {
  const text = hostile.slice(0, 6).join(" ").replaceAll("/", "|");
  const model = sequential([layers.dense(2, { inputShape: [3], name: text })], { name: text });
  const names = [text, "other"];
  const matrix = [
    [1, 2],
    [3, 4],
  ];
  for (const figure of [plotModel(model), plotConfusion(matrix, { names, title: text })]) {
    const svg = await figure.toSVG();
    expect(active(svg, "image/svg+xml")).toEqual([]);
    expect(
      new JSDOM(svg, { contentType: "image/svg+xml" }).window.document.documentElement.textContent,
    ).toContain("here");
  }
});

test("a figure's description is its own words, whatever they are", async () => {
  const text = "costs $' and $` and $& and $1";
  const svg = await new Figure([{ type: "scatter", y: [1, 2] }], { title: { text } }).toSVG();
  const label = new JSDOM(svg, { contentType: "image/svg+xml" }).window.document.documentElement.getAttribute(
    "aria-label",
  );
  expect(label).toContain(text);
});

test.each(hostile)("a table with %j as column and value is text", (text) => {
  const html = toDisplay([{ [text]: text }]) as { data: Record<string, string> };
  expect(active(html.data["text/html"]!, "text/html")).toEqual([]);
  expect(new JSDOM(html.data["text/html"]!).window.document.querySelector("td")?.textContent).toBe(text);
});
