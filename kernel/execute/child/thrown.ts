import { own } from "./own.ts";

/** Where values came from that tell no place themselves: thrown ones that are no errors, and reasons of awaited rejections. */
const places: { readonly value: unknown; readonly place: Error }[] = [];
const most = 16;

function note(value: unknown): void {
  places.unshift({ value, place: new own.Error() });
  places.length = Math.min(places.length, most);
}

/** Stands inside every `throw` of a cell and remembers the place of what is not an error. */
export function thrown(value: unknown): unknown {
  if (!(value instanceof own.Error)) note(value);
  return value;
}

/** Remembers the `await` at which a rejection came out, unless the place of its reason is known better. */
export function rejected(reason: unknown): void {
  if (!places.some(({ value }) => Object.is(value, reason))) note(reason);
}

/** A new run throws anew: the same number or text may come from elsewhere. */
export function forgetPlaces(): void {
  places.length = 0;
}

/** The stack of the `throw` or `await` at which a value came out last, where it is known. */
export function stackOfThrown(value: unknown): string {
  return places.find((place) => Object.is(place.value, value))?.place.stack ?? "";
}
