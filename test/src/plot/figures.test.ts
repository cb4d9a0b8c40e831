import { inspect } from "node:util";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { describe, expect, it } from "vitest";
import {
  Figure,
  NDArray,
  plotActivations,
  plotDecisionBoundary,
  plotHistory,
  plotLearningRates,
  plotWeights,
  showImages,
} from "../../../src/index.ts";

const curves = { loss: [0.63, 0.49, 0.44], accuracy: [0.78, 0.83, 0.85] };
const validated = { ...curves, val_loss: [0.51, 0.47, 0.43], val_accuracy: [0.82, 0.84, 0.86] };

const rates = Array.from({ length: 10 }, (_, i) => String(10 ** (-i / 2)));

async function pixels(png: Uint8Array) {
  const image = await loadImage(png);
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data, width, height } = context.getImageData(0, 0, image.width, image.height);
  return {
    width,
    height,
    at: (x: number, y: number) => [...data.slice(4 * (y * width + x), 4 * (y * width + x) + 4)],
  };
}

/** Whether anything is drawn on the outermost pixels: then something is cut off. */
async function touchesEdge(figure: Figure): Promise<boolean> {
  const { width, height, at } = await pixels(await figure.toPNG());
  const drawn = (x: number, y: number) => at(x, y).some((channel) => channel !== 255);
  for (let x = 0; x < width; x++) if (drawn(x, 0) || drawn(x, height - 1)) return true;
  for (let y = 0; y < height; y++) if (drawn(0, y) || drawn(width - 1, y)) return true;
  return false;
}

