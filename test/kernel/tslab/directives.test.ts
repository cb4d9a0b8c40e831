import { describe, expect, it } from "vitest";
import { directivesOf, withoutBareJsx } from "../../../kernel/tslab/directives.ts";

describe("directivesOf", () => {
  it.each([
    ["/** @module a */ x", "a"],
    ["/**\n * hello\n * @module mylib\n */", "mylib"],
    ["// first\n/* no */ /** @jsx @module one */\n/** @module two */ x", "two"],
    ["/** @module b @jsx */", "b"],
  ])("finds the module of %j", (source, module) => {
    expect(directivesOf(source)).toEqual({ module, browser: false });
  });

  it.each([
    "/* @module a */ x",
    "x; /** @module a */",
    "/** @module a b */",
    "/** @module a-b */",
    "'@module a'",
  ])("finds none in %j", (source) => {
    expect(directivesOf(source)).toEqual({ browser: false });
  });

  it("reads cells that begin with very many comments", () => {
    const source = `${" ".repeat(2e7)}${"// a\n".repeat(1e6)}/** @module a */ x`;
    expect(directivesOf(source)).toEqual({ module: "a", browser: false });
  });

  it("tells cells for a browser, where the last word counts", () => {
    expect(directivesOf("/** @jsx @browser */").browser).toBe(true);
    expect(directivesOf("/** @browser */ /** @node */").browser).toBe(false);
    expect(directivesOf("/** @browserslist */").browser).toBe(false);
  });
});

describe("withoutBareJsx", () => {
  it("blanks tslab's @jsx in its place and leaves the one that names a factory", () => {
    expect(withoutBareJsx("/** @jsx @module a */ '@jsx */'")).toBe("/**      @module a */ '@jsx */'");
    expect(withoutBareJsx("/**\n * @jsx\n */")).toBe("/**\n *     \n */");
    expect(withoutBareJsx("/** @jsx h */ <b/>")).toBe("/** @jsx h */ <b/>");
  });
});
