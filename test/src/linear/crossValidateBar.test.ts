import { describe, expect, it } from "vitest";
import { array } from "../../../src/array/create.ts";
import { crossValidate, type Estimator } from "../../../src/index.ts";
import { printed } from "../callbacks/small.ts";
import { installFakeKernel } from "../notebook/fakeKernel.ts";

const x = array(Array.from({ length: 20 }, (_, i) => [i]));
const y = Array.from({ length: 20 }, (_, i) => i % 2);

/** An estimator that takes its time. */
function slow(ms: number): Estimator<number> {
  return {
    clone: () => slow(ms),
    fit: () => new Promise((resolve) => setTimeout(resolve, ms)),
    predict: (rows) => Array.from({ length: (rows as typeof x).shape[0]! }, () => 1),
  };
}

describe("a cross-validation", () => {
  it("shows a bar in a notebook, which ends complete", async () => {
    const kernel = installFakeKernel();
    await crossValidate(slow(200), x, y);
    const [pictures] = [...kernel.outputs.values()].map((all) => all.map((p) => String(p["text/plain"])));
    expect(pictures![0]).toMatch(/^Cross-validation ━{12}─{8} 3\/5 \d+s$/);
    expect(pictures!.at(-1)).toMatch(/^Cross-validation ━{20} 5\/5 \d+s$/);
  });

  it("prints one line in a pipe, and none where it is over in a moment or shall say nothing", async () => {
    expect(await printed(() => crossValidate(slow(150), x, y))).toMatch(
      /^Cross-validation ━{20} 5\/5 \d+s\n$/,
    );
    expect(await printed(() => crossValidate(slow(0), x, y))).toBe("");
    expect(await printed(() => crossValidate(slow(150), x, y, { verbose: 0 }))).toBe("");
  });
});
