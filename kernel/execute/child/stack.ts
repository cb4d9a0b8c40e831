import { isLoopFunction } from "../../transform/loopFunction.ts";
import { decodeMappings, type Segment, tracePlace } from "../../transform/sourceMap.ts";

interface CellScript {
  readonly name: string;
  readonly maps: readonly string[];
  decoded?: Segment[][][];
}

const scripts = new Map<number, CellScript>();
const cellFrame = /toile-cell:(\d+):(\d+):(\d+)/;
/** The evaluated text starts with a line of the session's own. */
const prefixLines = 1;
/** The kernel's, or that of the bundle which tests run. */
const ownFolder = new URL("../../", import.meta.url).href;

/** Remembers how to get from an evaluated script back to its cell. */
export function rememberCell(run: number, name: string, maps: readonly string[]): void {
  scripts.set(run, { name, maps });
}

/** `toile-cell:7:12:3` -> `Cell In [3], line 2:7`. */
function cellPlace(run: number, line: number, column: number): string | undefined {
  const script = scripts.get(run);
  if (!script) return undefined;
  script.decoded ??= script.maps.map(decodeMappings);
  let place: { line: number; column: number } | undefined = {
    line: line - 1 - prefixLines,
    column: column - 1,
  };
  for (const map of script.decoded) place = place && tracePlace(map, place);
  return place && `${script.name}, line ${place.line + 1}:${place.column + 1}`;
}

/** The one frame that a place in an evaluated script makes, or none where it is no cell. */
export function framesAt(place: string): string[] {
  const [whole, run, line, column] = cellFrame.exec(place) ?? [];
  const found = whole === undefined ? undefined : cellPlace(Number(run), Number(line), Number(column));
  return found === undefined ? [] : [`    at ${found}`];
}

/** How a place in a local TypeScript file leads back to the file; set by the module loader. */
export const fileMaps: { find?: (url: string) => Segment[][] | undefined } = {};
/** A cell that is a module has its run behind its version. */
const localFrame = /(file:\/\/[^\s()]+)\?toile=[\w-]+(?:\.(\d+))?:(\d+):(\d+)/;

function filePlace(url: string, line: number, column: number): string {
  const map = fileMaps.find?.(url);
  const place = map && tracePlace(map, { line: line - 1, column: column - 1 });
  return place ? `${url}:${place.line + 1}:${place.column + 1}` : `${url}:${line}:${column}`;
}

function frameText(site: NodeJS.CallSite): string | undefined {
  const text = site.toString();
  const isLoop = isLoopFunction(site.getFunctionName());
  return placedFrame(isLoop ? text.replace(/^\S+ \((.*)\)$/, "$1") : text);
}

/** A frame as V8 writes it, in the places that the user knows; nothing for one of the session's own. */
export function placedFrame(text: string): string | undefined {
  if (isOwn(text)) return undefined;
  const cell = cellFrame.exec(text);
  if (cell) {
    const place = cellPlace(Number(cell[1]), Number(cell[2]), Number(cell[3]));
    return place === undefined ? undefined : text.replace(cell[0], place);
  }
  return text.replace(
    localFrame,
    (_, url: string, run: string | undefined, line: string, column: string) =>
      (run && cellPlace(+run, +line + prefixLines, +column)) ?? filePlace(url, +line, +column),
  );
}

/** Whether no code runs below the session's own. Where user code keeps stacks to itself, some may. */
export function isAtRest(): boolean {
  if (Object.isFrozen(Error)) return false;
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = 50;
    Error.prepareStackTrace = (_, sites) => sites.every((site) => isOwn(site.toString()));
    return (new Error().stack as unknown) === true;
  } catch {
    return false;
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}

function isOwn(frame: string): boolean {
  return frame.includes(ownFolder) || frame.includes("toile-own");
}

/** Makes every `error.stack` speak of cells and of the notebook's own files. */
export function installStackTraces(): void {
  Error.stackTraceLimit = 50;
  Error.prepareStackTrace = (error, sites) => {
    const frames = sites.flatMap((site, i) =>
      isLoopFunction(sites[i - 1]?.getFunctionName() ?? null) ? [] : (frameText(site) ?? []),
    );
    return [header(error), ...frames.map((frame) => `    at ${frame}`)].join("\n");
  };
}

const { toString: errorText } = Error.prototype;

function header(error: Error): string {
  try {
    return errorText.call(error);
  } catch {
    return "Error";
  }
}
