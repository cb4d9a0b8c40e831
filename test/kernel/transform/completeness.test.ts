import { expect, test } from "vitest";
import { completenessOf } from "../../../kernel/transform/completeness.ts";

test.each(["1 + 1", "", "const a = 1;", "function f() {\n  return 1;\n}", "await p", "// only a comment"])(
  "%j is complete",
  (code) => {
    expect(completenessOf(code)).toEqual({ status: "complete" });
  },
);

test.each([
  ["function f() {", "  "],
  ["if (a) {\n  b();", "  "],
  ["const a = [", "  "],
  ["f(1,", ""],
  ["const s = `one", ""],
  ["/* open", ""],
  ["a +", ""],
  ["class A {\n  m() {", "    "],
])("%j is incomplete", (code, indent) => {
  expect(completenessOf(code)).toEqual({ status: "incomplete", indent });
});

test.each(["let a = ;", "1 +* 2", ")", "const s = 'open\nnext"])("%j is invalid", (code) => {
  expect(completenessOf(code)).toEqual({ status: "invalid" });
});
