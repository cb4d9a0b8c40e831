import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { readCells } from "../../../kernel/script/notebook.ts";
import { notebookToScript } from "../../../kernel/script/script.ts";

const long = process.env.TOILE_TEST_LONG === "1";
vi.setConfig({ testTimeout: 600_000 });

const source = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.array(
    fc.constantFrom(
      "let a = 1",
      "*/",
      "%%time",
      "// %%",
      "`",
      "${",
      "}",
      "\n",
      "\r",
      "import x from 'y'",
      "<T,>",
    ),
    {
      maxLength: 12,
    },
  ),
);
const cell = fc.oneof(
  fc.record(
    {
      cell_type: fc.oneof(fc.constantFrom("code", "markdown", "raw"), fc.jsonValue()),
      source: fc.oneof(source, fc.jsonValue()),
      metadata: fc.jsonValue(),
      outputs: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
  fc.jsonValue(),
);
const notebook = fc.oneof(
  fc.record({ nbformat: fc.constant(4), metadata: fc.jsonValue(), cells: fc.array(cell, { maxLength: 4 }) }),
  fc.record({ nbformat: fc.jsonValue(), cells: fc.jsonValue() }),
  fc.jsonValue(),
);

/** A plain error with words for a person, not one of the reader's own making. */
function refused(work: () => void): void {
  try {
    work();
  } catch (error) {
    expect((error as Error).message).toMatch(/^(Not a notebook|Cell \d+ has type )/);
  }
}

test("the cells of any JSON are read or refused in words, never more", () => {
  const property = fc.property(notebook, (value) =>
    refused(() => {
      for (const { type, source: text } of readCells(JSON.stringify(value))) {
        expect(["code", "markdown", "raw"]).toContain(type);
        expect(typeof text).toBe("string");
      }
    }),
  );
  fc.assert(property, { numRuns: long ? 100_000 : 2000 });
});

test("a file that is cut anywhere is refused in words", () => {
  const whole = JSON.stringify({ nbformat: 4, cells: [{ cell_type: "code", source: ["a\n", "b"] }] });
  for (let length = 0; length < whole.length; length++)
    expect(() => readCells(whole.slice(0, length))).toThrow("Not a notebook");
});

test("cells of any text become a script, whatever they hold", () => {
  const texts = fc.array(
    source.map((text) => ({ cell_type: "code", source: text })),
    { maxLength: 4 },
  );
  const property = fc.property(texts, (cells) => {
    expect(typeof notebookToScript(JSON.stringify({ nbformat: 4, cells }))).toBe("string");
  });
  fc.assert(property, { numRuns: long ? 20_000 : 300 });
});
