import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { compile } from "../../../assembly/build.mjs";

it("ships the WebAssembly that its sources compile to", async () => {
  const committed = readFileSync(new URL("../../../src/linear/sgd/module.ts", import.meta.url), "utf8");
  expect(committed).toBe(await compile());
}, 60_000);
