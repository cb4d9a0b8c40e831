import { ownName, writtenName } from "../transform/globalNames.ts";
import { soon } from "../within.ts";
import type { Outline } from "./contract.ts";
import type { RemoteObject } from "./inspectorClient.ts";
import type { SessionProcess } from "./sessionProcess.ts";

/** How long the session may take to answer, in milliseconds; native code keeps it from answering at all. */
const patience = 700;

export type Named = readonly [name: string, type: string];

/** Everything a cell can name. */
export interface Scope {
  readonly declared: readonly string[];
  readonly globals: readonly Named[];
}

let groups = 0;

/** The names in scope; undefined where the session cannot answer now. */
export function scopeOf(session: SessionProcess): Promise<Scope | undefined> {
  return answered(async () => {
    const [declared, globals] = await Promise.all([
      session.inspector.declaredNames(),
      session.inspector.ask(await session.runtimeId, "function () { return this.globals() }", []),
    ]);
    return { declared: declared.map(writtenName), globals: JSON.parse(globals) as Named[] };
  });
}

/** The members of what an expression names, none where it names nothing; undefined where the session cannot answer now. */
export function membersOf(
  session: SessionProcess,
  expression: string,
): Promise<readonly Named[] | undefined> {
  return about(
    session,
    expression,
    "function (value) { return this.members(value) }",
    (text) => JSON.parse(text) as Named[],
    [],
  );
}

/** What an expression names. */
export function outlineOf(session: SessionProcess, expression: string): Promise<Outline | undefined> {
  return about(
    session,
    expression,
    "function (value) { return this.outline(value) }",
    (text) => JSON.parse(text) as Outline,
  );
}

/** The working directory; undefined where the session cannot answer now. */
export function folderOf(session: SessionProcess): Promise<string | undefined> {
  return answered(async () =>
    session.inspector.ask(await session.runtimeId, "function () { return this.folder() }", []),
  );
}

function about<T>(
  session: SessionProcess,
  expression: string,
  question: string,
  read: (answer: string) => T,
  nothing?: T,
): Promise<T | undefined> {
  const group = `look-${++groups}`;
  return answered(async () => {
    try {
      const value = await readValue(session, expression, group);
      if (!value) return nothing;
      return read(await session.inspector.ask(await session.runtimeId, question, [value]));
    } finally {
      session.inspector.release(group);
    }
  });
}

/** Evaluates without side effects; nothing where that is not possible, or the name is not known. */
async function readValue(
  { inspector, runtimeId }: SessionProcess,
  expression: string,
  group: string,
): Promise<object | undefined> {
  if (unknowable.test(expression)) return undefined;
  for (const written of new Set([withOwnName(expression), expression])) {
    const { result, exceptionDetails } = await inspector.peek(written, group);
    if (!exceptionDetails) return argument(result);
  }
  const name = JSON.stringify(expression);
  const lazy = await inspector.call(
    await runtimeId,
    `function () { return this.builtin(${name}) }`,
    [],
    group,
  );
  return lazy.exceptionDetails || lazy.result.type === "undefined" ? undefined : argument(lazy.result);
}

/** What these are is for the code around them to say; V8 would take them for those of the session's top. */
const unknowable = /^(?:this|super|new)\b/;

/** As V8 knows it where a cell has declared the first name. */
function withOwnName(expression: string): string {
  return expression.replace(/^[\p{ID_Start}$_][\p{ID_Continue}$]*/u, ownName);
}

function argument({ objectId, unserializableValue, value }: RemoteObject): object {
  if (objectId !== undefined) return { objectId };
  return unserializableValue === undefined ? { value } : { unserializableValue };
}

/** Undefined for an answer that does not come soon, or not at all. */
function answered<T>(work: () => Promise<T>): Promise<T | undefined> {
  return soon(work(), patience);
}
