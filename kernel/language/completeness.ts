import type { Completeness } from "../interpreter.ts";
import { readings } from "../transform/parse.ts";
import { nextIndent } from "./indent.ts";

type Reading = ReturnType<typeof readings>[number];

/** Whether a console should run the code on Enter, or open a line with so much indent. */
export function completenessOf(code: string): Completeness {
  const all = readings(code);
  const whole = all.find(({ errors }) => errors.length === 0);
  if (whole && !lacksBody(whole, code)) return { status: "complete" };
  if (whole || all.some((reading) => lacksEnd(reading, code)) || lacksResult(code))
    return { status: "incomplete", indent: nextIndent(code) };
  return { status: "invalid" };
}

/** Whether what is wrong is only that the code stops. */
function lacksEnd({ errors: [error] }: Reading, code: string): boolean {
  if (!error) return false;
  const { message, labels } = error;
  const end = code.trimEnd().length;
  if (openEnded.test(message)) return true;
  return labels.some(
    (label) =>
      label.start >= end ||
      label.end > end ||
      isOpenTemplate(message, code, label.start) ||
      (label.end === end && message.startsWith("Identifier expected after")),
  );
}

/** These start where the literal starts, but only its end is missing. */
const openEnded = /unterminated (template|multi-?line comment)|expected `?[)\]}]`?.* but found `?EOF/i;

/** The parser calls an open template a string, too; only a real string must end on its line. */
function isOpenTemplate(message: string, code: string, start: number): boolean {
  return message === "Unterminated string" && /[`}]/.test(code[start] ?? "");
}

/** Of `<T>(x: T) =>` the parser makes a type assertion with a mistake. */
function lacksResult(code: string): boolean {
  return /=>\s*$/.test(code) && readings(`${code} 0`).some(({ errors }) => errors.length === 0);
}

/** `function f()` is a whole overload signature, but whoever stops there means to go on. */
function lacksBody({ program }: Reading, code: string): boolean {
  return program.body.at(-1)?.type === "TSDeclareFunction" && code.trimEnd().endsWith(")");
}
