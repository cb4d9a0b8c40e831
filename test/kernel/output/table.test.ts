import { expect, test } from "vitest";
import { plainText, toDisplay } from "../../../kernel/output/display.ts";
import { toTable } from "../../../kernel/output/table.ts";

test("an array of records is a table with every column, and text beside it", () => {
  const value = [
    { a: 1, b: "<x>" },
    { a: 2, c: new Date(0) },
  ];
  expect(toTable(value, plainText)).toBe(
    [
      '<table border="1" class="dataframe">',
      "<thead>",
      "<tr><th></th><th>a</th><th>b</th><th>c</th></tr>",
      "</thead>",
      "<tbody>",
      "<tr><th>0</th><td>1</td><td>&lt;x&gt;</td><td></td></tr>",
      "<tr><th>1</th><td>2</td><td></td><td>1970-01-01T00:00:00.000Z</td></tr>",
      "</tbody>",
      "</table>",
    ].join("\n"),
  );
  expect(toDisplay(value)).toMatchObject({
    data: { "text/plain": plainText(value), "text/html": expect.stringContaining("<table") },
  });
});

test("a long table says how many rows it has", () => {
  expect(
    toTable(
      Array.from({ length: 1234 }, (_, i) => ({ i })),
      String,
    ),
  ).toMatch(/<p>60 of 1,234 rows<\/p>$/);
});

test.each([
  ["numbers", [1, 2]],
  ["nothing", []],
  ["objects in objects", [{ a: { b: 1 } }]],
  ["lists", [{ a: [1] }]],
  [
    "instances of classes",
    [
      new (class A {
        a = 1;
      })(),
    ],
  ],
  [
    "getters",
    [
      {
        get a() {
          return 1;
        },
      },
    ],
  ],
  ["empty records", [{}]],
  ["more columns than a page", [Object.fromEntries(Array.from({ length: 31 }, (_, i) => [i, i]))]],
  ["a proxy", new Proxy([{ a: 1 }], {})],
])("an array of %s is none", (_, value) => {
  expect(toTable(value, String)).toBeUndefined();
});
