import { types } from "node:util";
import { isPlain } from "./inspect.ts";

const mostRows = 60;
const mostColumns = 30;
const longestCell = 200;

/**
 * An array of records as an HTML table, as notebooks show data frames.
 *
 * @param write writes one value as text
 * @returns nothing for any other value: each item must be a plain object, and each of their values short
 * @example toTable([{ a: 1 }, { a: 2 }], String) // <table border="1" class="dataframe">...
 */
export function toTable(value: unknown, write: (value: unknown) => string): string | undefined {
  if (types.isProxy(value) || !Array.isArray(value) || value.length === 0) return undefined;
  const rows: unknown[] = value.slice(0, mostRows);
  if (!rows.every(isRecord)) return undefined;
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (columns.length === 0 || columns.length > mostColumns) return undefined;
  const body = rows.map((row, i) => {
    const cells = columns.map((column) => `<td>${cellText(row, column, write)}</td>`);
    return `<tr><th>${i}</th>${cells.join("")}</tr>`;
  });
  const head = `<tr><th></th>${columns.map((column) => `<th>${escapeHtml(column)}</th>`).join("")}</tr>`;
  const more = value.length - rows.length;
  const count = more === 0 ? "" : `\n<p>${rows.length} of ${value.length.toLocaleString("en")} rows</p>`;
  return `<table border="1" class="dataframe">\n<thead>\n${head}\n</thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table>${count}`;
}

function isRecord(row: unknown): row is Record<string, unknown> {
  if (!isPlain(row) || Array.isArray(row)) return false;
  return Object.values(Object.getOwnPropertyDescriptors(row)).every(
    ({ get, value }) => !get && isScalar(value),
  );
}

/** What fits one line of a table; a list of nested objects reads better as text. */
function isScalar(value: unknown): boolean {
  return value === null || typeof value !== "object" || types.isDate(value);
}

function cellText(row: Record<string, unknown>, column: string, write: (value: unknown) => string): string {
  if (!Object.hasOwn(row, column)) return "";
  const value = row[column];
  const text = typeof value === "string" ? value : write(value);
  return escapeHtml(text.length > longestCell ? `${text.slice(0, longestCell)}...` : text);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&${{ "&": "amp", "<": "lt", ">": "gt", '"': "quot" }[c]};`);
}
