import { describe, expect, it } from "vitest";
import { createGlob } from "../../../kernel/dispatch/glob.ts";
import { runPython, skipReason } from "../../src/python.ts";

const patterns = [
  "*",
  "?",
  "a*",
  "*a",
  "a*b*c",
  "[a-c]?",
  "[^a-c]*",
  "[]x]",
  "[a-]",
  "a[",
  "[^]]",
  "",
  "**",
  "a.c",
  "?*?",
];
const texts = [
  "",
  "a",
  "b",
  "ab",
  "abc",
  "aXbYc",
  "a.c",
  "]",
  "x",
  "-",
  "a[",
  "\n",
  "é",
  "😀",
  "abcabc",
  "A",
];

describe("createGlob", () => {
  it.skipIf(skipReason)("agrees with SQLite's GLOB", () => {
    const expected = runPython<boolean[][]>(`
import json, sqlite3
q = sqlite3.connect(":memory:")
patterns, texts = json.loads(${JSON.stringify(JSON.stringify([patterns, texts]))})
print(json.dumps([[bool(q.execute("select ? glob ?", (t, p)).fetchone()[0]) for t in texts] for p in patterns]))`);
    const got = patterns.map((pattern) => texts.map(createGlob(pattern)));
    expect(Object.fromEntries(patterns.map((p, i) => [p, got[i]]))).toEqual(
      Object.fromEntries(patterns.map((p, i) => [p, expected[i]])),
    );
  });

  it("does not try every way to share a text among many stars", () => {
    expect(createGlob(`${"*a".repeat(40)}b`)("a".repeat(2000))).toBe(false);
  });
});
