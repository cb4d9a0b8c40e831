import { createRequire } from "node:module";
import { besideBinding } from "../nativeFile.ts";
import { GraphError } from "./errors.ts";

/** A session of the native part; TensorFlow frees it when nothing reaches it any more. */
export type NativeSession = { readonly nativeSession: unique symbol };
/** A prepared kind of run of a session. */
export type NativeEntry = { readonly nativeEntry: unique symbol };
/** TensorFlow's type number, the shape, the values. */
export type NativeFeed = readonly [dtype: number, shape: readonly number[], data: ArrayBufferView];
/** A result; the buffer belongs to the caller. */
export type NativeResult = [dtype: number, shape: number[], data: ArrayBuffer];

/** What native/toile_graph.cc exports. */
export interface Native {
  readonly version: number;
  createSession(config: Uint8Array): NativeSession;
  extendSession(session: NativeSession, graphDef: Uint8Array): void;
  prepareRun(
    session: NativeSession,
    feeds: string[],
    fetches: string[],
    targets: string[],
    options: Uint8Array,
  ): NativeEntry;
  run(entry: NativeEntry, feeds: NativeFeed[]): Promise<NativeResult[]>;
  runSync(entry: NativeEntry, feeds: NativeFeed[]): NativeResult[];
  closeSession(session: NativeSession): void;
  opList(): Uint8Array;
  adjustMemory(bytes: number): void;
}

/** The interface version that native/toile_graph.cc must have, TOILE_GRAPH_VERSION there. */
const version = 1;

let loaded: Native | undefined;

/** The native part, loaded the first time it is needed. @throws GraphError when set-up has not compiled it */
export function native(): Native {
  loaded ??= load();
  return loaded;
}

/** The compiled native part. */
export function nativeFile(): string {
  return besideBinding("toile_graph.node");
}

function load(): Native {
  const file = nativeFile();
  const repair =
    "Run `npm run setup` in a clone of Toile, or `npx toile setup` in a project that installed it";
  let found: Native;
  try {
    found = createRequire(import.meta.url)(file);
  } catch (cause) {
    throw new GraphError(`The graph compiler's native part cannot be loaded from ${file}. ${repair}.`, {
      cause,
    });
  }
  if (found.version === version) return found;
  throw new GraphError(
    `The graph compiler's native part has version ${found.version}, not ${version}. ${repair}.`,
  );
}
