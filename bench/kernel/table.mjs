/** @typedef {Record<string, (number | null)[]>} Measures what a kernel took, by measure; null where it cannot do it */

/** @type {readonly { key: string, title: string, unit: string, digits: number, ratio?: string }[]} */
const rows = [
  { key: "ready", title: "start to `kernel_info_reply`", unit: "s", digits: 2 },
  { key: "firstResult", title: "start to the first result", unit: "s", digits: 2 },
  { key: "execute", title: "`1+1`", unit: "ms", digits: 2 },
  { key: "declarations", title: "a cell after 300 declarations : the first ones", unit: "", digits: 2 },
  { key: "completion", title: "completion, 100 cells, warm", unit: "ms", digits: 1 },
  { key: "interrupt", title: "interrupt of an endless loop", unit: "ms", digits: 0 },
  { key: "lines", title: "100,000 printed lines", unit: "s", digits: 2 },
  { key: "loop", title: "a top-level loop : the same in a function", unit: "", digits: 2 },
  { key: "rest", title: "memory at rest (PSS)", unit: "MB", digits: 0 },
];

/** Medians of all kernels side by side, with Toile's share of the best of the others. @param {Record<string, Measures>} kernels */
export function table(kernels) {
  const names = Object.keys(kernels);
  const head = ["", ...names, "Toile : best other"];
  const body = rows.map(({ key, title, unit, digits }) => {
    const values = names.map((name) => median(kernels[name]?.[key] ?? []));
    const own = values[names.indexOf("toile")];
    const others = values.filter((value, i) => names[i] !== "toile" && value !== undefined);
    const best = Math.min(...others.map((value) => value ?? Number.POSITIVE_INFINITY));
    const share = own === undefined || others.length === 0 ? "" : (own / best).toFixed(2);
    const texts = values.map((value) =>
      value === undefined ? "–" : `${value.toFixed(digits)} ${unit}`.trim(),
    );
    return [title, ...texts, share];
  });
  return markdown([head, ...body]);
}

/** @param {readonly (number | null)[]} values */
function median(values) {
  const sorted = values.filter((value) => value !== null).toSorted((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
}

/** @param {string[][]} lines */
function markdown(lines) {
  const widths = (lines[0] ?? []).map((_, i) =>
    Math.max(3, ...lines.map((cells) => (cells[i] ?? "").length)),
  );
  const row = (/** @type {string[]} */ cells) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(" | ")} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  const [head = [], ...body] = lines;
  return [row(head), rule, ...body.map(row)].join("\n");
}
