import { inspect, types } from "node:util";

/** How much of a value is looked at: beyond these numbers nobody reads, and it takes seconds to write. */
const deepest = 4;
const mostItems = 100;
const mostKeys = 200;
/** Values in one text. Where there are more, it goes less deep. */
const mostValues = 20_000;

/** A value as Node writes it, without colours; short enough to be written at once whatever the value is. */
export function inspectValue(value: unknown, longestString: number): string {
  const { shown, left } = withFewKeys(value);
  let depth = deepest;
  while (depth > 0 && countValues(shown, depth, mostValues) >= mostValues) depth--;
  const text = inspect(shown, {
    colors: false,
    depth,
    maxArrayLength: mostItems,
    maxStringLength: longestString,
    breakLength: 100,
  });
  return left === 0
    ? text
    : text.replace(/\n?\s*\}$/, `,\n  ... ${left.toLocaleString("en")} more properties\n}`);
}

/** Node cuts long arrays, maps and sets, but writes every key of an object. */
function withFewKeys(value: unknown): { shown: unknown; left: number } {
  if (!isPlain(value)) return { shown: value, left: 0 };
  const keys = Object.keys(value);
  if (keys.length <= mostKeys) return { shown: value, left: 0 };
  const first = keys.slice(0, mostItems);
  const shown = Object.create(Object.getPrototypeOf(value) as object | null) as object;
  for (const key of first)
    Object.defineProperty(shown, key, Object.getOwnPropertyDescriptor(value, key) ?? {});
  return { shown, left: keys.length - first.length };
}

/** Whether the value is what `{}` makes, and looking at it runs no code of the user's. */
export function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** How many values a text of that depth would show, counted up to a limit. */
function countValues(value: unknown, depth: number, limit: number): number {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return 1;
  if (depth < 0) return 1;
  let count = 1;
  for (const inner of parts(value)) {
    count += countValues(inner, depth - 1, limit - count);
    if (count >= limit) return limit;
  }
  return count;
}

function* parts(value: object): Generator<unknown> {
  if (ArrayBuffer.isView(value)) return;
  if (Array.isArray(value)) yield* value.slice(0, mostItems);
  else if (types.isMap(value)) yield* firstOf(Map.prototype.values.call(value));
  else if (types.isSet(value)) yield* firstOf(Set.prototype.values.call(value));
  else for (const key in value) yield Object.getOwnPropertyDescriptor(value, key)?.value;
}

function* firstOf(values: Iterator<unknown>): Generator<unknown> {
  for (let i = 0; i < mostItems; i++) {
    const { done, value } = values.next();
    if (done) return;
    yield value;
  }
}

const bookkeeping = String.raw`,?\s*\[Symbol\((?:trigger_)?(?:async_id_symbol|kResourceStore)\)\]: \d+`;
const shortPromise = new RegExp(`Promise \\{\\n\\s+([^\\n,]{1,60})(?:${bookkeeping})+\\s*\\}`, "g");
const anyBookkeeping = new RegExp(bookkeeping, "g");

/** Without what Node 20 and 22 write on promises to know where they came from, nor the lines that it takes. */
export function withoutBookkeeping(text: string): string {
  return text.replace(shortPromise, "Promise { $1 }").replace(anyBookkeeping, "");
}
