import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { compileCached } from "../../../src/plot/render/codeCache.ts";

let folder: string;
let file: string;
beforeAll(() => {
  // V8 would take what this process compiled before; only another process needs the cache.
  setFlagsFromString("--no-compilation-cache");
  folder = mkdtempSync(join(tmpdir(), "toile-code-"));
  vi.stubEnv("TOILE_CACHE", folder);
  file = join(folder, "large.js");
  writeFileSync(file, `${"function f() { return 1; }\n".repeat(2000)} return f() + more;`);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const kept = () => readdirSync(join(folder, "code"));

it("keeps compiled code for the next process, which takes it", () => {
  const first = compileCached(file, ["more"]);
  expect(first.run(41)).toBe(42);
  first.keep();
  expect(kept()).toHaveLength(1);
  const second = compileCached(file, ["more"]);
  expect(second.isCached).toBe(true);
  expect(second.run(41)).toBe(42);
});

it("compiles anew where the cache is broken, and mends it", () => {
  const cache = join(folder, "code", kept()[0]!);
  writeFileSync(cache, "not code");
  const again = compileCached(file, ["more"]);
  expect(again.isCached).toBe(false);
  expect(again.run(41)).toBe(42);
  again.keep();
  expect(compileCached(file, ["more"]).isCached).toBe(true);
});

it("works without a place for the cache", () => {
  vi.stubEnv("TOILE_CACHE", "/dev/null/nowhere");
  const compiled = compileCached(file, ["more"]);
  compiled.keep();
  expect(compiled.run(41)).toBe(42);
});
