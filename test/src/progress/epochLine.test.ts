import { describe, expect, it } from "vitest";
import { briefLine, epochLine } from "../../../src/progress/epochLine.ts";
import { againstKeras, noKeras, runKeras } from "../keras.ts";

/** Times replaced, as they differ from run to run. */
function withoutTimes(text: string): string {
  return text
    .replace(/\d+s(?!tep)\b/g, "Ts")
    .replace(/\d+(s|ms|us)\/step/g, "T/step")
    .replaceAll("\b", "");
}

const runs = [
  { verbose: 1, steps: 1200, logs: { loss: 0.63256, accuracy: 0.78534 } },
  { verbose: 2, steps: 375, logs: { loss: 0.00012345, accuracy: 1 } },
  { verbose: 1, steps: 7, logs: { loss: 1234.56789, mae: 1e-7 } },
];

describe.skipIf(noKeras)(againstKeras("the line of an epoch"), () => {
  it("looks like Keras's, digit for digit", () => {
    const expected = runKeras<string[]>(`
import io, contextlib, time
result = []
for run in ${JSON.stringify(runs)}:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        bar = keras.utils.Progbar(run["steps"], verbose=run["verbose"], stateless_metrics=set())
        time.sleep(0.01)
        bar.update(run["steps"], list(run["logs"].items()), finalize=True)
    result.append(out.getvalue())
`);
    const ours = runs.map(({ verbose, steps, logs }) => {
      const state = { done: steps, steps, seconds: 0.02, logs, isFinal: true };
      const style = { colour: true, columns: Number.POSITIVE_INFINITY };
      return verbose === 2 ? briefLine(state) : epochLine(state, style);
    });
    const tidy = (lines: string[]) =>
      lines.map((line) => withoutTimes(line).replace("\x1b[37m\x1b[0m", "").trim());
    expect(tidy(ours)).toEqual(tidy(expected));
  });
});

const means = { loss: 0.4567, accuracy: 0.8345, val_loss: 0.4567, val_accuracy: 0.8345 };
const state = { done: 1200, steps: 1200, seconds: 2.4, logs: means, isFinal: true };
const plain = (columns: number) => ({ colour: false, columns });

describe("a line too wide for its place", () => {
  it("gets a shorter bar first", () => {
    expect(epochLine(state, plain(104))).toBe(
      "1200/1200 ━━━━━━ 2s 2ms/step - loss: 0.4567 - accuracy: 0.8345 - val_loss: 0.4567 - val_accuracy: 0.8345",
    );
  });

  it("of the longest usual values still has one row in a notebook", () => {
    const line = epochLine({ ...state, seconds: 12 * 0.0988 }, plain(106));
    expect(line).toMatch(/^1200\/1200 ━+ 1s 988us\/step - loss: [^\n]*val_accuracy: 0\.8345$/);
    const slow = epochLine({ ...state, seconds: 1200 * 0.0988 }, plain(106));
    expect(slow).toMatch(/^1200\/1200 ━+ 119s 99ms\/step - loss: [^\n]*val_accuracy: 0\.8345$/);
  });

  it("goes on in a second row once the epoch is over", () => {
    expect(epochLine(state, plain(80)).split("\n")).toEqual([
      `1200/1200 ${"━".repeat(20)} 2s 2ms/step - loss: 0.4567 - accuracy: 0.8345`,
      "    - val_loss: 0.4567 - val_accuracy: 0.8345",
    ]);
  });

  it("leaves its last values out while it changes, as a terminal rewrites one row alone", () => {
    const half = { ...state, done: 600, isFinal: false };
    expect(epochLine(half, plain(80))).toBe(
      " 600/1200 ━━━━━━━━━━────────── 2s 4ms/step - loss: 0.4567 - accuracy: 0.8345",
    );
  });
});

it("counts without an end where the number of steps is not known", () => {
  const line = epochLine({ done: 7, steps: undefined, seconds: 70, logs: {}, isFinal: false }, plain(80));
  expect(line).toBe("      7/Unknown 70s 10s/step");
});

it("says how long it will take while it runs, and how long it took at the end", () => {
  const at = (done: number, seconds: number, isFinal: boolean) =>
    epochLine({ done, steps: 100, seconds, logs: {}, isFinal }, plain(80));
  expect(at(10, 10, false)).toContain(" 1:30 1s/step");
  expect(at(1, 50, false)).toContain(" 1:22:30 50s/step");
  expect(at(100, 100, true)).toContain(" 100s 1s/step");
});
