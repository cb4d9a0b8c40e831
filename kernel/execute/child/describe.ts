import { inspect, types } from "node:util";
import type { ThrownError } from "../contract.ts";

/** A thrown value as plain text, however strange it is: the description must not throw in its turn. */
export function describeError(thrown: unknown, depth = 0): ThrownError {
  if (!types.isNativeError(thrown) && !(thrown instanceof Error)) return describeValue(thrown);
  try {
    const name = String(thrown.name || "Error");
    const message = String(thrown.message);
    return { name, message, stack: stackLines(thrown), ...nested(thrown, depth) };
  } catch (error) {
    return { name: "Error", message: `an error that cannot be shown: ${String(error)}`, stack: [] };
  }
}

function describeValue(thrown: unknown): ThrownError {
  let message: string;
  try {
    message = typeof thrown === "string" ? thrown : inspect(thrown);
  } catch {
    message = Object.prototype.toString.call(thrown);
  }
  return { name: "Uncaught", message, stack: [] };
}

function stackLines(error: Error): string[] {
  const stack = typeof error.stack === "string" ? error.stack : "";
  return stack.split("\n").filter((line) => /^\s+at /.test(line));
}

function nested(error: Error, depth: number): Partial<ThrownError> {
  if (depth >= 8) return {};
  const { cause, errors } = error as { cause?: unknown; errors?: unknown };
  return {
    ...(cause === undefined ? {} : { cause: describeError(cause, depth + 1) }),
    ...(Array.isArray(errors) ? { errors: errors.slice(0, 20).map((e) => describeError(e, depth + 1)) } : {}),
  };
}
