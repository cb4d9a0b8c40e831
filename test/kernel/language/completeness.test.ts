import { expect, test } from "vitest";
import { completenessOf } from "../../../kernel/language/completeness.ts";

test.each([
  "1 + 1",
  "",
  "const a = 1;",
  "function f() {\n  return 1;\n}",
  "await p",
  "// only a comment",
  "if (a) {\n  b();\n}",
  "const s = `a\nb`",
  "<b>x</b>",
  "let x: Array<Map<string, number>>",
  "function f(a: string): void;",
])("%j is complete", (code) => {
  expect(completenessOf(code)).toEqual({ status: "complete" });
});

test.each([
  // Blocks, and what is written in them.
  ["function f() {", "  "],
  ["if (a) {\n  b();", "  "],
  ["if (a) {\n    b();", "    "],
  ["if (a) {\n  if (b) {\n    c();\n  }", "  "],
  ["if (a) {\n} else {", "  "],
  ["class A {\n  m() {", "    "],
  ["class A {\n  m() {\n    a();\n  }", "  "],
  ["for (const x of xs) {", "  "],
  ["interface A {", "  "],
  ["enum E {", "  "],
  ["namespace N {", "  "],
  ["return_({", "  "],
  ["f(() => {", "  "],
  ["f(() => {\n  g();", "  "],
  ["f(a, { // why", "  "],
  ["switch (a) {\n  case 1:", "    "],
  ["switch (a) {\n  case 1:\n    f();\n  default:", "    "],
  // Heads that still lack their body.
  ["if (a)", "  "],
  ["if (a) b();\nelse", "  "],
  ["for (const x of xs)", "  "],
  ["while (f(a))", "  "],
  ["do", "  "],
  ["const f = (x: number) =>", "  "],
  ["function f()", ""],
  ["class A", ""],
  // Lists and calls.
  ["const a = [", "  "],
  ["[1, 2,", "  "],
  ["f(1,", "  "],
  ["f(\n  1,", "  "],
  ["f(\n  1,\n  g(", "    "],
  // Expressions that go on.
  ["a +", ""],
  ["  a +", "  "],
  ["a?.", ""],
  ["a ? b :", ""],
  ["<T>(x: T) =>", "  "],
  // Text, whose blanks are the user's.
  ["const s = `one", ""],
  ["  const s = `one {", ""],
  ["/* open", ""],
  ["  /**\n   * doc", "   "],
  // JSX.
  ["<div>", "  "],
  ["const a = (\n  <p className='x' onClick={() => f()}>", "    "],
  ["<ul>\n  <li>one</li>", "  "],
  ["<div>\n  <br />", "  "],
])("%j is incomplete", (code, indent) => {
  expect(completenessOf(code)).toEqual({ status: "incomplete", indent });
});

test.each([
  ["a}", ""],
  ["a} and", ""],
  ["f(", "  "],
])("a template that is open behind the expression %j is incomplete", (rest, indent) => {
  expect(completenessOf(`\`$\{${rest}`)).toEqual({ status: "incomplete", indent });
});

test.each([
  "let a = ;",
  "1 +* 2",
  ")",
  "const s = 'open\nnext",
  "a b",
  "else {",
  "const x",
  "return 1",
  "<p></b>",
])("%j is invalid", (code) => {
  expect(completenessOf(code)).toEqual({ status: "invalid" });
});
