import { describe, expect, it } from "vitest";
import { chainBefore, chainsUnder } from "../../../kernel/language/chain.ts";

/** `|` is the cursor. */
function split(text: string): [string, number] {
  const cursor = text.indexOf("|");
  return [text.slice(0, cursor) + text.slice(cursor + 1), cursor];
}

describe("chainBefore", () => {
  it.each([
    ["con|", "", "con"],
    ["|", "", ""],
    ["let x = |", "", ""],
    ["console.lo|g", "console", "lo"],
    ["a.b?.c[0]['k'].d|", "a.b?.c[0]['k']", "d"],
    ["a.|", "a", ""],
    ["f(a, b.c|", "b", "c"],
    ["[...li|", "", "li"],
    [`\`\${na|`, "", "na"],
    [`\`\${a}\` + na|`, "", "na"],
    ["'done' + x.y|", "x", "y"],
    ["1 / a; b.c|", "b", "c"],
    ["x = /'/; b.c|", "b", "c"],
    ["model\n  .comp|", "model", "comp"],
    ["값.이|", "값", "이"],
    ["'unclosed\nna|", "", "na"],
  ])("reads %j", (text, base, name) => {
    expect(chainBefore(...split(text))).toMatchObject({ base, name });
  });

  it.each([
    "'con|'",
    '"con|',
    "`con|`",
    `\`\${a} con|\``,
    "// con|",
    "/* con| */",
    "f().con|",
    "this.#con|",
    "a[i].con|",
    "x = /con|/",
    "5.|",
  ])("finds no name in %j", (text) => {
    expect(chainBefore(...split(text))).toBeUndefined();
  });

  it("gives up on a chain that goes on and on", () => {
    const code = "a.".repeat(50_000);
    expect(chainBefore(code, code.length)).toBeUndefined();
  });
});

describe("chainsUnder", () => {
  it.each([
    ["mod|el.fit", ["model"]],
    ["model.f|it(x)", ["model.fit"]],
    ["model.fit(|)", ["model.fit"]],
    ["outer(inner(x, 'text|'))", ["inner", "outer"]],
    ["fit(da|ta", ["data", "fit"]],
    ["(1 + |2)", []],
    ["// mod|el", []],
  ])("finds %j", (text, expected) => {
    const found = chainsUnder(...split(text)).map(({ base, name }) => (base ? `${base}.${name}` : name));
    expect(found).toEqual(expected);
  });
});
