/** One mapping: generated column, source line, source column; all from 0. */
export type Segment = readonly [column: number, line: number, sourceColumn: number];

/** A place in a text; both numbers from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

const digits = new Map(
  [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].map((c, i) => [c, i]),
);

/**
 * Decodes the `mappings` of a source map of one source (ECMA-426), line by line.
 *
 * Own code rather than a package, because it runs in the session process, where every module costs start-up time.
 */
export function decodeMappings(mappings: string): Segment[][] {
  let line = 0;
  let sourceColumn = 0;
  return mappings.split(";").map((group) => {
    let column = 0;
    const segments: Segment[] = [];
    for (const text of group === "" ? [] : group.split(",")) {
      const [dColumn = 0, , dLine, dSource] = decodeNumbers(text);
      column += dColumn;
      if (dLine === undefined || dSource === undefined) continue;
      line += dLine;
      sourceColumn += dSource;
      segments.push([column, line, sourceColumn]);
    }
    return segments;
  });
}

function decodeNumbers(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of text) {
    const digit = digits.get(character) ?? 0;
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >>> 1) : value >>> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}

/** The place in the source of a place in the generated text: that of the nearest mapping at or before it. */
export function tracePlace(map: readonly (readonly Segment[])[], place: Place): Place | undefined {
  const segments = map[place.line] ?? [];
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.[0] ?? 0) <= place.column) low = middle + 1;
    else high = middle;
  }
  const found = segments[low - 1] ?? segments[0];
  return found && { line: found[1], column: found[2] };
}

/** Follows a place back through several maps, the last transformation first. */
export function traceThrough(maps: readonly string[], place: Place): Place | undefined {
  let at: Place | undefined = place;
  for (const mappings of maps) at = at && tracePlace(decodeMappings(mappings), at);
  return at;
}
