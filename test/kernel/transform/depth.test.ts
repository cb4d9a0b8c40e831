import { expect, test } from "vitest";
import { completenessOf } from "../../../kernel/language/completeness.ts";
import { transformCell } from "../../../kernel/transform/transform.ts";

const nested: readonly [string, (levels: number) => string][] = [
  ["brackets", (n) => `${"(".repeat(n)}1${")".repeat(n)}`],
  ["brackets that stay open", (n) => "[".repeat(n)],
  ["functions", (n) => "function f(){".repeat(n) + "}".repeat(n)],
  ["arrows", (n) => `${"a=>".repeat(n)}1`],
  ["a sum", (n) => `1${"+1".repeat(n)}`],
  ["else if", (n) => `if(a)b;${"else if(a)b;".repeat(n)}`],
  ["templates", (n) => `${"`${".repeat(n)}1${"}`".repeat(n)}`],
  ["types", (n) => `let x: ${"A<".repeat(n)}B${">".repeat(n)}`],
  ["elements", (n) => "<a>".repeat(n) + "</a>".repeat(n)],
];

test.each(nested)("%s that are nested without end are refused, not fatal", (_, write) => {
  const code = write(100_000);
  expect(() => transformCell(code)).toThrow("nested too deeply");
  expect(completenessOf(code)).toEqual({ status: "invalid" });
});

test("a sum of more terms than the stack takes is refused with the way out", () => {
  expect(() => transformCell(`1${"+1".repeat(7900)}`)).toThrow(
    "nested too deeply to be read; give its parts names",
  );
});

test("a long text that is nested no deeper than others is read at once", () => {
  const flat = [
    `[${"1,".repeat(50_000)}]`,
    Array.from({ length: 20_000 }, (_, i) => `const v${i} = f(${i});`).join("\n"),
    `"${"word ".repeat(50_000)}"`,
    `"${"x".repeat(9_000_000)}"`,
  ];
  for (const code of flat) expect(() => transformCell(code)).not.toThrow();
});
