import { describe, expect, it } from "vitest";
import { transformCell } from "../../../kernel/transform/transform.ts";

const isSteps = (code: string, captured: readonly string[] = []) =>
  transformCell(code, {
    earlier: {
      constants: new Set(["fixed"]),
      variables: new Set(["old", "failed"]),
      settled: new Set(["old", "fixed"]),
      captured: new Set(captured),
    },
  }).code.includes("$toile_loop");

describe("a loop at the top of a cell is done in steps", () => {
  it.each([
    ["that adds up", "let sum = 0; for (let i = 0; i < 9; i++) sum += i;"],
    ["over a variable of an earlier cell", "for (let i = 0; i < fixed; i++) { old += i; }"],
    [
      "beside a function with a variable of that name",
      "(() => { let sum = 0; return (sum) => sum; })(); let sum = 0; for (let i = 0; i < 9; i++) sum += i;",
    ],
    ["with while", "let n = 0; while (n < 9) n += 1"],
    ["with an expression for a head", "let i = 0; for (i = 1; i < 9; i++) {}"],
    [
      "with Math, an array, if, break and continue",
      "let s = 0; const xs = [1]; for (let i = 0; i < xs.length; i++) { if (xs[i]! > 3) break; if (i % 2) continue; s += Math.sqrt(xs[i]!); }",
    ],
  ])("%s", (_, code) => expect(isSteps(code)).toBe(true));
});

describe("a loop stays what it is", () => {
  it.each([
    ["where it calls something", "let s = 0; for (let i = 0; i < 9; i++) s += f(i);"],
    ["where it awaits", "let s = 0; for (let i = 0; i < 9; i++) s += await p;"],
    ["with a loop in it", "let s = 0; for (let i = 0; i < 9; i++) while (s < i) s++;"],
    [
      "with a function in it",
      "let s = 0; const fs = []; for (let i = 0; i < 9; i++) { s++; fs[i] = () => i; }",
    ],
    [
      "where a function of the cell uses its variable",
      "let s = 0; const get = () => s; for (let i = 0; i < 9; i++) s += i;",
    ],
    ["where a class of the cell does", "let s = 0; class A { s = s } for (let i = 0; i < 9; i++) s += i;"],
    ["where its test changes something", "let s = 9; while (s-- > 0) {}"],
    ["where it assigns to a constant", "for (let i = 0; i < 9; i++) fixed += i;"],
    ["over what may have no value", "for (let i = 0; i < 9; i++) failed += i;"],
    ["over what is declared below it", "for (let i = 0; i < 9; i++) later += i; let later = 1;"],
    ["with a var", "let s = 0; for (var i = 0; i < 9; i++) s += i;"],
    ["that assigns to nothing of the session", "for (let i = 0; i < 9; i++) {}"],
    ["with a label", "let s = 0; a: for (let i = 0; i < 9; i++) { s++; continue a; }"],
  ])("%s", (_, code) => expect(isSteps(code)).toBe(false));

  it("where a function of an earlier cell uses its variable", () => {
    expect(isSteps("for (let i = 0; i < 9; i++) old += i;", ["old"])).toBe(false);
  });
});