describe("a figure", () => {
  it("keeps its texts to the length they were given room for, where another font draws them", async () => {
    const svg = await plotHistory(validated).toSVG();
    const [, length] = /textLength="([\d.]+)" lengthAdjust="spacingAndGlyphs">validation</.exec(svg) ?? [];
    const context = createCanvas(1, 1).getContext("2d");
    context.font = "14px Pretendard";
    expect(Number(length)).toBeCloseTo(context.measureText("validation").width, 0);
  });

  it("shows as plotly JSON, SVG, PNG and text, and never as HTML", async () => {
    const figure = plotHistory(validated);
    const show = (figure as unknown as Record<symbol, () => Promise<Record<string, string>>>)[
      Symbol.for("Jupyter.display")
    ]!;
    const bundle = await show.call(figure);
    expect(Object.keys(bundle)).toEqual([
      "application/vnd.plotly.v1+json",
      "image/svg+xml",
      "image/png",
      "text/plain",
    ]);
    expect(bundle["image/svg+xml"]).toMatch(/^<svg [\s\S]*validation[\s\S]*<\/svg>$/);
    expect([...Buffer.from(bundle["image/png"]!, "base64").subarray(1, 4)]).toEqual(
      [..."PNG"].map((c) => c.charCodeAt(0)),
    );
    expect(bundle["text/plain"]!.split("\n")[0]).toBe(
      "Training curves over 3 epochs: loss from 0.6300 to 0.4400, val_loss from 0.5100 to 0.4300, accuracy from 0.7800 to 0.8500, val_accuracy from 0.8200 to 0.8600",
    );
  });

  it("draws a heatmap's cells in their colours", async () => {
    const trace = {
      type: "heatmap",
      z: [[0, 1]],
      colorscale: [
        [0, "#ff0000"],
        [1, "#0000ff"],
      ],
      showscale: false,
    };
    const margin = { l: 0, r: 0, t: 0, b: 0 };
    const hidden = { visible: false };
    const figure = new Figure([trace], { width: 200, height: 100, margin, xaxis: hidden, yaxis: hidden });
    const { at } = await pixels(await figure.toPNG({ scale: 1 }));
    expect(at(30, 50)).toEqual([255, 0, 0, 255]);
    expect(at(170, 50)).toEqual([0, 0, 255, 255]);
  });

  it("draws the cells of a larger heatmap without blur", async () => {
    const z = Array.from({ length: 8 }, (_, i) => Array.from({ length: 8 }, (_, j) => (i + j) % 2));
    const colorscale = [
      [0, "#ff0000"],
      [1, "#0000ff"],
    ];
    const margin = { l: 0, r: 0, t: 0, b: 0 };
    const [xaxis, yaxis] = [{ visible: false }, { visible: false }];
    const layout = { width: 160, height: 160, margin, xaxis, yaxis };
    const figure = new Figure([{ type: "heatmap", z, colorscale, showscale: false }], layout);
    const { at } = await pixels(await figure.toPNG({ scale: 1 }));
    for (const x of [22, 30, 37]) expect(at(x, 10)).toEqual([255, 0, 0, 255]);
    for (const x of [42, 50, 57]) expect(at(x, 10)).toEqual([0, 0, 255, 255]);
  });

  it.each([
    ["a violin", { type: "violin", y: [1, 2, 2, 3, 9] }],
    [
      "a contour with labels",
      {
        type: "contour",
        z: [
          [1, 2],
          [3, 5],
        ],
        contours: { showlabels: true },
      },
    ],
    ["points of WebGL", { type: "scattergl", y: [1, 2] }],
  ])("draws %s", async (_what, trace) => {
    expect(await new Figure([trace]).toSVG()).toMatch(/<path [^>]*d="[^"]{20,}"/);
  });

  it("draws a table, and the picture that an image trace names", async () => {
    const header = { values: ["name", "score"] };
    const table = new Figure([{ type: "table", header, cells: { values: [["Ada"], [0.91]] } }]);
    expect(await table.toSVG()).toMatch(/>name<[\s\S]*>0.91</);
    const red = createCanvas(2, 2);
    red.getContext("2d").fillStyle = "#ff0000";
    red.getContext("2d").fillRect(0, 0, 2, 2);
    const margin = { l: 0, r: 0, t: 0, b: 0 };
    const image = new Figure([{ type: "image", source: red.toDataURL() }], { width: 80, height: 80, margin });
    const { at } = await pixels(await image.toPNG({ scale: 1 }));
    expect(at(60, 30)).toEqual([255, 0, 0, 255]);
  });

  it("draws the rest of a figure whose image lies on the network", async () => {
    const place = { x: 0, y: 1, sizex: 1, sizey: 1, xref: "paper", yref: "paper" };
    const images = [{ source: "https://example.invalid/logo.png", ...place }];
    const svg = await new Figure([{ type: "scatter", y: [1, 2] }], {
      images,
      title: { text: "rest" },
    }).toSVG();
    expect(svg).toContain(">rest<");
    expect(svg).not.toContain("example.invalid");
  });

  it("draws a scene from above, and says so", async () => {
    const surface = {
      type: "surface",
      z: [
        [1, 2],
        [3, 4],
      ],
      x: [5, 6],
    };
    const path = { type: "scatter3d", mode: "lines", x: [5, 6], y: [0, 1], z: [1, 4], name: "path" };
    const scene = { xaxis: { title: { text: "w1" } } };
    const figure = new Figure([surface, path], { title: { text: "Loss" }, scene });
    expect(figure.alt).toBe(
      "Loss: 3D surface, 3D scatter plot (path); x is w1 from 5 to 6; y from 0 to 1; z from 1 to 4",
    );
    const svg = await figure.toSVG();
    expect(svg).toContain("Seen from above; in three dimensions in JupyterLab, VS Code and exported pages");
    expect(svg).toMatch(/>w1</);
  });

  it("draws each pair of dimensions, and parallel coordinates, without WebGL", async () => {
    const dimensions = [
      { label: "길이", values: [1, 2, 5] },
      { label: "width", values: [3, 1, 2] },
    ];
    const figure = new Figure([{ type: "splom", dimensions }]);
    expect(figure.alt).toBe("Scatter plots of each pair (길이, width)");
    expect((await figure.toSVG()).match(/<path [^>]*d="M[^"]*A[^"]*"/g)).toHaveLength(4 * 3);
    const svg = await new Figure([{ type: "parcoords", dimensions, line: { color: "#ff0000" } }]).toSVG();
    expect(svg).toContain("길이");
    expect(svg.match(/stroke:(#ff0000|red)/g)!.length).toBeGreaterThan(0);
  });

  it("says in words what only a browser can draw, wrapped to its width", async () => {
    const mesh = new Figure([{ type: "mesh3d", x: [1], y: [1], z: [1] }], { title: { text: "Loss" } });
    const svg = await mesh.toSVG();
    expect(svg).toContain("mesh3d: to be seen in JupyterLab, VS Code and exported pages");
    const map = new Figure([{ type: "scattermap", lat: [1], lon: [2] }], {
      width: 340,
      paper_bgcolor: "#ffffff",
    });
    expect(await map.toSVG()).toContain("from the network");
    expect(await touchesEdge(map)).toBe(false);
  });

  it("gives the same figure the same text, and two figures different ids", async () => {
    const [first, again, other] = await Promise.all(
      [curves, curves, validated].map((history) => plotHistory(history).toSVG()),
    );
    expect(again).toBe(first);
    const ids = (svg = "") => [...svg.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids(first).length).toBeGreaterThan(0);
    expect(ids(first).filter((id) => ids(other).includes(id))).toEqual([]);
  });

  it("takes less than 60 kB of a notebook", async () => {
    const values = Array.from({ length: 20 }, (_, i) => 1 / (i + 1));
    const figure = plotHistory({ loss: values, accuracy: values, val_loss: values, val_accuracy: values });
    const show = (figure as unknown as Record<symbol, () => Promise<object>>)[Symbol.for("Jupyter.display")]!;
    expect(JSON.stringify(await show.call(figure)).length).toBeLessThan(60_000);
  });

  it("describes itself and draws itself in characters on a terminal", () => {
    const figure = new Figure([{ type: "bar", x: ["셔츠", "bag"], y: [2, 1], name: "수" }], {
      title: { text: "Counts" },
    });
    expect(inspect(figure).split("\n")).toEqual([
      "Counts: bar chart (수); y from 1 to 2",
      "",
      "수",
      `셔츠 ${"█".repeat(60)} 2`,
      ` bag ${"█".repeat(30)} 1`,
    ]);
    expect(inspect(plotHistory(validated))).toContain("loss   ● train   ○ validation\n");
  });

  it("fails by name, and the next one is drawn all the same", async () => {
    await expect(new Figure([{ type: "scatter", y: [1] }], { width: -5 }).toSVG()).rejects.toThrow(
      "the figure cannot be drawn: ",
    );
    expect(await plotHistory(curves).toSVG()).toContain("<svg");
  });
});

describe("plotHistory", () => {
  it("draws a panel for each metric, with the validation's curve where there is one", () => {
    expect(plotHistory({ history: curves }).data.map(({ name }) => name)).toEqual(["train", "train"]);
    const { data, layout } = plotHistory({ history: validated });
    expect(data.map(({ name, y, xaxis }) => [name, y, xaxis])).toEqual([
      ["train", validated.loss, "x"],
      ["validation", validated.val_loss, "x"],
      ["train", validated.accuracy, "x2"],
      ["validation", validated.val_accuracy, "x2"],
    ]);
    expect(layout.xaxis2).toMatchObject({ title: { text: "epoch" } });
    expect(layout.yaxis2).toMatchObject({ title: { text: "accuracy" } });
  });

  it.each([
    ["without validation", plotHistory(curves)],
    ["with a legend and a Korean title", plotHistory(validated, { title: "패션 MNIST 학습 곡선" })],
    ["of tiny and huge losses", plotHistory({ loss: [123_456.789, 0.000_012_3], val_loss: [1, 2] })],
    ["of one epoch", plotHistory({ loss: [0.5] })],
  ])("cuts nothing off %s", async (_what, figure) => {
    expect(await touchesEdge(figure)).toBe(false);
  });

  it.each([
    ["ten learning rates", plotLearningRates(Object.fromEntries(rates.map((rate) => [rate, validated])))],
    ["five activation functions", plotActivations(["relu", "tanh", "sigmoid", "elu", "leaky_relu"])],
    ["five metrics", plotHistory({ ...curves, mae: [3, 2, 1], auc: [0.5, 0.6, 0.7], mse: [9, 4, 1] })],
  ])("stands in rows where %s would be wider than a page", async (_what, figure) => {
    expect(figure.layout.width).toBeLessThanOrEqual(864);
    const panels = Object.entries(figure.layout).filter(([key]) => key.startsWith("yaxis"));
    const places = panels.map(([, axis]) => (axis as { domain: [number, number] }).domain);
    expect(new Set(places.map(([bottom]) => bottom)).size).toBeGreaterThan(1);
    for (const [bottom, top] of places) expect([bottom >= 0, top <= 1, bottom < top]).not.toContain(false);
    expect(await touchesEdge(figure)).toBe(false);
  });

  it("makes room for the names of ten runs, short or long, where plotly.js would let them scroll", async () => {
    // What is seen of the legend; all of it is, if nothing more is seen in a figure of any height.
    const seen = async (figure: Figure) =>
      Number(/<clipPath id="legend[^"]*"><rect[^>]* height="([\d.]+)"/.exec(await figure.toSVG())![1]);
    const higher = ({ data, layout }: Figure, by: number) =>
      new Figure(data, { ...layout, height: layout.height! + by });
    const runs = (name: (i: number) => string, count: number) =>
      plotHistory(Object.fromEntries(Array.from({ length: count }, (_, i) => [name(i), { loss: [2, 1] }])));
    const many = runs((i) => `run ${i}`, 25);
    const all = await seen(higher(many, 1000));
    expect(await seen(higher(many, -300))).toBeLessThan(all);
    expect(await seen(many)).toBe(all);
    const long = runs((i) => `Dense(100, relu) with dropout 0.${i}, 배치 32`, 10);
    expect(await seen(long)).toBe(await seen(higher(long, 1000)));
    expect(await touchesEdge(long)).toBe(false);
    expect(many.data.filter(({ showlegend }) => showlegend).map(({ name }) => name)).toHaveLength(25);
  });

  it("names a metric that is not there", () => {
    expect(() => plotHistory(curves, { metrics: ["acc"] })).toThrow(
      'no epochs of "acc"; it has: loss, accuracy',
    );
    expect(() => plotHistory({})).toThrow('no epochs of "loss"; it has: nothing');
  });
});

describe("showImages", () => {
  const checker = new NDArray(
    Uint8Array.from({ length: 2 * 3 * 3 }, (_, i) => (i % 2) * 255),
    [2, 3, 3],
  );

  it("draws every pixel as a sharp square, large numbers black", async () => {
    const figure = showImages(checker, { size: 30 });
    const { width, at } = await pixels(await figure.toPNG({ scale: 2 }));
    expect(width).toBe(2 * (8 + 30 + 8 + 30 + 8));
    const left = (column: number) => 2 * (8 + 10 * column);
    for (const [column, grey] of [
      [0, 255],
      [1, 0],
      [2, 255],
    ] as const) {
      for (const x of [left(column), left(column) + 19]) expect(at(x, 20)).toEqual([grey, grey, grey, 255]);
    }
    const reversed = await pixels(await showImages(checker.at(0), { cmap: "gray", size: 30 }).toPNG());
    expect(reversed.at(20, 20)).toEqual([0, 0, 0, 255]);
  });

  it("writes titles, by name where labels are numbers", () => {
    const labels = new NDArray(Uint8Array.of(1, 0));
    const { layout, alt } = showImages(checker, { titles: labels, names: ["zero", "one"] });
    expect((layout.annotations as { text: string }[]).map(({ text }) => text)).toEqual(["one", "zero"]);
    expect(alt).toBe("2 images of 3 by 3 pixels: one, zero");
  });

  it("puts up to ten in a row, and as many rows as asked for", () => {
    const many = new NDArray(new Uint8Array(12 * 4), [12, 2, 2]);
    const size = (figure: Figure) => figure.layout.width! / figure.layout.height!;
    expect(size(showImages(many))).toBeGreaterThan(4);
    expect(size(showImages(many, { rows: 3 }))).toBeCloseTo(4 / 3, 1);
    expect(() => showImages(many, { rows: 2, cols: 5 })).toThrow("12 images do not fit into 2 rows of 5");
    expect(() => showImages(many.reshape(-1))).toThrow("got (48)");
  });
});

describe("plotDecisionBoundary", () => {
  const points = [
    [-1, -1],
    [0, 0],
    [1, 1],
  ];
  const radius = ([x = 0, y = 0]: readonly number[]) => Math.hypot(x, y);
  const ringsOf = ({ data }: Figure, trace: number) =>
    (data[trace]!.x as (number | null)[]).flatMap((x, i) =>
      x === null ? [] : [[x, (data[trace]!.y as number[])[i]!]],
    );

  it("draws a curve where the scores are equal, finer than the points that it asks for", async () => {
    const figure = await plotDecisionBoundary(
      (asked) => asked.map((point) => 1 / (1 + Math.exp(8 * (radius(point) - 0.7)))),
      points,
      [0, 1, 0],
    );
    const within = ringsOf(figure, 1);
    expect(within.length).toBeGreaterThan(50);
    for (const point of within) expect(Math.abs(radius(point) - 0.7)).toBeLessThan(0.004);
    const show = (figure as unknown as Record<symbol, () => Promise<object>>)[Symbol.for("Jupyter.display")]!;
    expect(JSON.stringify(await show.call(figure)).length).toBeLessThan(60_000);
  });

  it("takes scores of several classes, and classes alone", async () => {
    const label = (point: number[]) => (radius(point) < 0.5 ? 0 : radius(point) < 1 ? 1 : 2);
    const scores = (asked: number[][]) =>
      asked.flatMap((point) => [0, 1, 2].map((it) => (it === label(point) ? 1 : 0)));
    const [one, other] = await Promise.all([
      plotDecisionBoundary((asked) => asked.map(label), points, points.map(label)),
      plotDecisionBoundary(
        (asked) => ({ data: scores(asked), shape: [asked.length, 3] }),
        points,
        points.map(label),
      ),
    ]);
    expect(one.data).toEqual(other.data);
    expect(one.data.map(({ name }) => name).slice(3)).toEqual(["class 0", "class 2"]);
    for (const point of ringsOf(one, 0)) expect(Math.abs(radius(point) - 0.5)).toBeLessThan(0.05);
  });
});

describe("plotActivations", () => {
  it("keeps the names of its lines in one row, clear of the title, above a single panel too", async () => {
    const svg = await plotActivations(["sigmoid"]).toSVG();
    const later = /translate\([\d.]+,([\d.]+)\)"><g[^>]*><text[^>]*>(?:derivative|gradient almost zero)</g;
    expect([...svg.matchAll(later)].map(([, y]) => y)).toEqual(["0", "0"]);
  });
});

describe("plotWeights", () => {
  it("draws each unit as large as is asked for, with whole pixels for each weight", () => {
    const weights = { data: new Float32Array(16 * 2), shape: [16, 2] };
    const sizeOf = (figure: Figure) => {
      const { images, width } = figure.layout as unknown as { images: { sizex: number }[]; width: number };
      return Math.round(images[0]!.sizex * width);
    };
    expect(sizeOf(plotWeights(weights))).toBe(64);
    expect(sizeOf(plotWeights(weights, { size: 121 }))).toBe(120);
  });
});
