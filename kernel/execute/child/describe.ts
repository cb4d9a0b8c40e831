import { inspect, types } from "node:util";
import { withoutBookkeeping } from "../../output/inspect.ts";
import type { ThrownError } from "../contract.ts";
import { own } from "./own.ts";
import { placedFrame } from "./stack.ts";
import { stackOfThrown } from "./thrown.ts";

/** Longest message that is shown, in UTF-16 units. */
const longestMessage = 10_000;
const longestDetails = 2_000;
/** Of an AggregateError. */
const mostErrors = 20;
const deepest = 8;

/** A thrown value as plain text, however strange it is: the description must not throw in its turn. */
export function describeError(thrown: unknown, around: readonly unknown[] = []): ThrownError {
  try {
    if (!isError(thrown)) {
      const message = cut(valueText(thrown), longestMessage);
      return { name: "Uncaught", message, stack: stackLines(stackOfThrown(thrown), "") };
    }
    const message = cut(textOf(thrown, "message") ?? "(its message cannot be read)", longestMessage);
    const details = detailsOf(thrown);
    return {
      name: nameOf(thrown),
      message,
      stack: stackOf(thrown, message),
      ...(details === undefined ? {} : { details }),
      ...nested(thrown, [...around, thrown]),
    };
  } catch (error) {
    return { name: "Error", message: `an error that cannot be shown: ${valueText(error)}`, stack: [] };
  }
}

function isError(thrown: unknown): thrown is Error {
  return types.isNativeError(thrown) || thrown instanceof own.Error;
}

/** The class's own name where its author gave none to the instance: `class NotFound extends Error {}`. */
function nameOf(error: Error): string {
  const name = textOf(error, "name") || "Error";
  if (name !== "Error") return name;
  const made = (read(error, "constructor") as { name?: unknown } | undefined)?.name;
  return typeof made === "string" && made !== "" && made !== "Object" ? made : name;
}

/** A property whose getter may throw. */
function read(error: object, key: string): unknown {
  try {
    return (error as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

function textOf(error: object, key: string): string | undefined {
  const value = read(error, key);
  return value === undefined ? undefined : valueText(value);
}

function valueText(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return withoutBookkeeping(inspect(value));
  } catch {
    return `a value of type ${typeof value} that cannot be shown`;
  }
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most)}... ${(text.length - most).toLocaleString("en")} more characters`;
}

/** An error that no cell has made, as that of `Promise.any`, is placed where a cell awaited it. */
function stackOf(error: Error, message: string): string[] {
  const own = stackLines(textOf(error, "stack") ?? "", message);
  if (own.some((line) => line.includes("Cell In ["))) return own;
  const awaited = stackLines(stackOfThrown(error), "").filter((line) => line.includes("Cell In ["));
  return [...own, ...awaited];
}

/** The frames at the end of the stack; a message may have lines that look like some. */
function stackLines(stack: string, message: string): string[] {
  const at = stack.indexOf(message);
  const lines = (at < 0 ? stack : stack.slice(at + message.length)).split("\n");
  // Where user code makes stacks in its own way, the places are still as V8 knows them.
  return lines.flatMap((line) => (/^\s+at /.test(line) ? (placedFrame(line) ?? []) : []));
}

/** What Node itself sets beside the message, and what is shown elsewhere. */
const shownElsewhere = new Set(["name", "message", "stack", "cause", "errors"]);

function detailsOf(error: Error): string | undefined {
  if (types.isProxy(error)) return undefined;
  const own = Object.entries(Object.getOwnPropertyDescriptors(error)).filter(
    ([key, { enumerable, get }]) => enumerable && get === undefined && !shownElsewhere.has(key),
  );
  if (own.length === 0) return undefined;
  return cut(
    inspect(Object.fromEntries(own.map(([key, { value }]) => [key, value])), { depth: 1 }),
    longestDetails,
  );
}

function nested(error: Error, around: readonly unknown[]): Partial<ThrownError> {
  const describe = (inner: unknown): ThrownError => {
    if (around.includes(inner)) return { name: "[Circular]", message: "an error shown above", stack: [] };
    if (around.length >= deepest) return { name: "...", message: "further causes are not shown", stack: [] };
    return describeError(inner, around);
  };
  const cause = read(error, "cause");
  const errors = read(error, "errors");
  return {
    ...(cause === undefined ? {} : { cause: describe(cause) }),
    ...(Array.isArray(errors) ? { errors: described(errors, describe) } : {}),
  };
}

function described(errors: readonly unknown[], describe: (error: unknown) => ThrownError): ThrownError[] {
  const shown = errors.slice(0, mostErrors).map(describe);
  const rest = errors.length - shown.length;
  return rest === 0 ? shown : [...shown, { name: "...", message: `${rest} more errors`, stack: [] }];
}
