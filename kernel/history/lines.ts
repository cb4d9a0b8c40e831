interface Line {
  readonly line: number;
  readonly input: string;
}

/** One cell as a line of JSON. */
export function toLine({ line, input }: Line): string {
  return `${JSON.stringify({ line, input })}\n`;
}

/** The cells of a file; a line that is cut or not ours is skipped. */
export function parseLines(text: string): Line[] {
  return text.split("\n").flatMap((line) => {
    const value = parse(line);
    return isLine(value) ? [{ line: value.line, input: value.input }] : [];
  });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isLine(value: unknown): value is Line {
  const { line, input } = (value ?? {}) as Partial<Line>;
  return Number.isSafeInteger(line) && typeof input === "string";
}
