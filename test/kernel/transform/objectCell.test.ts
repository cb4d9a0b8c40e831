import { describe, expect, test } from "vitest";
import { readObjectCell } from "../../../kernel/transform/objectCell.ts";
import { traceThrough } from "../../../kernel/transform/sourceMap.ts";
import { transformCell } from "../../../kernel/transform/transform.ts";

describe("a cell in braces", () => {
  test.each(["{ a: 1 }", "{}", " { a, ...b }\n", "{ a: 1 as number, f() {} }", "{ a: await b }"])(
    "is an object where it reads as one: %j",
    (source) => expect(readObjectCell(source).text).toBe(`(${source})`),
  );

  test.each(["{ a: 1; }", "{ f(); }", "{ a: 1 };", "{ const a = 1; }", "{ a } + { b }", "x = { a: 1 }"])(
    "stays as it is where it does not: %j",
    (source) => expect(readObjectCell(source)).toEqual({ text: source, maps: [] }),
  );

  test("leads its frames back to the columns of the cell", () => {
    const source = "{ a: 1, b: fail() }";
    const { code, maps } = transformCell(source);
    const before = code.slice(0, code.indexOf("fail()")).split("\n");
    const place = { line: before.length - 1, column: (before.at(-1) ?? "").length };
    expect(traceThrough(maps, place)).toEqual({ line: 0, column: source.indexOf("fail") });
  });
});
