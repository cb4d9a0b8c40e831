import { types } from "node:util";
import { plainText } from "../../output/display.ts";
import type { Outline } from "../contract.ts";

// User code may replace them.
const { getOwnPropertyDescriptor, getOwnPropertyNames, getPrototypeOf } = Object;
const { stringify } = JSON;
const functionText = Function.prototype.toString;
const initial = new Map(
  getOwnPropertyNames(globalThis).map((name) => [name, getOwnPropertyDescriptor(globalThis, name)?.get]),
);

/** Names looked at per value; a value with more is data rather than an interface. */
const mostNames = 5000;
const longestPreview = 4000;
/** Of use to nobody who completes. */
const hidden = /^(?:__.*__|__toile|constructor)$/;

/** The names behind `value.`, its own first, as JSON: `[["fit", "function"], ...]`. No code of the value runs. */
export function members(value: unknown): string {
  const found = new Map<string, string>();
  if (value === null || value === undefined) return "[]";
  for (let owner: object | null = Object(value); owner; owner = getPrototypeOf(owner)) {
    if (types.isProxy(owner)) break;
    for (const name of namesOf(owner)) if (!found.has(name)) found.set(name, typeOf(owner, name));
  }
  return stringify([...found]);
}

/** As `members`, of the global object without what every object has. */
export function globals(): string {
  return stringify(namesOf(globalThis).map((name) => [name, typeOf(globalThis, name)]));
}

/** The elements of an array are no names, and may be millions. */
function namesOf(owner: object): string[] {
  if (ArrayBuffer.isView(owner)) return [];
  // The prototype of arrays is an array, too, an empty one.
  if (Array.isArray(owner) && owner.length > 0) return ["length"];
  const names = getOwnPropertyNames(owner).slice(0, mostNames);
  return names.filter((name) => !hidden.test(name) && /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name));
}

function typeOf(owner: object, name: string): string {
  const descriptor = getOwnPropertyDescriptor(owner, name);
  if (!descriptor || !("value" in descriptor)) return "property";
  return kindOf(descriptor.value);
}

export function kindOf(value: unknown): string {
  if (typeof value === "function") return isClass(value) ? "class" : "function";
  if (types.isModuleNamespaceObject(value)) return "module";
  return value !== null && typeof value === "object" ? "instance" : "property";
}

function isClass(value: object): boolean {
  return /^class\b/.test(functionText.call(value));
}

/** Describes a value, as the JSON of an `Outline`. */
export function outline(value: unknown): string {
  const text = typeof value === "function" ? functionText.call(value) : undefined;
  const isNative = text === undefined || text.includes("[native code]");
  const described: Outline = {
    kind: kindOf(value),
    type: typeName(value),
    preview: cut(plainText(value)),
    ...(isNative ? {} : { source: text }),
  };
  return stringify(described);
}

export function typeName(value: unknown): string {
  if (value === null) return "null";
  if (types.isProxy(value)) return "Proxy";
  if (typeof value !== "object") return typeof value;
  if (types.isModuleNamespaceObject(value)) return "module";
  const prototype: unknown = getPrototypeOf(value);
  if (prototype === null) return "object";
  const maker: unknown = getOwnPropertyDescriptor(prototype, "constructor")?.value;
  return (typeof maker === "function" && maker.name) || "object";
}

function cut(text: string): string {
  if (text.length <= longestPreview) return text;
  return `${text.slice(0, longestPreview)}\n... ${text.length - longestPreview} more characters`;
}

/** A global of Node's own that is made when first read, as `crypto` is: reading it is harmless though it runs code. */
export function builtin(name: string): unknown {
  const getter = initial.get(name);
  const isNodes = getter !== undefined && getOwnPropertyDescriptor(globalThis, name)?.get === getter;
  return isNodes ? getter.call(globalThis) : undefined;
}
