import { describe, expect, test } from "vitest";
import { readObjectCell } from "../../../kernel/transform/objectCell.ts";
import { traceThrough } from "../../../kernel/transform/sourceMap.ts";
import { transformCell } from "../../../kernel/transform/transform.ts";

describe("a cell in braces", () => {
  test.each(["{ a: 1 }", "{}", " { a, ...b }\n", "{ a: 1 as number, f() {} }", "{ a: await b }"])(
    "is an object where it reads as one: %j",
    (source) => expect(readObjectCell(source).text).toBe(`(${source})`),
  );

  test.each([
    "// both\n{ a: 1 }",
    "/* one */ { a: 1, }\n/* two */",
    "{ a: 1 } as const",
    "{ a: [1] } satisfies object",
  ])("is one with comments around it or a type behind it: %j", (source) =>
    expect(readObjectCell(source).text).toBe(`(${source})`),
  );

  test("is one with a comment at its end", () => {
    expect(readObjectCell("{ a: 1 } // }").text).toBe("({ a: 1 } // }\n)");
  });

  test.each(["// note\n{ f(); }", "{ a: 1 } // }\nb", "{ a: 1 }\n{ b: 2 }"])("stays a block: %j", (source) =>
    expect(readObjectCell(source)).toEqual({ text: source, maps: [] }),
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
