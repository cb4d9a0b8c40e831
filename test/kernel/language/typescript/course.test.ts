import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { tsconfigOf } from "../../../../kernel/execute/tsconfig.ts";
import { TypeScriptTypes } from "../../../../kernel/language/typescript/typescriptTypes.ts";
import { packageRoot } from "../../sessionHarness.ts";

const folder = join(packageRoot, "notebooks", "en");
const types = new TypeScriptTypes({ folder, packageRoot, redirects: {}, tsconfig: () => tsconfigOf(folder) });
afterAll(() => types.close());

it("the course is checked as a folder without settings is, not as the project that it lies in", async () => {
  types.add(
    1,
    "const weights = [1, 2];\nconst first: number = weights[0];\nconst second: string = weights[1];",
    true,
  );
  const problems = (await types.check(1)) ?? [];
  expect(problems.map(({ line, code }) => [line, code])).toEqual([[3, 2322]]);
});
