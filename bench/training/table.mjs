import { laps } from "./measure.mjs";

/** @import { Workload } from "./workloads.mjs" */
/** @import { Row } from "./measure.mjs" */

/** @typedef {{ workload: Workload, rows: Record<string, Row> }} Result */

const headings = ["", "first", "each", "least", "processor", "accuracy", "Toile's share"];

/** A workload's results as a table in Markdown. @param {Result} result */
export function table({ workload, rows }) {
  const own = rows.toile && summary(rows.toile);
  const lines = Object.values(rows).map((row) => {
    const { first, each, least, cpu, accuracy } = summary(row);
    const name = row.way === "" ? row.title : `${row.title} (${row.way})`;
    const share = own && own.each !== each ? (own.each / each).toFixed(2) : "";
    const seconds = [first, each, least, cpu].map((value) => time(value, workload.task === "fit"));
    return [name, ...seconds, accuracy === undefined ? "" : accuracy.toFixed(3), share];
  });
  const unit = workload.task === "fit" ? "seconds an epoch" : "milliseconds a call";
  return `**${workload.title}** (${unit})\n\n${markdown([headings, ...lines])}\n`;
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
  const widths = headings.map((_, i) => Math.max(3, ...rows.map((row) => (row[i] ?? "").length)));
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
