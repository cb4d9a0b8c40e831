import { ProtocolError } from "./errors.ts";
import type { JsonObject } from "./message.ts";

/** Reads the members of one JSON object and names the member when it is not what the protocol says. */
export interface Fields {
  string(name: string, fallback?: string): string;
  boolean(name: string, fallback?: boolean): boolean;
  /** A safe integer within the bounds. */
  integer(
    name: string,
    options?: { readonly fallback?: number; readonly min?: number; readonly max?: number },
  ): number;
  /** As `integer`, where the client may also send null or nothing. */
  optionalInteger(name: string): number | null;
  optionalString(name: string): string | null;
  oneOf<const T extends string>(name: string, values: readonly T[]): T;
  strings(name: string): Readonly<Record<string, string>>;
}

/** @param owner What the object is, for error messages: `execute_request` or `header`. */
export function fieldsOf(owner: string, object: JsonObject): Fields {
  const wrong = (name: string, expected: string): never => {
    const value = object[name];
    const found = value === undefined ? "it is missing" : `got ${preview(value)}`;
    throw new ProtocolError(`${owner}: "${name}" must be ${expected}; ${found}.`);
  };
  const fields: Fields = {
    string: (name, fallback) => {
      const value = object[name] ?? fallback;
      return typeof value === "string" ? value : wrong(name, "a string");
    },
    boolean: (name, fallback) => {
      const value = object[name] ?? fallback;
      return typeof value === "boolean" ? value : wrong(name, "true or false");
    },
    integer: (name, { fallback, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = {}) => {
      const value = object[name] ?? fallback;
      return isInteger(value) && value >= min && value <= max ? value : wrong(name, integerRange(min, max));
    },
    optionalInteger: (name) => (object[name] == null ? null : fields.integer(name)),
    optionalString: (name) => (object[name] == null ? null : fields.string(name)),
    oneOf: (name, values) =>
      values.find((value) => value === object[name]) ?? wrong(name, `one of ${values.map(quote).join(", ")}`),
    strings: (name) => {
      const value = object[name] ?? {};
      return isObject(value) && Object.values(value).every((item) => typeof item === "string")
        ? (value as Record<string, string>)
        : wrong(name, "an object of strings");
    },
  };
  return fields;
}

/** Whether a parsed JSON value is an object, neither array nor null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function integerRange(min: number, max: number): string {
  const from = min > Number.MIN_SAFE_INTEGER ? ` of at least ${min}` : "";
  const to = max < Number.MAX_SAFE_INTEGER ? ` of at most ${max}` : "";
  return `an integer${from}${from && to ? " and" : ""}${to}`;
}

const quote = (value: string) => `"${value}"`;

/** Objects are only counted: they may be nested too deep to be written. */
function preview(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (isObject(value)) return `an object of ${Object.keys(value).length} members`;
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
