import type { FigureJson } from "./figure.ts";

/**
 * A figure as what JSON can hold, and plotly.js everywhere understands: typed arrays and n-d arrays become lists, dates ISO texts,
 * big integers numbers; NaN and the infinities become gaps (null), functions are left out.
 *
 * @throws TypeError for a figure that contains itself
 */
export function toPlotlyJson({ data, layout, config }: FigureJson): FigureJson {
  const plain = { data: plainValue(data, []), layout: plainValue(layout, []) } as FigureJson;
  return config === undefined ? plain : { ...plain, config: plainValue(config, []) as object };
}

function plainValue(value: unknown, path: readonly object[]): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "function" || typeof value === "symbol") return undefined;
  if (typeof value !== "object" || value === null) return value;
  if (path.includes(value)) throw new TypeError("a figure cannot contain itself; remove the circular part");
  const inner = [...path, value];
  if (value instanceof Float32Array) return Array.from(value, shortest);
  if (Array.isArray(value)) return value.map((entry) => plainValue(entry, inner) ?? null);
  if (ArrayBuffer.isView(value)) {
    return Array.from(value as Uint8Array, (entry) => plainValue(entry, inner));
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (hasNested(value)) return plainValue(value.toArray(), inner);
  const entries = Object.entries(value).map(([key, entry]) => [key, plainValue(entry, inner)]);
  return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined));
}

/** The shortest decimal that is the same 32-bit number: 0.1, not 0.10000000149011612. */
function shortest(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

function hasNested(value: object): value is { toArray(): unknown } {
  return "toArray" in value && typeof value.toArray === "function";
}
