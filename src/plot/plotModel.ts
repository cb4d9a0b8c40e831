import { Figure, type FigureLayout } from "./figure.ts";
import { baseLayout, ink, palette, paper } from "./theme.ts";

/** What is drawn of a layer. */
export interface LayerLike {
  readonly name: string;
  readonly outputShape: unknown;
  getClassName(): string;
  countParams(): number;
  getConfig(): object;
}

/** What is drawn of a model: a `Model` has it, and so has a model of tfjs. */
export interface ModelLike {
  readonly name: string;
  readonly layers: readonly LayerLike[];
  /** What it trains with; reading it may throw before `compile`. */
  readonly compiled?: {
    readonly optimizer: { readonly name?: string; readonly className?: string };
    readonly outputs: readonly { readonly loss: { readonly name: string } | undefined }[];
  };
}

/** The options of {@link plotModel}. */
export interface PlotModelOptions {
  /** The picture's title. Default the model's name. */
  title?: string;
  /** How many layers to draw before the middle ones are summed up. Default 8. */
  layers?: number;
  /** The words in the boxes, for another language. */
  words?: Partial<typeof english>;
}

const english = {
  input: "input X",
  prediction: "prediction Y′",
  target: "true target Y",
  loss: "loss function",
  score: "loss score",
  optimizer: "optimizer",
  weights: "weights",
  update: "updates the weights",
  parameters: "parameters",
};

/**
 * How a model learns, as a diagram: data flows through its layers to a prediction, the loss compares that with the targets, and the
 * optimizer changes the layers' weights by the score (after figure 1.9 of Chollet's Deep Learning with Python).
 *
 * @param model a model, compiled or not
 * @throws Error for a model without layers
 * @example plotModel(model);
 */
export function plotModel(model: ModelLike, options: PlotModelOptions = {}): Figure {
  const words = { ...english, ...options.words };
  const layers = shortened(model.layers, options.layers ?? 8);
  if (layers.length === 0) throw new Error(`model "${model.name}" has no layers to draw; add one first`);
  const title = options.title ?? model.name;
  const { loss, optimizer } = trainingOf(model);
  const sketch = new Sketch(layers.length);
  const layerX = 360;
  const bottom = layers.length - 1;
  sketch.text(layerX, sketch.rowY(0) - 66, `<b>${words.input}</b>${inputText(model)}`);
  sketch.arrow([layerX, sketch.rowY(0) - 46], [layerX, sketch.rowY(0) - 27]);
  layers.forEach((layer, row) => {
    const y = sketch.rowY(row);
    sketch.box(layerX, y, 250, 52, palette[0], layerText(layer));
    if (row > 0) sketch.arrow([layerX, sketch.rowY(row - 1) + 26], [layerX, y - 27]);
    if (layer.parameters === 0) return;
    const count = `${layer.parameters.toLocaleString("en")} ${words.parameters}`;
    sketch.box(110, y, 150, 44, palette[2], `<b>${words.weights}</b><br>${count}`);
    sketch.arrow([185, y], [layerX - 126, y]);
  });
  const y = sketch.rowY(bottom) + 76;
  sketch.arrow([layerX, sketch.rowY(bottom) + 26], [layerX, y - 21]);
  sketch.box(layerX, y, 170, 40, ink, `<b>${words.prediction}</b>`);
  sketch.box(600, y, 150, 40, ink, `<b>${words.target}</b>`);
  const lossY = y + 76;
  sketch.arrow([layerX, y + 20], [layerX + 70, lossY - 27]);
  sketch.arrow([600, y + 20], [530, lossY - 27]);
  sketch.box(480, lossY, 250, 52, palette[1], `<b>${words.loss}</b><br>${loss}`);
  const scoreY = lossY + 70;
  sketch.arrow([480, lossY + 26], [480, scoreY - 19]);
  sketch.box(480, scoreY, 130, 36, ink, `<b>${words.score}</b>`);
  sketch.box(110, scoreY, 150, 52, palette[3], `<b>${words.optimizer}</b><br>${optimizer}`);
  sketch.arrow([415, scoreY], [186, scoreY]);
  const weighted = layers.flatMap(({ parameters }, row) => (parameters > 0 ? [row] : []));
  weighted.slice(1).forEach((row, i) => {
    sketch.arrow([110, sketch.rowY(row) - 22], [110, sketch.rowY(weighted[i]!) + 23]);
  });
  const lowest = weighted.at(-1);
  if (lowest !== undefined) {
    sketch.arrow([110, scoreY - 26], [110, sketch.rowY(lowest) + 23]);
    sketch.text(116, (scoreY + sketch.rowY(lowest)) / 2, words.update, "left");
  }
  const figure = sketch.layout(title, scoreY + 46);
  const chain = layers
    .map(({ kind, detail }) => [kind, detail].filter((text) => text !== "").join(" "))
    .join(" → ");
  const alt = `${title}: ${words.input} → ${chain} → ${words.prediction}; ${words.loss} ${loss}; ${words.optimizer} ${optimizer}`;
  return new Figure([], figure, alt, { text: () => modelText(layers, loss, optimizer, words) });
}

interface DrawnLayer {
  kind: string;
  detail: string;
  shape: string;
  parameters: number;
}

