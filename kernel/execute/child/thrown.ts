import { own } from "./own.ts";

/** Where the last thrown values that are no errors came from; they carry no stack of their own. */
const places: { readonly value: unknown; readonly stack: string }[] = [];
const most = 16;

/** Stands inside every `throw` of a cell and remembers the place of what is not an error. */
export function thrown(value: unknown): unknown {
  if (value instanceof own.Error) return value;
  places.unshift({ value, stack: new own.Error().stack ?? "" });
  places.length = Math.min(places.length, most);
  return value;
}

/** The stack of the `throw` that threw such a value, where it is known. */
export function stackOfThrown(value: unknown): string {
  return places.find((place) => Object.is(place.value, value))?.stack ?? "";
}
