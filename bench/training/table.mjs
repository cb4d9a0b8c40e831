import { laps } from "./measure.mjs";

/** @import { Workload } from "./workloads.mjs" */
/** @import { Row } from "./measure.mjs" */

/** @typedef {{ workload: Workload, rows: Record<string, Row> }} Result */

/** @typedef {{ machine: string, versions: Record<string, string>, workloads: Record<string, Result> }} Results */

/** Who is compared in the overview, and by which rows of a workload. */
const peers = {
  "Keras as it is": ["keras-plain"],
  "Keras's best": ["keras-plain", "keras", "keras-jax"],
  DataLoader: ["torch-loader"],
  slices: ["torch"],
  fused: ["torch-fused"],
  "PyTorch's best": ["torch-loader", "torch", "torch-fused", "torch-compile"],
  "tfjs-node": ["tfjs"],
  "floor, 2 threads": ["floor-2"],
};

/** What the programs are called. @type {Record<string, string>} */
const titles = {
  toile_fit: "Toile",
  keras_fit: "Keras",
  torch_fit: "PyTorch",
  tfjs_fit: "TensorFlow.js",
  floor: "NumPy",
};

/** All results in Markdown: the machine, an overview, a table for each workload. @param {Results} results @param {Workload[]} order */
export function report({ machine, versions, workloads }, order) {
  const known = order.map(({ name }) => workloads[name]).filter((result) => result !== undefined);
  const names = Object.entries(versions).map(
    ([name, version]) => `${titles[name.split(".")[0] ?? ""]} ${version}`,
  );
  const head = `${machine}; ${[...new Set(names)].join("; ")}.`;
  const tables = [overview(known), growth(workloads), ...known.map(table)];
  return [head, ...tables.filter((one) => one !== "")].join("\n\n");
}

const begin = "<!-- What follows is written by bench/training/run.mjs --write. -->";
const end = "<!-- End of what is written. -->";

/** A page with the report between its marks. @param {string} page @param {string} text */
export function withReport(page, text) {
  const [before, rest = ""] = page.split(begin);
  const after = rest.split(end)[1];
  if (after === undefined) throw new Error(`the page has no marks ${begin} and ${end}`);
  return `${before}${begin}\n\n${text.trim()}\n\n${end}${after}`;
}

/** Toile's time as a share of others'. @param {Result[]} results */
function overview(results) {
  const lines = results.flatMap(({ workload, rows }) => {
    if (rows.toile === undefined) return [];
    const { each } = summary(rows.toile);
    const shares = Object.values(peers).map((names) => {
      const times = names.flatMap((name) => (rows[name] ? [summary(rows[name]).each] : []));
      return times.length === 0 ? "" : (each / Math.min(...times)).toFixed(2);
    });
    return [[workload.title, ...shares]];
  });
  const title = "Toile's time as a share of that of the fastest of each";
  return `**${title}**\n\n${markdown([["", ...Object.keys(peers)], ...lines])}`;
}

/** How many times as long an epoch takes with more data and wider layers. @param {Record<string, Result>} workloads */
function growth({ data, dense100, width }) {
  if (data === undefined || dense100 === undefined || width === undefined) return "";
  const lines = Object.entries(dense100.rows).flatMap(([name, row]) => {
    const [less, wide] = [data.rows[name], width.rows[name]];
    if (less === undefined || wide === undefined) return [];
    const { each } = summary(row);
    return [[row.title, (each / summary(less).each).toFixed(2), (summary(wide).each / each).toFixed(2)]];
  });
  return `**How many times as long an epoch takes**\n\n${markdown([["", "data x 4", "width x 8"], ...lines])}`;
}

const headings = ["", "first", "each", "least", "processor", "accuracy", "Toile's share"];

/** A workload's results as a table in Markdown. @param {Result} result */
function table({ workload, rows }) {
  const own = rows.toile && summary(rows.toile);
  const lines = Object.values(rows).map((row) => {
    const { first, each, least, cpu, accuracy } = summary(row);
    const name = row.way === "" ? row.title : `${row.title} (${row.way})`;
    const share = own && own.each !== each ? (own.each / each).toFixed(2) : "";
    const seconds = [first, each, least, cpu].map((value) => time(value, workload.task === "fit"));
    return [name, ...seconds, accuracy === undefined ? "" : accuracy.toFixed(3), share];
  });
  const unit = workload.task === "fit" ? "seconds an epoch" : "milliseconds a call";
  return `**${workload.title}** (${unit})\n\n${markdown([headings, ...lines])}`;
}

/** @param {number} seconds @param {boolean} long */
function time(seconds, long) {
  return long ? seconds.toFixed(3) : (seconds * 1000).toFixed(1);
}

/** The first epoch from the call on, then the median and the least of the others. @param {Row} row */
export function summary({ answers }) {
  const steady = answers.flatMap((answer) => laps(answer).slice(1));
  const accuracies = answers.flatMap(({ accuracy }) => accuracy ?? []);
  return {
    first: median(answers.flatMap(({ ends }) => ends.slice(0, 1))),
    each: median(steady),
    least: Math.min(...steady),
    cpu: median(answers.map(({ cpu, ends }) => cpu / ends.length)),
    accuracy: accuracies.length === 0 ? undefined : median(accuracies),
  };
}

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return ((middle[0] ?? Number.NaN) + (middle[1] ?? Number.NaN)) / 2;
}

/** @param {string[][]} rows */
function markdown(rows) {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(3, ...rows.map((row) => (row[i] ?? "").length)));
  const line = (/** @type {string[]} */ cells) => {
    const padded = cells.map((cell, i) =>
      i === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[i] ?? 0),
    );
    return `| ${padded.join(" | ")} |`;
  };
  const rule = widths.map((width, i) => (i === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  const [head = [], ...body] = rows;
  return [line(head), `| ${rule.join(" | ")} |`, ...body.map(line)].join("\n");
}
