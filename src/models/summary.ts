import type { Optimizer } from "../optimizers/optimizer.ts";
import { type Layer, tf, type Variable } from "../tensorflow.ts";
import { connectionsOf, isChain } from "./connections.ts";
import { type Column, table } from "./table.ts";

/** The options of `summary`, by Keras's names. */
export interface SummaryOptions {
  /** How many characters a line has. Default 76: Keras's, in a notebook. */
  lineLength?: number;
  /** Whether the layers of models within are listed too. Default false. */
  expandNested?: boolean;
  /** Whether a column says which layers are trained. Default false. */
  showTrainable?: boolean;
  /** Takes the text. Default `console.log`. */
  printFn?: (text: string) => void;
}

/** What is summarised. */
interface Summarised {
  readonly name: string;
  readonly built: boolean;
  readonly layers: readonly Layer[];
  readonly trainableVariables: readonly Variable[];
  readonly nonTrainableVariables: readonly Variable[];
}

/** The text of `model.summary()`, character for character Keras 3's. */
export function summaryText(
  model: Summarised,
  { lineLength = 76, expandNested = false, showTrainable = false }: SummaryOptions,
  optimizer: Optimizer | undefined,
): string {
  const { layers } = model;
  const chain = isChain(layers);
  const columns = columnsOf(chain, showTrainable, lineLength);
  const rows = layers
    .flatMap((layer) => rowsOf(layer, 0))
    .map(({ layer, depth }) => {
      const prefix = depth === 0 ? "" : `${"   ".repeat(depth)}└ `;
      const cells = [`${prefix}${layer.name} (${classOf(layer)})`, shapeOf(layer), paramsOf(layer)];
      if (!chain) cells.push(connectionsOf(layer, layers));
      if (showTrainable) cells.push(layer.weights.length === 0 ? "-" : layer.trainable ? "Y" : "N");
      return cells;
    });
  return [`Model: "${model.name}"`, table(columns, rows), ...totals(model, optimizer)].join("\n");

  function rowsOf(layer: Layer, depth: number): { layer: Layer; depth: number }[] {
    const { layers: inner = [] } = layer as Layer & { layers?: Layer[] };
    const nested = expandNested ? inner.flatMap((one) => rowsOf(one, depth + 1)) : [];
    return [{ layer, depth }, ...nested];
  }
}

/** Keras's columns; their places are shares of the line. */
function columnsOf(chain: boolean, showTrainable: boolean, lineLength: number): Column[] {
  const columns: { title: string; end: number; align: Column["align"] }[] = [
    { title: "Layer (type)", end: chain ? 0.45 : 0.3, align: "left" },
    { title: "Output Shape", end: chain ? 0.8 : 0.56, align: "left" },
    { title: "Param #", end: chain ? 1 : 0.74, align: "right" },
  ];
  if (!chain) columns.push({ title: "Connected to", end: 1, align: "left" });
  if (showTrainable) {
    for (const column of columns) column.end *= 0.9;
    columns.push({ title: "Trainable", end: 1, align: "center" });
  }
  let used = 0;
  const widths = columns.map(({ end }) => {
    const width = Math.trunc(end * lineLength) - used;
    used += width;
    return width;
  });
  return columns.map(({ title, align }, i) => ({
    title,
    align,
    width: widths[i]! + 2 - excess(columns.length, i),
  }));
}

/** What the borders take, divided among the columns as the library does that draws Keras's table. */
function excess(count: number, column: number): number {
  let rest = 3 * count + 1;
  for (let i = 0; i < column; i++) rest -= halfToEven(rest / (count - i));
  return halfToEven(rest / (count - column));
}

function halfToEven(value: number): number {
  return value % 1 === 0.5 ? 2 * Math.round(value / 2) : Math.round(value);
}

function classOf(layer: Layer): string {
  const name = layer.getClassName();
  return name === "Model" ? "Functional" : name;
}

function shapeOf(layer: Layer): string {
  const { inboundNodes } = layer;
  const shapes = inboundNodes.at(-1)?.outputShapes ?? (layer as { seenShape?: (number | null)[] }).seenShape;
  if (shapes === undefined) return "?";
  const list = (Array.isArray(shapes[0]) ? shapes : [shapes]) as (number | null)[][];
  const texts = list.map((shape) => `(${shape.map((length) => length ?? "None").join(", ")})`);
  return texts.length === 1 ? texts[0]! : `[${texts.join(", ")}]`;
}

function paramsOf(layer: Layer): string {
  const builds = Object.getPrototypeOf(layer).build !== tf.layers.Layer.prototype.build;
  return layer.built || !builds || "layers" in layer ? thousands(count(weights(layer))) : "0 (unbuilt)";
}

function weights(layer: Layer): { size: number }[] {
  return layer.weights.map((weight) => weight.read() as Variable);
}

function totals(model: Summarised, optimizer: Optimizer | undefined): string[] {
  const trainable = model.built ? count(model.trainableVariables) : 0;
  const frozen = model.built ? count(model.nonTrainableVariables) : 0;
  const state = optimizer === undefined || optimizer.iterations === 0 ? [] : optimizer.getWeights();
  const numbers = state.reduce((sum, { data }) => sum + data.length, 0);
  const bytes = state.reduce((sum, { data, name }) => sum + (name === "iteration" ? 8 : 4 * data.length), 0);
  const line = (title: string, params: number, size = 4 * params) =>
    ` ${title} params: ${thousands(params)} (${readable(size)})`;
  return [
    line("Total", trainable + frozen + numbers, 4 * (trainable + frozen) + bytes),
    line("Trainable", trainable),
    line("Non-trainable", frozen),
    ...(state.length > 0 ? [line("Optimizer", numbers, bytes)] : []),
  ];
}

function count(weightList: readonly { size: number }[]): number {
  return weightList.reduce((sum, { size }) => sum + size, 0);
}

function thousands(value: number): string {
  return value.toLocaleString("en-US");
}

/** Bytes in Keras's units: 310.59 KB. */
function readable(bytes: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value.toFixed(2)} ${units[unit]}`;
}