function shortened(layers: readonly LayerLike[], most: number): DrawnLayer[] {
  const all = layers.filter((layer) => layer.getClassName() !== "InputLayer").map(drawnLayer);
  if (all.length <= most) return all;
  const head = Math.ceil((most - 1) / 2);
  const tail = most - 1 - head;
  const left = all.slice(head, all.length - tail);
  const parameters = left.reduce((sum, layer) => sum + layer.parameters, 0);
  const middle = { kind: `… ${left.length} more layers`, detail: "", shape: "", parameters };
  return [...all.slice(0, head), middle, ...all.slice(all.length - tail)];
}

function drawnLayer(layer: LayerLike): DrawnLayer {
  const { activation, rate } = layer.getConfig() as { activation?: unknown; rate?: unknown };
  const named =
    typeof activation === "string" ? activation : (activation as { className?: string } | null)?.className;
  return {
    kind: layer.getClassName(),
    detail: named !== undefined && named !== "linear" ? named : typeof rate === "number" ? String(rate) : "",
    shape: shapeText(layer.outputShape),
    parameters: layer.countParams(),
  };
}

/** Without the batch: 28 × 28. */
function shapeText(shape: unknown): string {
  if (!Array.isArray(shape)) return "";
  const one: unknown[] = Array.isArray(shape[0]) ? shape[0] : shape;
  return one
    .slice(1)
    .map((length) => length ?? "?")
    .join(" × ");
}

function inputText({ layers }: ModelLike): string {
  const first = layers[0];
  if (first === undefined) return "";
  const { batchInputShape } = first.getConfig() as { batchInputShape?: unknown };
  const shape = shapeText(
    batchInputShape ?? (first.getClassName() === "InputLayer" ? first.outputShape : undefined),
  );
  return shape === "" ? "" : `  (${shape})`;
}

function layerText({ kind, detail, shape }: DrawnLayer): string {
  const head = `<b>${kind}</b>${detail === "" ? "" : ` · ${detail}`}`;
  return shape === "" ? head : `${head}<br>→ ${shape}`;
}

function trainingOf(model: ModelLike): { loss: string; optimizer: string } {
  try {
    const { optimizer, outputs } = model.compiled ?? {};
    const losses = [...new Set(outputs?.flatMap(({ loss }) => (loss === undefined ? [] : [loss.name])))];
    return { loss: losses.join(", ") || "–", optimizer: optimizer?.className ?? optimizer?.name ?? "–" };
  } catch {
    // A model that is not compiled has neither.
    return { loss: "–", optimizer: "–" };
  }
}

function modelText(
  layers: readonly DrawnLayer[],
  loss: string,
  optimizer: string,
  words: typeof english,
): string {
  const lines = layers.map(({ kind, detail, shape, parameters }) => {
    const count = parameters === 0 ? "" : `   ◀── ${words.weights} (${parameters.toLocaleString("en")})`;
    return `  ▼\n[${[kind, detail, shape === "" ? "" : `→ ${shape}`].filter((text) => text !== "").join(" ")}]${count}`;
  });
  return [
    words.input,
    ...lines,
    `  ▼\n${words.prediction}   ${words.target}`,
    `  ▼\n[${words.loss}: ${loss}] ──▶ ${words.score} ──▶ [${words.optimizer}: ${optimizer}] ──▶ ${words.update}`,
  ].join("\n");
}

/** Boxes, texts and arrows at pixels from the top left. */
class Sketch {
  readonly #width = 700;
  readonly #boxes: object[] = [];
  readonly #notes: object[] = [];
  readonly #rows: number;

  constructor(rows: number) {
    this.#rows = rows;
  }

  rowY(row: number): number {
    return 146 + Math.min(row, this.#rows) * 74;
  }

  box(x: number, y: number, width: number, height: number, color: string, text: string): void {
    this.#boxes.push({
      type: "rect",
      ...{ x0: x - width / 2, x1: x + width / 2, y0: y - height / 2, y1: y + height / 2 },
      line: { color, width: 2 },
      fillcolor: paper,
      layer: "below",
    });
    this.text(x, y, text);
  }

  text(x: number, y: number, text: string, align: "center" | "left" = "center"): void {
    this.#notes.push({
      x,
      y,
      text,
      showarrow: false,
      xanchor: align,
      yanchor: "middle",
      align,
      font: { size: 13 },
    });
  }

  arrow([ax, ay]: readonly [number, number], [x, y]: readonly [number, number]): void {
    const refs = { xref: "x", yref: "y", axref: "x", ayref: "y" };
    this.#notes.push({
      ...refs,
      x,
      y,
      ax,
      ay,
      text: "",
      showarrow: true,
      arrowhead: 2,
      arrowwidth: 1.5,
      arrowcolor: ink,
    });
  }

  layout(title: string, height: number): FigureLayout {
    const hidden = { visible: false, fixedrange: true };
    return {
      ...baseLayout,
      width: this.#width,
      height,
      margin: { l: 0, r: 0, t: 0, b: 0 },
      title: { text: title, x: 0.5, y: 1 - 26 / height, yanchor: "middle" },
      xaxis: { ...hidden, range: [0, this.#width] },
      yaxis: { ...hidden, range: [height, 0] },
      shapes: this.#boxes,
      annotations: this.#notes,
    };
  }
}
