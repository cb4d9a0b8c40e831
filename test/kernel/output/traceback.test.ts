import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { toCellError, toSyntaxCellError } from "../../../kernel/output/traceback.ts";
import { packageRoot } from "../../../kernel/packageRoot.ts";

const sources: Record<string, string> = { "Cell In [3]": "const a = 1;\nboom(a);\nlast();" };
const plain = (lines: readonly string[]) => stripVTControlCharacters(lines.join("\n"));

test("the cell's line stands under the message, with a caret, and library frames are folded", () => {
  const error = toCellError(
    {
      name: "TypeError",
      message: "no",
      stack: [
        "    at inner (/x/node_modules/@scope/lib/a.js:1:1)",
        "    at outer (/x/node_modules/@scope/lib/b.js:2:2)",
        "    at Cell In [3], line 2:1",
        "    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)",
      ],
    },
    (cell) => sources[cell],
  );
  expect(error).toMatchObject({ ename: "TypeError", evalue: "no" });
  expect(plain(error.traceback)).toBe(
    [
      "TypeError: no",
      "Cell In [3], line 2:1",
      "   1 | const a = 1;",
      "> 2 | boom(a);".replace("> ", ">  "),
      "     | ^",
      "   3 | last();",
      "",
      "    ... 2 frames in @scope/lib",
      "    at Cell In [3], line 2:1",
      "    ... 1 frame in Node",
    ].join("\n"),
  );
});

test("frames of the library fold in its own folder too, where notebooks lie beside it", () => {
  const file = pathToFileURL(join(packageRoot(), "dist/src/training/errors.js"));
  const stack = [`    at unknownName (${file}:3:12)`, `    at ${file}:9:1`, "    at Cell In [3], line 2:1"];
  const { traceback } = toCellError(
    { name: "Error", message: "no", stack },
    (place) => sources[place] ?? "code",
  );
  expect(plain(traceback)).not.toContain("errors.js");
  expect(plain(traceback)).toContain("... 2 frames in toile\n    at Cell In [3], line 2:1");
});

test("causes and the errors of an AggregateError follow", () => {
  const cause = { name: "RangeError", message: "inner", stack: [] };
  const error = toCellError(
    { name: "AggregateError", message: "all", stack: [], cause, errors: [cause, cause] },
    () => undefined,
  );
  expect(plain(error.traceback)).toContain("Caused by:\nRangeError: inner");
  expect(plain(error.traceback)).toContain("Error 2 of 2:\nRangeError: inner");
});

test("the caret stands under its character after wide letters", () => {
  const error = toSyntaxCellError("no", "Cell In [1]", "가나 x", { line: 1, column: 4 });
  expect(plain(error.traceback).split("\n").at(-1)).toBe("     |      ^");
});
