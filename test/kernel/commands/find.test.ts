import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { blankCommands, findCommands } from "../../../kernel/commands/find.ts";

const named = (source: string) =>
  findCommands(source).map(({ marks, name, args }) => [`${marks}${name}`, args]);

describe("a line is a command", () => {
  it.each([
    ["at the start of a cell", "%sh ls -l", [["%sh", "ls -l"]]],
    ["below a statement with a semicolon", "f();\n%who", [["%who", ""]]],
    ["below a block", "if (a) {\n  b();\n}\n%who", [["%who", ""]]],
    ["below an expression, where it makes no sense as a remainder", "f()\n%sh ls -l", [["%sh", "ls -l"]]],
    ["below a declaration without a semicolon", "const x = 1\n%npm install a b", [["%npm", "install a b"]]],
    ["below a comment", "// note\n%cd data", [["%cd", "data"]]],
    ["behind spaces", "  %cd data", [["%cd", "data"]]],
    ["with Windows line ends", "f();\r\n%cd data\r\ng();", [["%cd", "data"]]],
    [
      "among others",
      "%cd a\n%sh ls\nf()\n%env A=1",
      [
        ["%cd", "a"],
        ["%sh", "ls"],
        ["%env", "A=1"],
      ],
    ],
    ["with a question mark", "%npm?", [["%help", "npm"]]],
    ["with quotes that TypeScript would not close", "%sh echo it's `", [["%sh", "echo it's `"]]],
    [
      "at the head of a cell",
      "\n%%strict\n%%time\nf()",
      [
        ["%%strict", ""],
        ["%%time", ""],
      ],
    ],
  ])("%s", (_, source, expected) => expect(named(source)).toEqual(expected));
});

describe("a line is TypeScript", () => {
  it.each([
    ["as a remainder", "a\n%b"],
    ["as a remainder of a call", "a\n%who\n"],
    ["as a remainder that goes on below", "const x = a\n%sh(b,\n c)"],
    ["as a remainder in brackets", "(a\n%sh)"],
    ["in a template", "const t = `\n%sh ls\n`"],
    ["in a comment", "/*\n%sh ls\n*/"],
    ["in the middle of a statement", "const x =\n%sh ls"],
    ["inside a block", "if (a) {\n%sh ls\n}"],
    ["with a space behind the sign", "f();\n% sh ls"],
  ])("%s", (_, source) => expect(findCommands(source)).toEqual([]));
});

test("%%sh takes the rest of the cell as it stands", () => {
  const body = "for i in 1 2; do\n  %echo 'a'\ndone\n";
  expect(findCommands(`%%sh\n${body}`)).toMatchObject([{ name: "sh", marks: "%%", body }]);
});

test("blank commands leave every other character in its place, and the statement of %time", () => {
  expect(blankCommands("%sh ls\n%time f()\r\ng()")).toBe("      \n      f()\r\ng()");
});

const expression = fc.constantFrom("a", "f(1)", "x = 2", "[1, 2]", "`t\n%who`", "(a\n%b)", "a\n%b", "'%sh'");
const statement = fc.oneof(
  expression.map((text) => `${text};`),
  fc.constantFrom(
    "{ let b = 1 }",
    "function f() {}",
    "// %sh no",
    "/*\n%sh no\n*/",
    "type T = `\n%x y`;",
    "",
  ),
);
const command = fc.constantFrom("%sh ls -l", "%who", "%npm install x", "%env A=it's", "%cd ..", "%help npm");

test("whatever commands stand between statements are found, and nothing else", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(statement, command), { maxLength: 6 }), (lines) => {
      const found = findCommands(lines.join("\n")).map(({ start }) => start);
      const starts = lines.map((_, i) => lines.slice(0, i).join("\n").length + (i > 0 ? 1 : 0));
      expect(found).toEqual(starts.filter((_, i) => lines[i]?.startsWith("%")));
    }),
  );
});

test("any text at all is read, and keeps its length and its lines", () => {
  const text = fc.string({
    unit: fc.constantFrom("%", "s", "h", " ", "\n", "`", "a", "(", ")", "{", "}", "/", "*", ";", "?"),
  });
  fc.assert(
    fc.property(text, (source) => {
      const blank = blankCommands(source);
      expect(blank.length).toBe(source.length);
      expect(blank.split("\n").length).toBe(source.split("\n").length);
    }),
  );
});
